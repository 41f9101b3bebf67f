"""The addresses that replies leave from, and what arrives there."""

import pytest
from pydantic import SecretBytes

from consultant.mail.bounce import ReturnPaths, claimed_number
from consultant.mail.message import Counts, Envelope
from consultant.mail.parse import parse
from consultant.mail.screen import House, Verdict, screen
from tests.conftest import DESK, NOW

PATHS = ReturnPaths(base="bounce@desk.example", key=SecretBytes(b"a key of our own"))
OTHERS = ReturnPaths(base="bounce@desk.example", key=SecretBytes(b"another's"))
HOUSE = House(addresses=(DESK,), bounce="bounce@desk.example")


def test_a_number_comes_back() -> None:
    address = PATHS.address(17)
    assert address.startswith("bounce+17.")
    assert PATHS.number(address) == PATHS.number(address.upper()) == 17
    assert "key" not in repr(PATHS.key)


@pytest.mark.parametrize(
    "address",
    [
        OTHERS.address(17),
        PATHS.address(17).replace("+17.", "+18."),
        PATHS.address(17).replace("bounce", "bounces"),
        PATHS.address(17).replace("desk", "other"),
        "bounce@desk.example",
        "bounce+17.@desk.example",
        "bounce+17.zzzzzzzzzzzzzzzz@desk.example",
        "",
    ],
)
def test_nobody_makes_one_up(address: str) -> None:
    assert PATHS.number(address) is None


def test_without_a_bounce_address_none_is_claimed() -> None:
    assert claimed_number(PATHS.address(17), "") is None


def arrives(raw: bytes, sender: str = "") -> Verdict:
    to = PATHS.address(17)
    envelope = Envelope(mail_from=sender, rcpt_to=(to,), received_at=NOW)
    return screen(parse(raw), envelope, HOUSE, Counts())


def report(action: str) -> bytes:
    kind = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n"
    status = f"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nAction: {action}\r\n"
    text = f"From: MAILER-DAEMON@x.example\r\n{kind}\r\n--b\r\n\r\nSorry\r\n--b\r\n{status}\r\n--b--\r\n"
    return text.encode()


@pytest.mark.parametrize(
    ("raw", "bounced"),
    [
        (report("failed"), 17),
        (report("delayed"), None),
        (report("delivered"), None),
        (b"From: x@y.example\r\n\r\n550 5.1.1 <a@b.example>: user unknown\r\n", 17),
        (b"From: pat@clinic.example\r\nAuto-Submitted: auto-replied\r\n\r\nI am away.\r\n", None),
        (b"From: pat@clinic.example\r\n\r\nWhich code for a cervical myelogram?\r\n", None),
    ],
)
def test_what_arrives_there_is_never_answered(raw: bytes, bounced: int | None) -> None:
    for sender in ("", "pat@clinic.example"):
        verdict = arrives(raw, sender)
        assert (verdict.reply_to, verdict.silence, verdict.bounced) == (None, "bounce", bounced)
        assert "reply 17" in verdict.evidence


def test_mail_from_there_is_our_own() -> None:
    envelope = Envelope(mail_from=PATHS.address(3), rcpt_to=(DESK,), received_at=NOW)
    assert screen(parse(b"\r\nwhich code?"), envelope, HOUSE, Counts()).silence == "own-address"
