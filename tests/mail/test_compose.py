"""The letter on the wire."""

from email import message_from_bytes, policy

import pytest

from tests.conftest import Asker

QUESTION = "lumbar myelogram, LP, one radiologist did both, which code?"


def test_threading_and_marks(ask: Asker) -> None:
    ids = " ".join(f"<{'x' * 90}{n}@mail.example>" for n in range(40))
    reply = ask(QUESTION, "Myelogram", f"References: {ids}").reply
    assert reply is not None
    head = reply.raw.partition(b"\r\n\r\n")[0]
    assert b"=?" not in head
    assert max(len(line) for line in reply.raw.split(b"\r\n")) <= 998
    letter = message_from_bytes(reply.raw, policy=policy.default)
    assert letter["In-Reply-To"] == "<q1@clinic.example>"
    assert letter["References"].split()[-1] == "<q1@clinic.example>"
    assert letter["References"].split()[0].endswith("0@mail.example>")
    assert letter["Auto-Submitted"] == "auto-replied"
    assert letter["To"] == "pat@clinic.example"
    assert letter["Message-ID"] == "<reply-1@desk.example>"
    assert letter["Subject"] == "Re: Myelogram"
    assert letter.get_content_type() == "multipart/alternative"
    assert [p.get_content_type() for p in letter.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize("subject", ["Re: Re: myelo", "RE: myelo", "myelo"])
def test_one_re(ask: Asker, subject: str) -> None:
    reply = ask(QUESTION, subject).reply
    assert reply is not None
    assert reply.subject == "Re: myelo"


def test_a_hostile_subject_injects_no_header(ask: Asker) -> None:
    reply = ask(QUESTION, "=?utf-8?q?a=0D=0ABcc:_x=40evil.example?=").reply
    assert reply is not None
    letter = message_from_bytes(reply.raw, policy=policy.default)
    assert letter["Bcc"] is None
    assert [name for name, _ in letter.items()].count("To") == 1


def test_html_escapes_what_the_sender_wrote(ask: Asker) -> None:
    reply = ask("1. <script>alert(1)</script> what is 62304?\n2. <b>what</b> is 62305?", "<img src=x>").reply
    assert reply is not None
    assert "<script" not in reply.html
    assert "<img" not in reply.html
    assert "&lt;script&gt;" in reply.html


def test_non_ascii_travels(ask: Asker) -> None:
    reply = ask(QUESTION, "Frage von Jörg – Myelographie").reply
    assert reply is not None
    letter = message_from_bytes(reply.raw, policy=policy.default)
    assert letter["Subject"] == "Re: Frage von Jörg – Myelographie"


def test_identifiers_are_not_repeated(ask: Asker) -> None:
    text = "Patient Maria Ortiz DOB 03/14/1961 MRN 6230412 had a thoracic myelogram via LP, one doctor."
    outcome = ask(f"1. {text} Code?\n2. Is 77003 added for Maria Ortiz?", "claim for Mrs Ortiz")
    assert outcome.reply is not None
    for piece in ("Ortiz", "03/14/1961", "6230412"):
        assert piece not in outcome.reply.text + outcome.reply.html + outcome.reply.subject
    assert "patient names" in outcome.reply.text
