"""Killed at the worst moments and started again: a mail is accepted, answered and sent once."""

import os
import signal
import smtplib
import socket
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.desk.helpers import DANA, MAIL, US, Sink, wait_until
from tests.desk.processes import Load, counted, free_port, started
from tests.desk.stores import Place

POINTS = (
    *("before-accept", "accept-in-transaction", "after-accept", "after-claim", "before-consult"),
    *("after-consult", "record-in-transaction", "after-record", "due-in-transaction", "after-due"),
    *("before-sent", "after-sent"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def ids(sink: Sink) -> list[str | None]:
    return [message_from_bytes(raw)["Message-ID"] for _, _, raw in sink.mails]


def test_killed_after_the_250_the_mail_is_answered_by_the_next(folder: Path, sink: Sink) -> None:
    with started(folder, sink, answers=False) as desk:
        assert desk.send() == b"2.0.0 Stored as 1"
        os.kill(desk.popen.pid, signal.SIGKILL)
        assert desk.popen.wait(60) == -signal.SIGKILL
    assert sink.mails == []
    with started(folder, sink) as desk:
        sink.wait_for(1)
        assert desk.send(MAIL + b"another\r\n") == b"2.0.0 Stored as 2"
        sink.wait_for(2)
        wait_until(lambda: len(desk.events("delivered")) == 2)
    assert [event["id"] for event in desk.events("answered")] == [1, 2]
    assert len(set(ids(sink))) == 2


def test_killed_before_the_250_the_client_repeats_and_gets_one_reply(folder: Path, sink: Sink) -> None:
    with started(folder, sink, "after-accept") as desk:
        with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionResetError)):
            desk.send()
        assert desk.popen.wait(60) == -signal.SIGKILL
    with started(folder, sink) as desk:
        assert desk.send() == b"2.0.0 Stored as 1"
        assert desk.send(MAIL + b"another\r\n") == b"2.0.0 Stored as 2"
        sink.wait_for(2)
        wait_until(lambda: len(desk.events("delivered")) == 2)
    assert len(desk.events("accepted-again")) == 1
    assert len(set(ids(sink))) == len(sink.mails) == 2


def test_killed_after_the_answer_was_recorded_it_is_sent_once(folder: Path, sink: Sink) -> None:
    with started(folder, sink, "after-record") as desk:
        desk.send()
        assert desk.popen.wait(60) == -signal.SIGKILL
    assert sink.mails == []
    with started(folder, sink) as desk:
        sink.wait_for(1)
        wait_until(lambda: desk.events("delivered"))
        assert desk.events("answered") == []  # the answer stood; it was not made again
    assert len(sink.mails) == 1


def test_killed_after_the_relay_took_it_the_twin_has_the_same_id(folder: Path, sink: Sink) -> None:
    """The one moment SMTP leaves open: the receiver can tell the twin by its Message-ID."""
    with started(folder, sink, "before-sent") as desk:
        desk.send()
        assert desk.popen.wait(60) == -signal.SIGKILL
    assert len(sink.mails) == 1
    with started(folder, sink) as desk:
        sink.wait_for(2)
        wait_until(lambda: desk.events("delivered"))
        assert desk.events("delivered")[0]["attempt"] == 2
    assert len(sink.mails) == 2
    assert len(set(ids(sink))) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_finishes_the_mail_on_its_way_in(folder: Path, sink: Sink, number: int) -> None:
    with started(folder, sink) as desk:
        idle = socket.create_connection(("127.0.0.1", desk.port), timeout=10)
        assert idle.recv(999).startswith(b"220 ")
        client = smtplib.SMTP("127.0.0.1", desk.port, "client.example", timeout=10)
        client.ehlo()
        client.mail(DANA)
        client.rcpt(US)
        assert client.docmd("DATA")[0] == 354
        client.send(MAIL[:20])
        desk.popen.send_signal(number)
        assert idle.recv(999).startswith(b"421 4.3.2 ")
        with socket.create_connection(("127.0.0.1", desk.port), timeout=10) as newcomer:
            assert newcomer.makefile("rb").read() == b"421 4.3.2 The desk is closing, please come again\r\n"
        client.send(MAIL[20:] + b".\r\n")
        assert client.getreply() == (250, b"2.0.0 Stored as 1")
        assert client.getreply()[0] == 421
        client.close()
        idle.close()
        assert desk.popen.wait(60) == 0
        assert desk.events("stopped")
    with started(folder, sink):
        sink.wait_for(1)


def test_killed_at_every_step_under_load_nothing_is_lost(place: Place, folder: Path, sink: Sink) -> None:
    """From the final dot to the relay's 250: killed at each step while mails are at all the others."""
    options = {"database": place.url, "port": free_port(), "workers": 1}
    with Load([options["port"]]) as load:  # type: ignore[list-item]
        for point in POINTS:
            with started(folder, sink, f"{point}:5", **options) as desk:
                assert desk.popen.wait(60) == -signal.SIGKILL
        with started(folder, sink, **options):
            load.finish()
            twins = counted(sink, load.accepted)
    # Only what one of the two connections to the relay held at the moment of a kill.
    assert twins <= 2 * len(POINTS)
