"""The desk as a whole: in by SMTP, out by SMTP, and what happens when one side is not there."""

import io
import socket
import time
from email import message_from_bytes
from pathlib import Path

import pytest

from consultant.desk.store import StoreError
from tests.desk.helpers import DANA, MAIL, RunningDesk, Sink, make_settings, wait_until


def test_a_question_comes_in_and_its_reply_goes_out(tmp_path: Path, sink: Sink) -> None:
    with RunningDesk(make_settings(tmp_path, sink.port)) as desk:
        desk.send()
        sender, recipients, raw = sink.wait_for()[0]
        entry = desk.wait_for("sent")[0]
    assert (sender, recipients) == ("<>", [DANA])
    assert message_from_bytes(raw)["Message-ID"] == entry.reply_id
    assert (entry.state, entry.disposition, entry.reply_attempts) == ("done", "answer", 1)


def test_without_a_relay_replies_go_to_a_maildir_and_the_log_says_so(
    tmp_path: Path, log: io.StringIO
) -> None:
    with RunningDesk(make_settings(tmp_path)) as desk:
        desk.send()
        desk.wait_for("sent")
    letters = list((tmp_path / "Maildir" / "new").iterdir())
    assert len(letters) == 1
    assert message_from_bytes(letters[0].read_bytes())["Auto-Submitted"] == "auto-replied"
    assert f'"replies_are_written_to": "{tmp_path}/Maildir"' in log.getvalue()


def test_replies_wait_for_a_relay_that_is_down(tmp_path: Path, log: io.StringIO) -> None:
    with Sink() as gone:
        port = gone.port
    settings = make_settings(tmp_path, port, relay={"timeout": 0.3}, retry={"minutes": (0.001,)})
    with RunningDesk(settings) as desk:
        desk.send()
        wait_until(lambda: "deferred" in log.getvalue())
        assert desk.entries()[0].reply_state == "queued"
        back = Sink()
        back.port = port
        with back:
            back.wait_for()
            entry = desk.wait_for("sent")[0]
        assert entry.reply_attempts >= 2
        assert len(back.mails) == 1


def test_a_refused_reply_is_kept_and_can_be_retried(tmp_path: Path, sink: Sink) -> None:
    with RunningDesk(make_settings(tmp_path, sink.port)) as desk:
        sink.says["RCPT"] = "550 5.1.1 no such user"
        desk.send()
        assert desk.wait_for("failed")[0].reply_error == "550 5.1.1 no such user"
        sink.says.clear()
        desk.thread.run(desk.store.retry(1, desk.store.now()))
        desk.wait_for("sent")


def test_what_was_left_is_done_after_the_next_start(tmp_path: Path, sink: Sink) -> None:
    settings = make_settings(tmp_path, sink.port)
    with Sink() as gone:
        away = make_settings(tmp_path, gone.port)
    with RunningDesk(away) as desk:
        desk.send()
        desk.wait_for("queued")
    with RunningDesk(settings) as desk:
        desk.thread.run(desk.store.retry(1, desk.store.now()))
        sink.wait_for()
    assert len(sink.mails) == 1


def test_stopping_waits_only_so_long_for_a_relay_that_hangs(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        settings = make_settings(tmp_path, port, relay={"timeout": 60}, listen={"drain": 0.2})
        with RunningDesk(settings) as desk:
            desk.send()
            silent.accept()
            began = time.monotonic()
            desk.stop()
            assert time.monotonic() - began < 5


def test_stopping_waits_only_so_long_for_a_client_that_hangs(tmp_path: Path, log: io.StringIO) -> None:
    with RunningDesk(make_settings(tmp_path, listen={"drain": 0.2})) as desk:
        client = desk.client()
        client.ehlo()
        client.mail(DANA)
        client.rcpt("consult@desk.example")
        client.docmd("DATA")
        client.send(MAIL)
        desk.stop()
        client.close()
    assert '"event": "cut-off"' in log.getvalue()
    with RunningDesk(make_settings(tmp_path)) as desk:
        assert desk.entries() == ()


def test_a_port_in_use_stops_the_start(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = make_settings(tmp_path, listen={"port": taken.getsockname()[1]})
        with pytest.raises(OSError, match="in use"), RunningDesk(settings):
            pass


def test_a_store_that_cannot_be_opened_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "desk.sqlite").write_bytes(b"long enough to be taken for a database, and none " * 99)
    with pytest.raises(StoreError, match="not a database"), RunningDesk(make_settings(tmp_path)):
        pass
    with pytest.raises(StoreError, match="exists"), RunningDesk(make_settings(tmp_path / "desk.sqlite")):
        pass
