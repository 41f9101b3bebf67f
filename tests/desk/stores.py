"""A store for a test, and a mail or a reply in it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from consultant.desk.store import Letter, Store, Task
from consultant.mail.message import Envelope
from tests.desk.helpers import DANA, MAIL, NOON, US, answer

MINUTE = timedelta(minutes=1)
Use = Callable[[Store], Awaitable[None]]


def in_store(path: Path, use: Use, **options: object) -> None:
    """Open the store at `path`, use it, close it."""

    async def run() -> None:
        store = Store(f"sqlite:///{path}", hostname="desk.example", busy_timeout=0.2, **options)
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
