"""More than there is room for: told so politely, within bounds, and taken later."""

import asyncio
import io
import smtplib
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from consultant.desk import maillog
from consultant.desk.room import Room
from consultant.desk.store import Store
from tests.desk.helpers import (
    DANA,
    MAIL,
    NOON,
    US,
    RunningDesk,
    Sink,
    consult_kindly,
    make_settings,
    wait_until,
)
from tests.desk.processes import Load, Process, counted, started
from tests.desk.stores import Place, answered, envelope, in_store


@contextmanager
def idle(port: int, count: int) -> Iterator[list[bytes]]:
    """So many clients that connect and say nothing; the first octets each was told."""
    with ExitStack() as stack:
        clients = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            for _ in range(count)
        ]
        yield [client.recv(200) for client in clients]


def resident(process: Process) -> int:
    """MB of memory."""
    words = Path(f"/proc/{process.popen.pid}/status").read_text().split("VmRSS:")[1].split()
    return int(words[0]) // 1024


def taken(desk: Process) -> bool:
    """Is a mail taken now? The places of clients that went are free a moment later."""
    with suppress(smtplib.SMTPConnectError):
        return desk.send() == b"2.0.0 Stored as 1"
    return False


def test_idle_clients_beyond_the_limit_are_sent_away_and_the_rest_is_served(
    tmp_path: Path, sink: Sink
) -> None:
    with started(tmp_path / "data", sink, listen={"connections": 50}) as desk:
        before = resident(desk)
        with idle(desk.port, 500) as greetings:
            told = [greeting[:3] for greeting in greetings]
            assert (told.count(b"220"), told.count(b"421")) == (50, 450)
            assert resident(desk) - before < 30
        wait_until(lambda: taken(desk))
        sink.wait_for(1)


def test_many_senders_at_once_are_all_served(tmp_path: Path, sink: Sink) -> None:
    with started(tmp_path / "data", sink) as desk:
        with Load([desk.port], clients=100) as load:
            wait_until(lambda: len(load.accepted) >= 300, 120)
        assert counted(sink, load.accepted) == 0


def test_a_full_queue_is_a_452_until_there_is_room(tmp_path: Path, log: io.StringIO) -> None:
    slow = make_settings(tmp_path, listen={"queue": 3})

    def consult(*arguments: Any) -> Any:
        while not go_on:
            time.sleep(0.01)
        return consult_kindly(*arguments)

    go_on: list[bool] = []
    with RunningDesk(slow, consult) as desk:
        for number in range(3):
            desk.send(MAIL + b"%d\r\n" % number)
        desk.thread.run(desk.desk._room.look())
        with pytest.raises(smtplib.SMTPSenderRefused, match="too many mails are waiting") as refused:
            desk.send(MAIL + b"one too many\r\n")
        assert refused.value.smtp_code == 452
        go_on.append(True)
        desk.wait_for("sent", 3)
        desk.thread.run(desk.desk._room.look())
        desk.send(MAIL + b"one too many\r\n")
        desk.wait_for("sent", 4)
    assert '"why": "too many mails are waiting"' in log.getvalue()


def test_a_disk_nearly_full_is_a_452(tmp_path: Path) -> None:
    with RunningDesk(make_settings(tmp_path, listen={"free_disk": 1 << 40})) as desk:
        with pytest.raises(smtplib.SMTPSenderRefused) as refused:
            desk.send()
        assert (refused.value.smtp_code, b"disk" in refused.value.smtp_error) == (452, True)


def test_a_store_that_is_away_does_not_close_the_door() -> None:
    room = Room(Store("sqlite:///nowhere", hostname="desk.example"), 3, 0, Path("/"))
    asyncio.run(room.look())
    assert room.refusal() is None


def test_mails_on_their_way_in_share_a_budget(tmp_path: Path) -> None:
    with RunningDesk(make_settings(tmp_path, listen={"memory": 65_536})) as desk:
        with desk.client() as client, pytest.raises(smtplib.SMTPDataError) as refused:
            client.sendmail(DANA, [US], MAIL + b"x" * 200 + b"\r\n" + b"y" * 90_000)
        assert refused.value.smtp_code == 452
        desk.send()


def test_taking_mail_does_not_wait_for_answers(place: Place) -> None:
    """With a long queue a mail is stored as before, the length and the age of the queue can be seen."""

    async def use(store: Store) -> None:
        for number in range(300):
            await store.accept(envelope(), MAIL + b"%d" % number)
        backlog = await store.backlog()
        assert (backlog.waiting, backlog.waiting_since) == (300, NOON)
        assert await store.waiting(100) == 100
        task = await store.claim(NOON)
        assert task is not None
        assert task.number == 1

    in_store(place, use)


class Jumping:
    """A clock that is put forward and back."""

    def __init__(self) -> None:
        self.by = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(NOON.tzinfo) + self.by


@pytest.mark.parametrize("days", [2, -2])
def test_a_clock_that_jumps_delays_nothing_and_doubles_nothing(
    tmp_path: Path, sink: Sink, log: io.StringIO, days: int
) -> None:
    maillog.configure("json", log)
    clock = Jumping()
    with RunningDesk(make_settings(tmp_path, sink.port), clock=clock) as desk, Load([desk.port]) as load:
        for by in (0, days, 0):
            clock.by = timedelta(days=by)
            seen = len(load.accepted)
            wait_until(lambda seen=seen: len(load.accepted) > seen + 10)  # type: ignore[misc]
        load.finish()
        # What was taken or tried at a time to come is mended by the sweep, which comes every minute.
        desk.thread.run(desk.store.mend(clock(), timedelta(hours=5)))
        assert counted(sink, load.accepted) == 0


def test_a_chore_is_done_once_for_all_desks(shared_place: Place) -> None:
    async def use(store: Store) -> None:
        others = [Store(shared_place.url, hostname="desk.example") for _ in range(3)]
        for other in others:
            await other.open()
        try:
            every = timedelta(seconds=30)
            for minute in range(3):
                now = NOON + minute * timedelta(minutes=1)
                turns = await asyncio.gather(*(each.turn("sweep", now, every) for each in [store, *others]))
                assert sum(turns) == 1
        finally:
            for other in others:
                await other.close()

    in_store(shared_place, use)


def test_a_sender_that_lost_our_250_is_answered_once(place: Place) -> None:
    async def use(store: Store) -> None:
        task = await answered(store)
        for _ in range(3):
            again = await store.accept(envelope(), MAIL)
            assert (again.number, again.again) == (task.number, True)
        assert await store.claim(NOON + timedelta(hours=1)) is None

    in_store(place, use)
