"""The processes that answer: one dies, the mail does not."""

import asyncio
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from consultant.config.reading import ConfigError
from consultant.desk.answering import CRASHES, Consult
from consultant.desk.crew import Crew, CrewError
from tests.desk.helpers import MAIL, RunningDesk, Sink, make_settings, wait_until
from tests.desk.minds import excusing, kindly


@contextmanager
def crew_of(folder: Path, sink: Sink, size: int = 1, seconds: float = 10) -> Iterator[RunningDesk]:
    settings = make_settings(folder, sink.port)
    desk = RunningDesk(settings, None, crew=Crew(kindly, size, seconds))  # type: ignore[arg-type]
    with desk:
        yield desk


def children() -> list[int]:
    shown = subprocess.run(["pgrep", "-P", str(os.getpid())], capture_output=True, text=True, check=False)
    return [int(word) for word in shown.stdout.split() if b"crew_member" in _command(int(word))]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def events(log: io.StringIO, name: str) -> list[dict[str, Any]]:
    return [event for line in log.getvalue().splitlines() if (event := json.loads(line))["event"] == name]


def test_a_mail_that_kills_its_process_three_times_is_held_and_the_rest_are_answered(
    tmp_path: Path, sink: Sink, log: io.StringIO
) -> None:
    with crew_of(tmp_path, sink) as desk:
        desk.send(MAIL + b"poison\r\n", sender="kim@clinic.example")
        for number in range(5):
            desk.send(MAIL + b"%d\r\n" % number)
        sink.wait_for(5)
        held = desk.wait_for("held")[0]
        desk.send(MAIL + b"afterwards\r\n")
        sink.wait_for(6)
    assert (held.number, held.crashes, held.held_because) == (1, CRASHES, "ended with signal 9")
    assert len(events(log, "crashed")) == CRASHES - 1
    assert len(sink.mails) == 6


def test_a_mail_that_takes_for_ever_costs_its_process_and_nothing_else(tmp_path: Path, sink: Sink) -> None:
    with crew_of(tmp_path, sink, seconds=0.2) as desk:
        desk.send(MAIL + b"endless\r\n")
        desk.send(MAIL)
        sink.wait_for(1)
        assert desk.wait_for("held")[0].held_because == "took longer than 0.2 seconds"


@pytest.mark.parametrize(
    ("word", "why"),
    [
        (b"endless", b"reading it took longer than 2 seconds"),
        (b"poison", b"reading it ended with signal 9"),
        (b"greedy", b"reading it took too much memory"),
    ],
)
def test_who_sent_what_cannot_be_read_is_told(tmp_path: Path, sink: Sink, word: bytes, why: bytes) -> None:
    crew = Crew(excusing, 1, 2)
    with RunningDesk(make_settings(tmp_path, sink.port), None, crew=crew) as desk:  # type: ignore[arg-type]
        desk.send(MAIL + word + b"\r\n")
        held = desk.wait_for("held")[0]
        assert why in sink.wait_for(1)[0][2]
        desk.wait_for("sent")
        assert len(sink.mails) == 1
        assert desk.entries()[0].held_because == held.held_because


@pytest.mark.parametrize(("word", "kind"), [(b"mistake", "KeyError"), (b"greedy", "MemoryError")])
def test_a_mistake_is_told_by_kind_and_place_and_the_process_goes_on(
    tmp_path: Path, sink: Sink, log: io.StringIO, word: bytes, kind: str
) -> None:
    with crew_of(tmp_path, sink) as desk:
        before = children()
        desk.send(MAIL + word + b"\r\n")
        held = desk.wait_for("held")[0]
        desk.send(MAIL)
        sink.wait_for(1)
        assert children() == before
    assert held.held_because.startswith(f"{kind} at minds.py:")
    assert "words of the mail" not in log.getvalue()


def test_one_that_is_killed_is_replaced_and_its_mail_goes_to_another(tmp_path: Path, sink: Sink) -> None:
    with crew_of(tmp_path, sink, size=2) as desk:
        first = children()
        assert len(first) == 2
        os.kill(first[0], 9)
        for number in range(8):
            desk.send(MAIL + b"%d\r\n" % number)
        sink.wait_for(8)
        wait_until(lambda: len(set(children()) - {first[0]}) == 2)
        assert desk.thread.run(desk.store.status()).mails == {"done": 8}
    assert children() == []


def unfit() -> Consult:
    raise ConfigError("config/knowledge: something does not fit.")


def gone() -> Consult:
    os._exit(7)


@pytest.mark.parametrize(
    ("make", "sentence"), [(unfit, "does not fit"), (gone, "could not start: ended with exit code 7")]
)
def test_a_crew_that_cannot_start_says_why(make: Callable[[], Consult], sentence: str) -> None:
    async def run() -> None:
        with pytest.raises(CrewError, match=sentence):
            await Crew(make, 2, 5).start()

    asyncio.run(run())
    assert children() == []


def test_no_process_outlives_a_desk_that_is_killed() -> None:
    desk = (
        "import asyncio\nfrom consultant.desk.crew import Crew\nfrom tests.desk.minds import kindly\n"
        "async def run():\n    await Crew(kindly, 1, 5).start()\n    print('up', flush=True)\n"
        "    await asyncio.sleep(60)\nasyncio.run(run())\n"
    )
    with subprocess.Popen([sys.executable, "-c", desk], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        child = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=True)
        process.kill()
    wait_until(lambda: not Path(f"/proc/{int(child.stdout)}").exists())
