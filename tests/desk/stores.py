"""A store for a test on either database, and a mail or a reply in it."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import asyncpg
from sqlalchemy.engine import make_url

from consultant.desk.store import Letter, Store, Task
from consultant.mail.message import Envelope
from tests.desk.helpers import DANA, MAIL, NOON, US, answer

DATABASES = ("sqlite", "postgresql")
MINUTE = timedelta(minutes=1)
Use = Callable[[Store], Awaitable[None]]


class Place:
    """Where a store is, and a way in beside it."""

    def __init__(self, url: str) -> None:
        self.url = url

    @property
    def shared(self) -> bool:
        return self.url.startswith("postgresql:")

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        """Run a statement as somebody else would; its rows."""
        if self.shared:
            return asyncio.run(self._postgresql(statement))
        with sqlite3.connect(str(make_url(self.url).database)) as connection:
            return list(connection.execute(statement))

    def sql_beside(self, statement: str) -> list[tuple[object, ...]]:
        """The same while an event loop is running in this thread."""
        with ThreadPoolExecutor(1) as other:
            return other.submit(self.sql, statement).result()

    async def _postgresql(self, statement: str) -> list[tuple[object, ...]]:
        connection = await asyncpg.connect(self.url)
        try:
            return [tuple(row) for row in await connection.fetch(statement)]
        finally:
            await connection.close()


def in_store(place: Place | Path, use: Use, **options: object) -> None:
    """Open the store at `place`, use it, close it."""
    url = place.url if isinstance(place, Place) else f"sqlite:///{place}"

    async def run() -> None:
        store = Store(url, hostname="desk.example", busy_timeout=0.2, **options)
        await store.open()
        try:
            await use(store)
        finally:
            await store.close()

    asyncio.run(run())


def envelope(sender: str = DANA, to: tuple[str, ...] = (US,)) -> Envelope:
    return Envelope(mail_from=sender, rcpt_to=to, received_at=NOON)


async def answered(store: Store, sender: str = DANA, raw: bytes = MAIL) -> Task:
    """A mail accepted and answered at noon; its reply waits."""
    await store.accept(envelope(sender), raw)
    task = await store.claim(NOON)
    assert task is not None
    assert await store.record(task, answer(sender, task.reply_id), NOON)
    return task


async def due(store: Store, minutes: float = 0) -> Letter | None:
    return await store.due(NOON + minutes * MINUTE, lambda attempt: attempt * MINUTE)
