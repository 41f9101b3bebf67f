"""Header fields and addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultant.mail.address import mailboxes
from consultant.mail.field import field_text, parameters


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
        (b"=?utf-8?B?R3LDvMOfZQ?=", "Grüße"),
        (b"=?iso-8859-1?Q?Gr=FC=DFe?= =?iso-8859-1?Q?_an_alle?=", "Grüße an alle"),
        (b"=?utf-8?B?w7w=?= =?utf-8?B?w58=?=", "üß"),
        (b"=?utf-8?B?w7w?=\n =?utf-8?B?w58?=", "üß"),
        (b"=?utf-8?Q?=C3?= =?utf-8?Q?=BC?=", "ü"),
        (b"Re: =?utf-8?q?caf=C3=A9?= today", "Re: café today"),
        (b"=?utf-8*de?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        (b"=?x-unknown?q?abc?=", "abc"),
        (b"=?utf-8?q?not ended", "=?utf-8?q?not ended"),
        ("Grüße".encode(), "Grüße"),
        ("Grüße".encode("cp1252"), "Grüße"),
        (b"one\n two\n\tthree", "one two three"),
        (b"=?utf-8?q?a=0D=0ABcc:_x?=", "a Bcc: x"),
    ],
)
def test_a_field_reads_as_it_was_written(raw: bytes, text: str) -> None:
    assert field_text(raw) == text


@pytest.mark.parametrize(
    ("value", "kind", "given_"),
    [
        ("text/plain; charset=utf-8", "text/plain", {"charset": "utf-8"}),
        ('text/plain; charset="utf-8"; x', "text/plain", {"charset": "utf-8"}),
        ('multipart/mixed; boundary="a;b \\"c"', "multipart/mixed", {"boundary": 'a;b "c'}),
        ("attachment; filename*=utf-8''%e2%82%ac%20rates.pdf", "attachment", {"filename": "€ rates.pdf"}),
        ('attachment; filename*0="long"; filename*1="er.pdf"', "attachment", {"filename": "longer.pdf"}),
        ("attachment; filename*0*=utf-8''%e2%82; filename*1*=%ac", "attachment", {"filename": "€"}),
        ('attachment; filename="=?utf-8?q?=E2=82=AC.pdf?="', "attachment", {"filename": "€.pdf"}),
        (
            "text/plain; charset = utf-8 ; format=flowed",
            "text/plain",
            {"charset": "utf-8", "format": "flowed"},
        ),
    ],
)
def test_parameters(value: str, kind: str, given_: dict[str, str]) -> None:
    assert parameters(value) == (kind, given_)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("Pat Coder <pat@clinic.example>", [("Pat Coder", "pat@clinic.example")]),
        ('"Coder, Pat" <pat@clinic.example>', [("Coder, Pat", "pat@clinic.example")]),
        ("pat@clinic.example (Pat (the) Coder)", [("Pat the Coder", "pat@clinic.example")]),
        ("pat@clinic.example", [("", "pat@clinic.example")]),
        ("a@b.example, C <c@d.example>", [("", "a@b.example"), ("C", "c@d.example")]),
        ("Crowd: a@b.example, c@d.example;", [("", "a@b.example"), ("", "c@d.example")]),
        ("=?utf-8?q?M=C3=BCller=2C_J?= <j@b.example>", [("Müller, J", "j@b.example")]),
        ("undisclosed-recipients:;", []),
        ("Mail Delivery Subsystem <MAILER-DAEMON>", [("Mail Delivery Subsystem", "MAILER-DAEMON")]),
        ("nobody at all", [("", "nobodyatall")]),
        ("<mailto:a@b.example>", [("", "a@b.example")]),
        ('"a@b.example" <c@d.example>', [("a@b.example", "c@d.example")]),
        ("(" * 1_000 + "<a@b.example>", []),
    ],
)
def test_mailboxes(value: str, found: list[tuple[str, str]]) -> None:
    assert [(m.name, m.address) for m in mailboxes(value)] == found


@given(st.text(max_size=300))
def test_any_field_is_read(value: str) -> None:
    mailboxes(value)
    parameters(value)
    shown = field_text(value.encode("utf-8", "replace"))
    assert shown.isprintable()
