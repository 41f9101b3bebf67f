"""One mail answered: taken from the store, decided, and the outcome stored together with its reply."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from consultant.desk import maillog
from consultant.desk.proof.undecided import Undecided
from consultant.desk.schema import HELD
from consultant.desk.store import Store, StoreError, Task
from consultant.mail.bounce import ReturnPaths
from consultant.mail.message import Authentication, Envelope
from consultant.mail.outcome import Outcome

Clock = Callable[[], datetime]

Consult = Callable[..., Outcome]
"""The mail's octets, its envelope, what its sender was sent lately, the reply's Message-ID, the time; where
there is any: why only the header is given, and what the sender asked before (`Consultant.consult`)."""


class Decide(Protocol):
    """The same for a task, by whoever can. Raises WorkerDied when who was at it did not come to an end.

    `unread`: only this much of the mail is given, and why.
    """

    def __call__(self, task: Task, now: datetime, unread: str = "") -> Awaitable[Outcome]: ...


Authenticate = Callable[[bytes, Envelope], Awaitable[Authentication]]
"""What is proven about the sender of these octets. Raises Undecided while DNS gives no answer."""

ASK_AGAIN, PATIENCE = timedelta(minutes=5), timedelta(hours=4)
"""How soon DNS is asked again, and how long a mail waits for its answers; then nothing is proven."""

CRASHES = 3
"""A mail that has ended so many processes is held."""

TAKINGS = 20
"""A mail taken so often and never brought to an end is held, whatever the reason."""

AGAIN = timedelta(seconds=1)
"""The wait after the first crash; the second waits twice as long."""


HEAD = 65_536
"""Octets of a header that are looked at when the rest of a mail cannot be read."""


class WorkerDied(Exception):
    """The process that was answering a mail died, or took too long and was ended."""


class Mistake(Exception):
    """An error of ours in another process."""

    def __init__(self, kind: str, place: str) -> None:
        super().__init__(kind, place)
        self.kind = kind
        self.place = place


@dataclass(frozen=True, slots=True)
class Answering:
    """One hand that answers. `replied` is told when a reply was queued."""

    store: Store
    decide: Decide
    clock: Clock
    replied: Callable[[], None]
    return_paths: ReturnPaths | None = None
    authenticate: Authenticate | None = None

    async def one(self) -> bool:
        """Answer the oldest waiting mail; False if none waits."""
        task = await self.store.claim(self.clock())
        if task is None:
            return False
        try:
            await self._answer(task)
        except StoreError:
            raise  # the mail is as good as before; its lease runs out and it is answered then
        except WorkerDied as error:
            await self._died(task, str(error))
        except Exception as error:  # noqa: BLE001 - our mistake: this mail waits for the operator, the rest go on
            ours = (
                error if isinstance(error, Mistake) else Mistake(type(error).__name__, maillog.place(error))
            )
            maillog.held(task.number, ours.kind, ours.place)
            await self.store.hold(task.number, f"{ours.kind} at {ours.place}")
            if ours.kind == MemoryError.__name__:
                await self._excuse(task, "took too much memory")
        return True

    async def _answer(self, task: Task) -> None:
        if task.attempt > TAKINGS:
            raise WorkerDied(f"taken {TAKINGS} times and never brought to an end")
        now, began = self.clock(), time.perf_counter()
        waited = (now - task.envelope.received_at).total_seconds()
        try:
            task = await self._authenticated(task, now)
        except Undecided as why:
            await self._defer(task, now + ASK_AGAIN, str(why))
            return
        outcome = await self.decide(task, now)
        took = time.perf_counter() - began
        if outcome.again_at is not None:
            await self._defer(task, outcome.again_at, outcome.evidence)
            return
        outcome = self._addressed(task, outcome)
        if not await self.store.record(task, outcome, self.clock()):
            maillog.lease_lost(task.number)
            return
        to = outcome.reply.rcpt_to if outcome.reply else None
        maillog.answered(task.number, outcome.disposition.value, outcome.reason, to, waited, took)
        if outcome.bounced is not None:
            maillog.bounced(task.number, outcome.bounced)
        if outcome.held:
            maillog.held(task.number, "limit", "")
        if outcome.reply is not None:
            self.replied()

    async def _authenticated(self, task: Task, now: datetime) -> Task:
        """With what is proven about its sender. Raises Undecided while it is worth waiting for DNS."""
        if self.authenticate is None or task.envelope.mail_from in ("", "<>"):
            return task
        try:
            found = await self.authenticate(task.raw, task.envelope)
        except Undecided as why:
            if now - task.envelope.received_at < PATIENCE:
                raise
            found = Authentication(evidence=f"no answer from DNS: {why}")
        envelope = task.envelope.model_copy(update={"authentication": found})
        return task.model_copy(update={"envelope": envelope})

    def _addressed(self, task: Task, outcome: Outcome) -> Outcome:
        """With the reply leaving from its own address."""
        if outcome.reply is None:
            return outcome
        if outcome.reply.message_id != task.reply_id:
            raise ValueError("the reply has another Message-ID than the one fixed for it")
        if self.return_paths is None:
            return outcome
        reply = outcome.reply.model_copy(update={"mail_from": self.return_paths.address(task.number)})
        return outcome.model_copy(update={"reply": reply})

    async def _defer(self, task: Task, until: datetime, because: str) -> None:
        if await self.store.defer(task, until, because):
            maillog.postponed(task.number, until)
        else:
            maillog.lease_lost(task.number)

    async def _died(self, task: Task, why: str) -> None:
        most = CRASHES if task.attempt <= TAKINGS else 0
        state = await self.store.crashed(task, self.clock() + task.attempt * AGAIN, most, why)
        if state == HELD:
            maillog.held(task.number, why, "")
            await self._excuse(task, why)
        else:
            maillog.crashed(task.number, why)

    async def _excuse(self, task: Task, why: str) -> None:
        """Tell who sent it, if a person did, as the header alone shows it; it stays held either way."""
        head = task.model_copy(update={"raw": _head(task.raw)})
        try:
            outcome = self._addressed(task, await self.decide(head, self.clock(), f"reading it {why}"))
        except (WorkerDied, Mistake):
            return  # not even its header can be read
        if outcome.reply is not None and await self.store.excuse(task, outcome.reply, self.clock()):
            self.replied()


def arguments(task: Task, now: datetime, unread: str) -> tuple[Any, ...]:
    """What a Consult is called with."""
    given = (task.raw, task.envelope, task.counts, task.reply_id, now)
    return (*given, unread, task.earlier) if unread or task.earlier else given


def _head(raw: bytes) -> bytes:
    """The header, as far as it is of a usual length, without its content types: nothing else is read."""
    fields = raw[:HEAD].partition(b"\r\n\r\n")[0].split(b"\r\n")
    return b"\r\n".join(field for field in fields if field[:8].lower() != b"content-") + b"\r\n\r\n"


def in_thread(consult: Consult) -> Decide:
    """Answer in this process: for tests and demonstrations, where nobody is there to outlive a crash."""

    async def decide(task: Task, now: datetime, unread: str = "") -> Outcome:
        # In a thread: a mail that takes long to read must not keep the listener from answering others.
        return await asyncio.to_thread(consult, *arguments(task, now, unread))

    return decide
