"""Replies that leave from addresses of their own, and what comes back to them."""

import smtplib
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretBytes

from consultant.answer.disposition import Disposition
from consultant.config.reading import BOUNCE_KEY, ConfigError, return_paths
from consultant.mail.bounce import ReturnPaths, claimed_number
from consultant.mail.message import Counts, Envelope
from consultant.mail.outcome import Outcome
from tests.desk.helpers import RunningDesk, Sink, consult_kindly, make_settings

BOUNCES = "bounce@desk.example"
PATHS = ReturnPaths(base=BOUNCES, key=SecretBytes(b"a key of our own"))


def consult(raw: bytes, envelope: Envelope, counts: Counts, *given: Any) -> Outcome:
    for address in envelope.rcpt_to:
        if (number := claimed_number(address, BOUNCES)) is not None:
            return Outcome(disposition=Disposition.IGNORE, reason="bounce", evidence="x", bounced=number)
    return consult_kindly(raw, envelope, counts, *given)


def test_a_bounce_finds_its_reply(tmp_path: Path, sink: Sink) -> None:
    with RunningDesk(make_settings(tmp_path, sink.port), consult, return_paths=PATHS) as desk:
        desk.send()
        path = sink.wait_for()[0][0]
        assert path == PATHS.address(1)
        desk.wait_for("sent")
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            desk.send(b"Subject: made up\r\n\r\n", "", path.replace("+1.", "+2."))
        desk.send(b"Subject: undeliverable\r\n\r\n", "", path)
        assert desk.wait_for("failed")[0].number == 1
        assert len(sink.mails) == 1


def test_the_key_comes_from_the_environment(tmp_path: Path) -> None:
    plain, own = make_settings(tmp_path).desk, make_settings(tmp_path, desk={"bounces": BOUNCES}).desk
    assert return_paths({}, plain) is None
    paths = return_paths({BOUNCE_KEY: "0123456789abcdef"}, own)
    assert paths is not None
    assert paths.base == BOUNCES
    for environment in ({}, {BOUNCE_KEY: "short"}):
        with pytest.raises(ConfigError, match=BOUNCE_KEY):
            return_paths(environment, own)
