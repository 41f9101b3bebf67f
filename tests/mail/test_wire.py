"""Every reply as it goes on the wire, whoever asked and however he is called."""

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from consultant.consult import Consultant
from consultant.mail.message import Counts, Envelope, Reply
from tests.conftest import DESK, NOW, Asker

CASES = Path(__file__).parents[1] / "cases"
HOSTILE = [
    ("Subject: codes\r\n Bcc: all@x.example\r\n", "a folded field"),
    ("Subject: =?utf-8?q?codes=0D=0ABcc:_all@x.example?=\r\n", "a field inside an encoded word"),
    ("Subject: =?utf-8?b?AAoNAAoN4oCo4oCp?=\r\n", "line ends of every kind"),
    ("Subject: " + "<script>alert(1)</script> " * 200 + "\r\n", "a script, very long"),
    ("Subject: \xe4\xf6\xfc raw\r\n", "raw octets"),
    ("Subject: x\r\nFrom: =?utf-8?q?Pat=0D=0ABcc:_all@x.example?= <pat@clinic.example>\r\n", "a name"),
    ("Subject: x\r\nMessage-ID: <" + "a" * 200 + "@clinic.example>\r\n", "a long Message-ID"),
    ("Subject: x\r\nMessage-ID: <\xe4@clinic.example>\r\n", "a Message-ID that is not ASCII"),
    ("Subject: x\r\nMessage-ID: <q@clinic.example>\r\nReferences: <\xe4@x> <r@x>\r\n", "such a reference"),
    ("Subject: x\r\nReferences: " + "<r%d@clinic.example> " * 500 + "\r\n", "many references"),
    ("Subject: x\r\nReply-To: other@x.example\r\nCc: more@x.example\r\n", "others who want it"),
]
EXPECTED = re.compile(r"<[^<>\s]+>(?:\s+<[^<>\s]+>)*")


def golden() -> list[Path]:
    return [path for path in sorted(CASES.glob("*.eml")) if path.with_suffix(".reply").is_file()]


def checked(reply: Reply) -> None:
    """What must hold of any letter of ours."""
    raw = reply.raw
    assert raw.count(b"\r") == raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    head = raw.partition(b"\r\n\r\n")[0]
    for field in re.split(rb"\r\n(?![ \t])", head):
        name, _, value = field.partition(b":")
        if name.lower() in (b"in-reply-to", b"references", b"message-id"):
            assert b"=?" not in value
            assert EXPECTED.fullmatch(value.decode("ascii").strip())
    read = message_from_bytes(raw, policy=policy.default)
    assert not read.defects
    names = [name.lower() for name in read]
    assert len(names) == len(set(names))
    assert not {"bcc", "cc", "reply-to"} & set(names)
    assert read["To"] == reply.rcpt_to
    assert len(read["To"].addresses) == 1
    assert read["Auto-Submitted"] == "auto-replied"
    assert read["X-Auto-Response-Suppress"] == "All"
    assert "\n" not in str(read["Subject"])
    assert "<script" not in reply.html.lower()


@pytest.mark.parametrize("path", golden(), ids=lambda path: path.stem)
def test_every_golden_reply(ask: Asker, path: Path) -> None:
    reply = ask.raw(path.read_bytes()).reply
    if reply is not None:  # a golden may be a silence
        checked(reply)


@pytest.mark.parametrize(("fields", "what"), HOSTILE, ids=[what for _, what in HOSTILE])
def test_what_a_stranger_writes_stays_where_it_belongs(ask: Asker, fields: str, what: str) -> None:
    head = fields if "From:" in fields else f"From: Pat <pat@clinic.example>\r\n{fields}"
    text = "Is 62305 right? <script>alert(1)</script> <img src=x onerror=alert(1)>\r\n"
    reply = ask.raw(f"{head}\r\n{text}".encode("latin-1")).reply
    assert reply is not None
    checked(reply)
    assert reply.rcpt_to == "pat@clinic.example"
    assert "<img src=x" not in reply.html


def test_the_excuse_is_a_letter_like_the_others(ask: Asker) -> None:
    parts = b"--b\r\n\r\nhi\r\n" * 600
    outcome = ask.raw(
        b"From: pat@clinic.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + parts
    )
    assert outcome.reason == "unreadable"
    assert outcome.reply is not None
    checked(outcome.reply)


def test_an_address_that_is_not_ascii_goes_as_it_is(consultant: Consultant) -> None:
    envelope = Envelope(mail_from="märta@klinik.example", rcpt_to=(DESK,), received_at=NOW)
    raw = "From: märta@klinik.example\r\nSubject: x\r\n\r\nIs 62305 right?\r\n".encode()
    reply = consultant.consult(raw, envelope, Counts(), "<reply-1@desk.example>", NOW).reply
    assert reply is not None
    assert "\r\nTo: märta@klinik.example\r\n".encode() in reply.raw
