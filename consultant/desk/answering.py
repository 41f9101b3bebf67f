"""One mail answered: taken from the store, decided, and the outcome stored together with its reply."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from consultant.consult import Outcome
from consultant.desk import maillog
from consultant.desk.schema import HELD
from consultant.desk.store import Store, StoreError, Task
from consultant.mail.message import Counts, Envelope

Clock = Callable[[], datetime]

Consult = Callable[[bytes, Envelope, Counts, str, datetime], Outcome]
"""The mail's octets, its envelope, what its sender was sent lately, the reply's Message-ID, the time."""

Decide = Callable[[Task, datetime], Awaitable[Outcome]]
"""The same for a task, by whoever can. Raises WorkerDied when who was at it did not come to an end."""

CRASHES = 3
"""A mail that has ended so many processes is held."""

TAKINGS = 20
"""A mail taken so often and never brought to an end is held, whatever the reason."""

AGAIN = timedelta(seconds=1)
"""The wait after the first crash; the second waits twice as long."""


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
        return True

    async def _answer(self, task: Task) -> None:
        if task.attempt > TAKINGS:
            raise WorkerDied(f"taken {TAKINGS} times and never brought to an end")
        now, began = self.clock(), time.perf_counter()
        waited = (now - task.envelope.received_at).total_seconds()
        outcome = await self.decide(task, now)
        took = time.perf_counter() - began
        if outcome.reply is not None and outcome.reply.message_id != task.reply_id:
            raise ValueError("the reply has another Message-ID than the one fixed for it")
        if not await self.store.record(task, outcome, self.clock()):
            maillog.lease_lost(task.number)
            return
        to = outcome.reply.rcpt_to if outcome.reply else None
        maillog.answered(task.number, outcome.disposition.value, outcome.reason, to, waited, took)
        if outcome.reply is not None:
            self.replied()

    async def _died(self, task: Task, why: str) -> None:
        most = CRASHES if task.attempt <= TAKINGS else 0
        state = await self.store.crashed(task, self.clock() + task.attempt * AGAIN, most, why)
        if state == HELD:
            maillog.held(task.number, why, "")
        else:
            maillog.crashed(task.number, why)


def in_thread(consult: Consult) -> Decide:
    """Answer in this process: for tests and demonstrations, where nobody is there to outlive a crash."""

    async def decide(task: Task, now: datetime) -> Outcome:
        # In a thread: a mail that takes long to read must not keep the listener from answering others.
        return await asyncio.to_thread(consult, task.raw, task.envelope, task.counts, task.reply_id, now)

    return decide
