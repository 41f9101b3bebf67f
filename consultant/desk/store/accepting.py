"""Mails that arrive together are stored together: what comes during one commit shares the next."""

import asyncio
from collections.abc import Callable
from functools import partial

from consultant.desk.store import arriving
from consultant.desk.store.arriving import Arrival
from consultant.desk.store.records import Accepted
from consultant.desk.store.runner import Runner, about_the_rows

MAILS = 64
OCTETS = 32 << 20
"""One commit holds no more than this."""

GATHER = 0.001
"""Seconds to wait for as many as came together the last time."""


Waiting = tuple[Arrival, "asyncio.Future[Accepted]"]


class Accepting:
    """Gathers arrivals for a runner, which is given `hands` batches at a time."""

    def __init__(self, runner: Runner, hands: int) -> None:
        self._runner = runner
        self._hands = hands
        self._waiting: list[Waiting] = []
        self._storing: set[asyncio.Task[None]] = set()
        self._busy = 0
        self._expected = 1
        self._gathered: asyncio.Future[None] | None = None

    async def accept(self, arrival: Arrival) -> Accepted:
        """Stored when this returns. Raises StoreError."""
        stored: asyncio.Future[Accepted] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrival, stored))
        if self._gathered is not None:
            if len(self._waiting) >= self._expected:
                _done(self._gathered)
        elif self._busy < self._hands:
            self._busy += 1
            task = asyncio.create_task(self._store())
            self._storing.add(task)
            task.add_done_callback(self._storing.discard)
        return await stored

    async def close(self) -> None:
        """Everything that was handed in is stored, or its sender told that it is not."""
        while self._storing:
            await asyncio.wait(self._storing)

    async def _store(self) -> None:
        try:
            while self._waiting and self._gathered is None:
                if len(self._waiting) < self._expected:
                    await self._gather()
                batch = self._take()
                self._expected = len(batch)
                if batch:
                    await self._together(batch)
        finally:
            # Here, as the task itself counts as done a moment later, when somebody may have come meanwhile.
            self._busy -= 1

    async def _gather(self) -> None:
        """Wait for as many as came together the last time; only one hand does so at a time."""
        loop = asyncio.get_running_loop()
        self._gathered = loop.create_future()
        enough = loop.call_later(GATHER, _done, self._gathered)
        try:
            await self._gathered
        finally:
            enough.cancel()
            self._gathered = None

    def _take(self) -> list[Waiting]:
        octets = count = 0
        for arrival, _ in self._waiting[:MAILS]:
            octets += len(arrival.raw)
            if count and octets > OCTETS:
                break
            count += 1
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        return batch

    async def _together(self, batch: list[Waiting]) -> None:
        try:
            operation: Callable[..., list[Accepted]] = partial(
                arriving.accept, arrivals=[arrival for arrival, _ in batch]
            )
            accepted = await self._runner.run(operation)
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to whoever waits for the result
            if len(batch) > 1 and about_the_rows(error):
                for (
                    one
                ) in batch:  # one of them spoiled it for all, or came by another door at the same moment
                    await self._together([one])
                return
            for _, stored in batch:
                if not stored.done():
                    stored.set_exception(error)
        else:
            for (_, stored), result in zip(batch, accepted, strict=True):
                if not stored.done():
                    stored.set_result(result)


def _done(waiting: "asyncio.Future[None]") -> None:
    if not waiting.done():
        waiting.set_result(None)
