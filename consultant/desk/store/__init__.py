"""The store: what survives a crash. Verbs, not queries; every one returns after its commit.

`inbox.py` and `outbox.py` hold the transactions, `operating.py` those of the operator, `writer.py` the one
thread they run in. Nothing here decides anything about mail.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from consultant.consult import Outcome
from consultant.desk.store import inbox, operating, outbox
from consultant.desk.store.database import migrate, open_engine, sqlite_file
from consultant.desk.store.outbox import NextTry
from consultant.desk.store.records import Accepted, Entry, Letter, Status, Task
from consultant.desk.store.writer import StoreError, T, Writer, reason
from consultant.mail.message import Counts, Envelope

__all__ = ["Accepted", "Entry", "Letter", "NextTry", "Status", "Store", "StoreError", "Task"]

LEASE = timedelta(seconds=30)
"""How long an answer may take; after a crash the mail it was taken from waits this long at most."""

PURGE_STEP = 500
"""So few at a time that a purge never keeps an arriving mail waiting."""


class Store:
    """Inbox and outbox on one database. `hostname` stands in the Message-IDs of replies."""

    def __init__(
        self,
        url: str,
        *,
        hostname: str,
        give_up: timedelta = timedelta(days=5),
        lease: timedelta = LEASE,
        busy_timeout: float = 5.0,
    ) -> None:
        self._url = url
        self._hostname = hostname
        self._give_up = give_up
        self._lease = lease
        self._busy_timeout = busy_timeout
        self._worker = uuid4().hex
        self._writer: Writer | None = None

    async def open(self, *, create: bool = True) -> None:
        """Connect and migrate. Without `create`, a store that is not there is an error."""
        file = sqlite_file(self._url)
        if file is not None:
            if not create and not file.exists():
                raise StoreError(f"no store at {file}")
            _make_private(file.parent)
        self._engine = open_engine(self._url, self._busy_timeout)
        try:
            await asyncio.to_thread(migrate, self._engine)
        except SQLAlchemyError as error:
            self._engine.dispose()
            raise StoreError(reason(error)) from error
        self._writer = Writer(self._engine)

    async def close(self) -> None:
        if self._writer is not None:
            await self._writer.close()
            self._engine.dispose()

    async def accept(self, envelope: Envelope, raw: bytes) -> Accepted:
        """Stored when this returns: now, and only now, may a 250 be said."""
        same = inbox.digest(envelope, raw)
        reply_id = f"<{uuid4().hex}@{self._hostname}>"
        return await self._run(
            partial(inbox.accept, envelope=envelope, raw=raw, same=same, reply_id=reply_id)
        )

    async def claim(self, now: datetime) -> Task | None:
        """The oldest mail that waits, ours until the lease runs out."""
        return await self._run(partial(inbox.claim, now=now, lease=self._lease, worker=self._worker))

    async def counts(self, sender: str, now: datetime) -> Counts:
        """Replies made for this sender in the last hour and day."""
        return await self._run(partial(outbox.counts, sender=sender, now=now))

    async def record(self, task: Task, outcome: Outcome, now: datetime) -> bool:
        """Outcome and reply in one transaction; False if the lease ran out and another has the mail."""
        return await self._run(
            partial(inbox.record, task=task, outcome=outcome, now=now, give_up=self._give_up)
        )

    async def hold(self, number: int, because: str) -> str | None:
        """Set aside what waits under this number: returns "mail", "reply" or None."""
        return await self._run(partial(operating.hold, number=number, because=because))

    async def release(self, number: int, now: datetime) -> str | None:
        """Let what was held go on: returns "mail", "reply" or None."""
        return await self._run(partial(operating.release, number=number, now=now, give_up=self._give_up))

    async def retry(self, number: int, now: datetime) -> str | None:
        """Have a queued or failed reply tried now: returns "reply" or None."""
        return await self._run(partial(operating.retry, number=number, now=now, give_up=self._give_up))

    async def due(self, now: datetime, next_try: NextTry) -> Letter | None:
        """The next reply to send, with this attempt and the next time already on disk."""
        return await self._run(partial(outbox.due, now=now, next_try=next_try))

    async def sent(self, number: int, now: datetime) -> None:
        """The relay took the reply."""
        await self._run(partial(outbox.sent, number=number, now=now))

    async def failed(self, letter: Letter, error: str, *, permanent: bool) -> str:
        """The relay did not take it: returns "queued" (it will be tried again) or "failed"."""
        return await self._run(partial(outbox.failed, letter=letter, error=error, permanent=permanent))

    async def give_up(self, now: datetime) -> list[int]:
        """Mark replies that are too old to be tried again; their numbers."""
        return await self._run(partial(outbox.give_up, now=now))

    async def purge(self, before: datetime) -> int:
        """Delete what was received before and needs nobody; how many."""
        total = 0
        while step := await self._run(partial(operating.purge, before=before, limit=PURGE_STEP)):
            total += step
        return total

    async def status(self) -> Status:
        return await self._run(operating.status)

    async def entries(self, state: str | None = None, limit: int = 50) -> tuple[Entry, ...]:
        return await self._run(partial(operating.entries, state=state, limit=limit))

    async def entry(self, number: int) -> Entry | None:
        return await self._run(partial(operating.entry, number=number))

    async def letters(self, number: int) -> tuple[bytes | None, bytes | None]:
        """The octets of a mail and of its reply."""
        return await self._run(partial(operating.letters, number=number))

    async def _run(self, operation: Callable[[Connection], T]) -> T:
        if self._writer is None:
            raise StoreError("the store is not open")
        return await self._writer.run(operation)


def _make_private(folder: Path) -> None:
    """What people wrote is nobody else's to read."""
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: {(error.strerror or str(error)).lower()}") from error
