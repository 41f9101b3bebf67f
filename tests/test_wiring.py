"""The desk's mind as the answer loop calls it."""

from consultant.config.reading import load
from consultant.mail.message import Counts, Envelope
from consultant.wiring import make_consult
from tests.conftest import NOW, ROOT


def test_it_is_given_what_was_asked_before() -> None:
    first = b"Subject: x\r\n\r\nLumbar myelogram by lumbar puncture. Which code?\r\n"
    second = b"From: pat@clinic.example\r\nSubject: Re: x\r\n\r\nOne radiologist injected and read.\r\n"
    consult = make_consult(load(ROOT / "config"))
    envelope = Envelope(mail_from="pat@clinic.example", rcpt_to=("consult@example.org",), received_at=NOW)
    outcome = consult(second, envelope, Counts(), "<r@example.org>", NOW, "", (first,))
    assert outcome.reply is not None
    assert outcome.reply.text.startswith("62304")
