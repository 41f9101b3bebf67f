"""Whom the desk does not answer."""

import pytest

from consultant.mail.message import Counts
from tests.conftest import DESK, Asker

QUESTION = b"\r\nlumbar myelogram, LP, one radiologist did both, which code?"


def letter(*fields: str) -> bytes:
    return (
        "".join(f"{f}\r\n" for f in ("From: Pat <pat@clinic.example>", "Message-ID: <a@b>", *fields)).encode()
        + QUESTION
    )


@pytest.mark.parametrize(
    ("fields", "sender", "reason"),
    [
        ([], "", "null-sender"),
        (["Auto-Submitted: auto-replied"], "pat@clinic.example", "auto-submitted"),
        (["Auto-Submitted: AUTO-GENERATED (vacation); x=1"], "pat@clinic.example", "auto-submitted"),
        (["Precedence: bulk"], "pat@clinic.example", "precedence"),
        (["List-Id: <coders.example.org>"], "pat@clinic.example", "mailing-list"),
        (["List-Unsubscribe: <mailto:x@example.org>"], "pat@clinic.example", "mailing-list"),
        (
            ["Content-Type: multipart/report; report-type=delivery-status; boundary=x"],
            "pat@clinic.example",
            "report",
        ),
        ([], "MAILER-DAEMON@clinic.example", "system-sender"),
        ([], "no-reply@clinic.example", "system-sender"),
        ([], "noreply-billing@clinic.example", "system-sender"),
        ([], DESK, "own-address"),
        ([], DESK.replace("@", "+x@").upper(), "own-address"),
    ],
)
def test_silence(ask: Asker, fields: list[str], sender: str, reason: str) -> None:
    outcome = ask.raw(letter(*fields), sender)
    assert (outcome.disposition, outcome.reason, outcome.reply) == ("ignore", reason, None)
    assert outcome.evidence


@pytest.mark.parametrize(
    "fields", [[], ["Auto-Submitted: no"], ["Precedence: first-class"], ["X-Priority: 1"]]
)
def test_people_are_answered(ask: Asker, fields: list[str]) -> None:
    outcome = ask.raw(letter(*fields))
    assert outcome.reply is not None
    assert outcome.reply.rcpt_to == "pat@clinic.example"


def test_caps(ask: Asker) -> None:
    assert ask.raw(letter(), counts=Counts(hour=19, day=19)).reply is not None
    assert ask.raw(letter(), counts=Counts(hour=20, day=20)).reason == "sender-cap"
    assert ask.raw(letter(), counts=Counts(hour=0, day=60)).reason == "sender-cap"


def test_the_envelope_sender_is_answered_and_nobody_else(ask: Asker) -> None:
    raw = letter("Reply-To: other@evil.example", "Cc: crowd@evil.example")
    reply = ask.raw(raw, "pat@clinic.example").reply
    assert reply is not None
    assert reply.rcpt_to == "pat@clinic.example"
    assert b"evil.example" not in reply.raw
