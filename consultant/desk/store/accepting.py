"""Mails that arrive together are stored together: what comes during one commit shares the next."""

import asyncio
from collections.abc import Callable
from functools import partial

from consultant.desk.store import inbox
from consultant.desk.store.inbox import Arrival
from consultant.desk.store.records import Accepted
from consultant.desk.store.runner import Runner, about_the_rows

MAILS = 64
OCTETS = 32 << 20
"""One commit holds no more than this."""

GATHER = 0.001
"""Seconds to wait for as many as came together the last time."""


class Accepting:
    """Gathers arrivals for a runner."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._waiting: list[tuple[Arrival, asyncio.Future[Accepted]]] = []
        self._storing: asyncio.Task[None] | None = None
        self._expected = 1
        self._gathered: asyncio.Future[None] | None = None

    async def accept(self, arrival: Arrival) -> Accepted:
        """Stored when this returns. Raises StoreError."""
        stored: asyncio.Future[Accepted] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrival, stored))
        if self._gathered is not None and len(self._waiting) >= self._expected:
            _done(self._gathered)
        if self._storing is None:
            self._storing = asyncio.create_task(self._store())
        return await stored

    async def close(self) -> None:
        """Everything that was handed in is stored, or its sender told that it is not."""
        if self._storing is not None:
            await self._storing

    async def _store(self) -> None:
        try:
            while self._waiting:
                if len(self._waiting) < self._expected:
                    await self._gather()
                batch = self._take()
                self._expected = len(batch)
                await self._together(batch)
        finally:
            self._storing = None

    async def _gather(self) -> None:
        loop = asyncio.get_running_loop()
        self._gathered = loop.create_future()
        enough = loop.call_later(GATHER, _done, self._gathered)
        await self._gathered
        enough.cancel()
        self._gathered = None

    def _take(self) -> list[tuple[Arrival, "asyncio.Future[Accepted]"]]:
        octets = count = 0
        for arrival, _ in self._waiting[:MAILS]:
            octets += len(arrival.raw)
            if count and octets > OCTETS:
                break
            count += 1
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        return batch

    async def _together(self, batch: list[tuple[Arrival, "asyncio.Future[Accepted]"]]) -> None:
        try:
            operation: Callable[..., list[Accepted]] = partial(
                inbox.accept, arrivals=[arrival for arrival, _ in batch]
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
