"""Desks on one PostgreSQL wake each other: LISTEN and NOTIFY on a connection of its own.

Beside the commits and not in them, because PostgreSQL lets only one transaction that notifies commit at a
time. A ring that is lost costs nothing but the time until the next look.
"""

import asyncio
from collections.abc import Callable

from consultant.desk import maillog
from consultant.desk.store.pool import TROUBLE, connect
from consultant.desk.store.runner import EVERYTHING, reason

CHANNEL = "consultant"
PAUSE = 1.0
"""Seconds before connecting again."""

BREATH = 0.002
"""Seconds between two rings; what is rung meanwhile is rung once."""


class PostgresqlBell:
    """A Bell. `heard` is told the word that another desk has rung."""

    def __init__(self, url: str, heard: Callable[[str], None]) -> None:
        self._url = url
        self._heard = heard
        self._unsaid: set[str] = set()
        self._something = asyncio.Event()

    def start(self) -> None:
        self._task = asyncio.create_task(self._keep())

    def ring(self, word: str) -> None:
        """Tell all others, soon."""
        self._unsaid.add(word)
        self._something.set()

    async def stop(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _keep(self) -> None:
        while True:
            try:
                await self._converse()
            except TROUBLE as error:
                maillog.store_unready(reason(error))
            await asyncio.sleep(PAUSE)

    async def _converse(self) -> None:
        connection = await connect(self._url)
        try:
            connection.add_termination_listener(lambda _: self._something.set())
            own = connection.get_server_pid()
            await connection.add_listener(
                CHANNEL, lambda _, pid, __, word: None if pid == own else self._heard(str(word))
            )
            self._heard(EVERYTHING)  # whatever was rung before we listened
            while not connection.is_closed():
                await self._something.wait()
                self._something.clear()
                words, self._unsaid = self._unsaid, set()
                for word in words:
                    await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, word)
                await asyncio.sleep(BREATH)
        finally:
            connection.terminate()
