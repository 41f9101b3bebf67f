"""One mail answered: what is handed to the consult function, and what becomes of what it says."""

import io
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from consultant.answer.disposition import Disposition
from consultant.mail.message import Counts, Envelope
from consultant.mail.outcome import Outcome
from tests.desk.helpers import DANA, MAIL, US, RunningDesk, answer, make_settings, wait_until


def test_consult_is_given_everything_it_decides_by(tmp_path: Path) -> None:
    given: list[Any] = []

    def consult(raw: bytes, envelope: Envelope, counts: Counts, message_id: str, now: datetime) -> Outcome:
        given.append((raw, envelope.mail_from, envelope.rcpt_to, counts))
        assert envelope.received_at.tzinfo == now.tzinfo == UTC
        assert now - envelope.received_at < timedelta(seconds=10)
        assert message_id.startswith("<")
        assert message_id.endswith("@desk.example>")
        return answer(DANA, message_id)

    with RunningDesk(make_settings(tmp_path), consult) as desk:
        desk.send()
        desk.wait_for("sent")
        desk.send(MAIL + b"And then?\r\n", to="consult+2@desk.example")
        desk.wait_for("sent", 2)
    assert given == [
        (MAIL, DANA, (US,), Counts()),
        (MAIL + b"And then?\r\n", DANA, ("consult+2@desk.example",), Counts(hour=1, day=1)),
    ]


def test_a_mail_that_breaks_us_is_held_and_the_rest_are_answered(tmp_path: Path, log: io.StringIO) -> None:
    def consult(raw: bytes, envelope: Envelope, counts: Counts, message_id: str, now: datetime) -> Outcome:
        if b"poison" in raw:
            raise ValueError(f"cannot read {raw!r}")
        return answer(DANA, message_id)

    with RunningDesk(make_settings(tmp_path), consult) as desk:
        desk.send(b"Subject: poison for Jane Doe\r\n\r\n")
        desk.send()
        desk.wait_for("sent")
        held = desk.wait_for("held")[0]
        assert held.number == 1
        assert held.held_because.startswith("ValueError at test_answering.py:")
    assert '"event": "held"' in log.getvalue()
    assert "Jane" not in log.getvalue()


def test_a_reply_under_another_message_id_is_our_mistake(tmp_path: Path) -> None:
    def consult(*_: Any) -> Outcome:
        return answer(DANA, "<made-up@desk.example>")

    with RunningDesk(make_settings(tmp_path), consult) as desk:
        desk.send()
        assert desk.wait_for("held")[0].held_because.startswith("ValueError at answering.py:")


def test_a_silence_is_recorded_with_its_reason(tmp_path: Path, log: io.StringIO) -> None:
    def consult(*_: Any) -> Outcome:
        return Outcome(disposition=Disposition.IGNORE, reason="mailing-list", evidence="List-Id")

    with RunningDesk(make_settings(tmp_path), consult) as desk:
        desk.send()
        entry = desk.wait_for("done")[0]
        assert (entry.disposition, entry.reason, entry.evidence) == ("ignore", "mailing-list", "List-Id")
        assert entry.reply_state is None
    assert '"reason": "mailing-list"' in log.getvalue()


def test_mail_is_taken_while_an_answer_takes_long(tmp_path: Path) -> None:
    go_on = threading.Event()

    def consult(raw: bytes, envelope: Envelope, counts: Counts, message_id: str, now: datetime) -> Outcome:
        assert go_on.wait(60)
        return answer(DANA, message_id)

    with RunningDesk(make_settings(tmp_path), consult) as desk:
        for number in range(5):
            desk.send(MAIL + b"%d\r\n" % number)
        assert len(desk.entries()) == 5
        assert not desk.thread.run(desk.store.status()).replies
        go_on.set()
        desk.wait_for("sent", 5)


def test_an_answer_that_outlives_its_lease_is_sent_once(tmp_path: Path, log: io.StringIO) -> None:
    """Another worker took the mail meanwhile; whoever records first is heard, the other is not."""
    first, calls = threading.Event(), []

    def consult(raw: bytes, envelope: Envelope, counts: Counts, message_id: str, now: datetime) -> Outcome:
        calls.append(1)
        if len(calls) == 1:
            first.wait(60)
        return answer(DANA, message_id)

    settings = make_settings(tmp_path)
    lease = timedelta(seconds=0.1)
    with (
        RunningDesk(settings, consult, lease=lease, busy_timeout=5) as slow,
        RunningDesk(settings, consult, lease=lease, busy_timeout=5) as quick,
    ):
        slow.send()
        quick.wait_for("sent")
        first.set()
        wait_until(lambda: "lease-lost" in log.getvalue())
        assert [entry.reply_attempts for entry in slow.entries()] == [1]
    assert len(list((tmp_path / "Maildir" / "new").iterdir())) == 1


def test_many_mails_at_once_are_each_answered_once(tmp_path: Path) -> None:
    count = 40
    with RunningDesk(make_settings(tmp_path)) as desk:
        threads = [
            threading.Thread(target=desk.send, args=(MAIL + b"%d\r\n" % number, f"{number}@clinic.example"))
            for number in range(count)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        entries = desk.wait_for("sent", count)
    assert len(entries) == len(list((tmp_path / "Maildir" / "new").iterdir())) == count
    assert {entry.attempts for entry in entries} == {1}
