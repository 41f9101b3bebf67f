"""A loop that does one thing at a time while there is any, and sleeps until it is woken."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from consultant.desk import maillog
from consultant.desk.store import StoreError

One = Callable[[], Awaitable[bool]]
"""Does one piece of work; False if there was none."""

PAUSE = 1.0
"""Seconds before asking a store again that was not ready."""


class Loop:
    """As many hands as there are `ones`."""

    def __init__(self, ones: Sequence[One]) -> None:
        self._ones = ones
        self._bell = asyncio.Semaphore(0)
        self._stopping = False
        self._hands: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._hands = [asyncio.create_task(self._work(one)) for one in self._ones]

    def wake(self) -> None:
        """Rouse one sleeping hand; if none sleeps, the next to fall asleep looks once more."""
        if self._bell.locked():
            self._bell.release()

    async def stop(self, seconds: float) -> None:
        """Finish what is being done, within the time given; what waits stays in the store."""
        self._stopping = True
        for _ in self._hands:
            self._bell.release()
        if self._hands:
            _, pending = await asyncio.wait(self._hands, timeout=seconds)
            for hand in pending:
                hand.cancel()
            await asyncio.gather(*pending, return_exceptions=True)

    async def _work(self, one: One) -> None:
        while not self._stopping:
            try:
                busy = await one()
            except StoreError as error:
                maillog.store_unready(error)
                await asyncio.sleep(PAUSE)
                continue
            except Exception as error:  # noqa: BLE001 - our mistake, outside any one mail: a dead loop would be silent
                maillog.mistake("loop", error)
                await asyncio.sleep(PAUSE)
                continue
            if not busy and not self._stopping:
                await self._bell.acquire()
