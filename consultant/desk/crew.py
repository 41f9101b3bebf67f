"""The processes that answer. A mail that crashes one, or keeps it for ever, harms no other mail."""

import asyncio
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from consultant.desk import maillog
from consultant.desk.answering import Consult, Mistake, WorkerDied, arguments
from consultant.desk.crashing import crash_point
from consultant.desk.crew_member import LENGTH, Failure
from consultant.desk.store import Task
from consultant.mail.outcome import Outcome

PAUSE = 1.0
"""Seconds before another process is started in place of one that could not start."""

STARTING = 60.0


class CrewError(Exception):
    """The crew cannot start; the sentence says why."""


class Member:
    """One process."""

    def __init__(self, make: Callable[[], Consult]) -> None:
        self._make = make

    async def start(self) -> None:
        """Returns when it can answer. Raises CrewError with the sentence of what does not fit."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "consultant.desk.crew_member"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            why = await self.ask(self._make, STARTING)
        except WorkerDied as error:
            raise CrewError(f"a process that answers could not start: {error}") from error
        if why is not None:
            await self.end()
            raise CrewError(why)

    async def ask(self, what: Any, seconds: float) -> Any:
        """Its answer. Raises WorkerDied, and then it is dead for certain."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        packed = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
        try:
            async with asyncio.timeout(seconds):
                self._process.stdin.write(LENGTH.pack(len(packed)) + packed)
                head = await self._process.stdout.readexactly(LENGTH.size)
                return pickle.loads(await self._process.stdout.readexactly(LENGTH.unpack(head)[0]))
        except TimeoutError:
            await self.end()
            raise WorkerDied(f"took longer than {seconds:g} seconds") from None
        except (OSError, EOFError):
            raise WorkerDied(f"ended with {await self._code()}") from None
        except asyncio.CancelledError:
            # Its answer would be taken for that of the next mail.
            await self.end()
            raise

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def ended(self) -> None:
        """Returns when it has ended."""
        await self._process.wait()

    async def end(self) -> None:
        """Kill it."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._bury()

    async def _code(self) -> str:
        """How it ended. Killing what has ended would lose that."""
        try:
            async with asyncio.timeout(1):
                code = await self._bury()
        except TimeoutError:  # it closed its pipe, and lives
            await self.end()
            return "silence"
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    async def _bury(self) -> int:
        code = await self._process.wait()
        assert self._process.stdin is not None
        self._process.stdin.close()  # or its end of the pipe is kept as long as the desk runs
        return code


class Crew:
    """So many processes; each mail goes to one that is free. `make` is called in each of them."""

    def __init__(self, make: Callable[[], Consult], size: int, seconds: float) -> None:
        self._make = make
        self._size = size
        self._seconds = seconds
        self._free: asyncio.LifoQueue[Member] = asyncio.LifoQueue()
        self._watching: set[asyncio.Task[None]] = set()
        self.alive = 0

    @property
    def size(self) -> int:
        return self._size

    async def start(self) -> None:
        """Returns when all can answer. Raises CrewError."""
        members = [Member(self._make) for _ in range(self._size)]
        started = await asyncio.gather(*(each.start() for each in members), return_exceptions=True)
        for each, error in zip(members, started, strict=True):
            if error is None:
                self._join(each)
        if failed := next((error for error in started if error is not None), None):
            await self.stop()
            raise failed

    async def decide(self, task: Task, now: datetime, unread: str = "") -> Outcome:
        """What becomes of a mail. Raises WorkerDied, or Mistake."""
        member = await self._free.get()
        while not member.alive:  # it died while it had nothing to do, which is no mail's fault
            member = await self._free.get()
        crash_point("before-consult")
        found = await member.ask(arguments(task, now, unread), self._seconds)
        self._free.put_nowait(member)
        crash_point("after-consult")
        if isinstance(found, Failure):
            raise Mistake(found.kind, found.place)
        assert isinstance(found, Outcome)
        return found

    async def stop(self) -> None:
        for task in self._watching:
            task.cancel()
        while not self._free.empty():
            await self._free.get_nowait().end()
        self.alive = 0

    def _join(self, member: Member) -> None:
        self.alive += 1
        self._free.put_nowait(member)
        task = asyncio.create_task(self._replace(member))
        self._watching.add(task)
        task.add_done_callback(self._watching.discard)

    async def _replace(self, member: Member) -> None:
        """Wait for the end of one, however it comes, and start another."""
        await member.ended()
        self.alive -= 1
        while True:
            member = Member(self._make)
            try:
                await member.start()
            except CrewError as error:
                maillog.crew_short(str(error))
                await asyncio.sleep(PAUSE)
            except OSError as error:
                maillog.crew_short(error.strerror or "")
                await asyncio.sleep(PAUSE)
            else:
                self._join(member)
                return
