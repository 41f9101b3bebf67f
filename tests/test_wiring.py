"""The desk's mind as the answer loop calls it."""

from consultant.config.reading import load
from consultant.mail.limits import ReadingLimits
from consultant.mail.message import Counts, Envelope
from consultant.wiring import make_consult
from tests.conftest import NOW, ROOT


def test_the_limits_of_reading_are_settings() -> None:
    settings = load(ROOT / "config")
    assert ReadingLimits(**settings.reading.model_dump()) == ReadingLimits()
    strict = settings.model_copy(update={"reading": settings.reading.model_copy(update={"parts": 10})})
    envelope = Envelope(mail_from="pat@clinic.example", rcpt_to=("consult@example.org",), received_at=NOW)
    raw = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n62305?\r\n" * 20
    outcome = make_consult(strict.found_in(ROOT / "config"))(raw, envelope, Counts(), "<r@x.example>", NOW)
    assert outcome.held == "more than 10 parts"


def test_it_is_given_what_was_asked_before() -> None:
    first = b"Subject: x\r\n\r\nLumbar myelogram by lumbar puncture. Which code?\r\n"
    second = b"From: pat@clinic.example\r\nSubject: Re: x\r\n\r\nOne radiologist injected and read.\r\n"
    consult = make_consult(load(ROOT / "config"))
    envelope = Envelope(mail_from="pat@clinic.example", rcpt_to=("consult@example.org",), received_at=NOW)
    outcome = consult(second, envelope, Counts(), "<r@example.org>", NOW, "", (first,))
    assert outcome.reply is not None
    assert outcome.reply.text.startswith("62304")
