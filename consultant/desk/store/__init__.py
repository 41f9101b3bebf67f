"""The store: what survives a crash. Verbs, not queries; every one returns after its commit.

`arriving.py`, `inbox.py` and `outbox.py` hold the transactions, `operating.py` those of the operator,
`chores.py` those of the clock. They are the same for both databases; `writer.py` runs them on SQLite,
`pool.py` on PostgreSQL.
Nothing here decides anything about mail.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from consultant.desk.crashing import crash_point
from consultant.desk.store import arriving, chores, inbox, opening, operating, outbox
from consultant.desk.store.accepting import Accepting
from consultant.desk.store.arriving import Arrival
from consultant.desk.store.clock import Clock
from consultant.desk.store.database import is_postgresql
from consultant.desk.store.outbox import NextTry
from consultant.desk.store.records import Accepted, Backlog, Entry, Letter, Status, Task
from consultant.desk.store.runner import Bell, Operation, Runner, StoreError, T
from consultant.mail.marks import marks
from consultant.mail.message import Counts, Envelope, Reply
from consultant.mail.outcome import Outcome

__all__ = [
    "Accepted",
    "Backlog",
    "Bell",
    "Entry",
    "Letter",
    "NextTry",
    "Status",
    "Store",
    "StoreError",
    "Task",
]

LEASE = timedelta(seconds=60)
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
        self._runner: Runner | None = None
        self.now = Clock()

    @property
    def shared(self) -> bool:
        """Other machines may use it too."""
        return is_postgresql(self._url)

    def bell(self, heard: Callable[[str], None]) -> Bell | None:
        """What other desks on this store are woken by, and wake us by; None if there cannot be any."""
        if not self.shared:
            return None
        # Imported here, so that a desk on SQLite starts without it.
        from consultant.desk.store.postgresql_bell import PostgresqlBell

        return PostgresqlBell(self._url, heard)

    async def open(self, *, create: bool = True) -> None:
        """Connect and migrate. Without `create`, a store that is not there is an error."""
        if self.shared:
            self._runner = await opening.postgresql(self._url, create)
        else:
            self._runner = await opening.sqlite(self._url, self._busy_timeout, create)
        self._accepting = Accepting(self._runner, hands=2 if self.shared else 1)
        await self.keep_time()

    async def close(self) -> None:
        if self._runner is not None:
            await self._accepting.close()
            await self._runner.close()

    async def keep_time(self) -> None:
        """Set our clock by the one that all machines of this store share."""
        if self.shared:
            asked = self.now.ticks()
            self.now.set(await self._run(chores.time), asked)

    async def accept(self, envelope: Envelope, raw: bytes) -> Accepted:
        """Stored when this returns: now, and only now, may a 250 be said."""
        if self._runner is None:
            raise StoreError("the store is not open")
        crash_point("before-accept")
        same = arriving.digest(envelope, raw)
        accepted = await self._accepting.accept(
            Arrival(envelope, raw, same, self._new_reply_id(), marks(raw))
        )
        crash_point("after-accept")
        return accepted

    async def claim(self, now: datetime) -> Task | None:
        """The oldest mail that waits, ours until the lease runs out."""
        task = await self._run(partial(inbox.claim, now=now, lease=self._lease, worker=self._worker), True)
        if task is not None:
            crash_point("after-claim")
        return task

    async def counts(self, sender: str, now: datetime) -> Counts:
        """Replies made for this sender in the last hour and day."""
        return await self._run(partial(outbox.counts, sender=sender, now=now), True)

    async def crashed(self, task: Task, again: datetime, most: int, because: str) -> str | None:
        """Who was answering it died: "received" (it waits for another), "held", or None (no longer ours)."""
        return await self._run(partial(inbox.crashed, task=task, again=again, most=most, because=because))

    async def record(self, task: Task, outcome: Outcome, now: datetime) -> bool:
        """Outcome and reply in one transaction; False if the lease ran out and another has the mail."""
        ours = await self._run(
            partial(inbox.record, task=task, outcome=outcome, now=now, give_up=self._give_up)
        )
        crash_point("after-record")
        return ours

    async def defer(self, task: Task, until: datetime, because: str) -> bool:
        """Not now, but then; False if the lease ran out and another has the mail."""
        return await self._run(partial(inbox.defer, task=task, until=until, because=because))

    async def excuse(self, task: Task, reply: Reply, now: datetime) -> bool:
        """Queue a letter for a mail that stays held; False if one was queued before."""
        return await self._run(partial(inbox.excuse, task=task, reply=reply, now=now, give_up=self._give_up))

    async def hold(self, number: int, because: str) -> str | None:
        """Set aside what waits under this number: returns "mail", "reply" or None."""
        return await self._run(partial(operating.hold, number=number, because=because))

    async def release(self, number: int, now: datetime) -> str | None:
        """Let what was held go on: returns "mail", "reply" or None."""
        return await self._run(
            partial(
                operating.release,
                number=number,
                now=now,
                give_up=self._give_up,
                reply_id=self._new_reply_id(),
            )
        )

    async def retry(self, number: int, now: datetime) -> str | None:
        """Have a queued or failed reply tried now: returns "reply" or None."""
        return await self._run(partial(operating.retry, number=number, now=now, give_up=self._give_up))

    async def due(self, now: datetime, next_try: NextTry) -> Letter | None:
        """The next reply to send, with this attempt and the next time already on disk."""
        letter = await self._run(partial(outbox.due, now=now, next_try=next_try), True)
        if letter is not None:
            crash_point("after-due")
        return letter

    async def sent(self, number: int, now: datetime) -> None:
        """The relay took the reply."""
        await self._run(partial(outbox.sent, number=number, now=now), True)
        crash_point("after-sent")

    async def failed(self, letter: Letter, error: str, *, permanent: bool) -> str:
        """The relay did not take it: returns "queued" (it will be tried again) or "failed"."""
        return await self._run(partial(outbox.failed, letter=letter, error=error, permanent=permanent))

    async def give_up(self, now: datetime) -> list[int]:
        """Mark replies that are too old to be tried again; their numbers."""
        return await self._run(partial(outbox.give_up, now=now))

    async def turn(self, chore: str, now: datetime, every: timedelta) -> bool:
        """Whether this chore is ours to do now; of all desks on the store only one is told so."""
        return await self._run(partial(chores.turn, name=chore, now=now, every=every))

    async def try_writing(self, now: datetime) -> None:
        """Raises StoreError when nothing can be written just now."""
        await self.turn("try", now, timedelta())

    async def mend(self, now: datetime, longest: timedelta) -> int:
        """Make due what a clock that was put back has put off; how many. `longest` is the longest wait."""
        mails = await self._run(partial(chores.mend, now=now, lease=self._lease))
        return mails + await self._run(partial(outbox.mend, now=now, longest=longest))

    async def purge(self, before: datetime) -> int:
        """Delete what was received before and needs nobody; how many."""
        total = 0
        while step := await self._run(partial(operating.purge, before=before, limit=PURGE_STEP)):
            total += step
        return total

    async def waiting(self, most: int) -> int:
        """How many mails wait for their answer; counted no further than `most`."""
        return await self._read(partial(operating.waiting, most=most))

    async def backlog(self) -> Backlog:
        return await self._read(operating.backlog)

    async def status(self) -> Status:
        return await self._read(operating.status)

    async def entries(self, state: str | None = None, limit: int = 50) -> tuple[Entry, ...]:
        return await self._read(partial(operating.entries, state=state, limit=limit))

    async def entry(self, number: int) -> Entry | None:
        return await self._read(partial(operating.entry, number=number))

    async def letters(self, number: int) -> tuple[bytes | None, bytes | None]:
        """The octets of a mail and of its reply."""
        return await self._read(partial(operating.letters, number=number))

    def _new_reply_id(self) -> str:
        return f"<{uuid4().hex}@{self._hostname}>"

    async def _run(self, operation: Operation[T], apart: bool = False) -> T:
        if self._runner is None:
            raise StoreError("the store is not open")
        return await self._runner.run(operation, apart=apart)

    async def _read(self, operation: Operation[T]) -> T:
        if self._runner is None:
            raise StoreError("the store is not open")
        return await self._runner.read(operation)
