"""One mail answered: taken from the store, decided, and the outcome stored together with its reply."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from consultant.consult import Outcome
from consultant.desk import maillog
from consultant.desk.store import Store, StoreError
from consultant.mail.message import Counts, Envelope

Consult = Callable[[bytes, Envelope, Counts, str, datetime], Outcome]
"""The mail's octets, its envelope, what its sender was sent lately, the reply's Message-ID, the time."""


async def answer_one(
    store: Store, consult: Consult, clock: Callable[[], datetime], replied: Callable[[], None]
) -> bool:
    """Answer the oldest waiting mail; False if none waits. `replied` is told when a reply was queued."""
    task = await store.claim(clock())
    if task is None:
        return False
    try:
        now = clock()
        counts = await store.counts(task.envelope.mail_from, now)
        # In a thread: a mail that takes long to read must not keep the listener from answering others.
        outcome = await asyncio.to_thread(consult, task.raw, task.envelope, counts, task.reply_id, now)
        if outcome.reply is not None and outcome.reply.message_id != task.reply_id:
            raise ValueError("the reply has another Message-ID than the one fixed for it")
        ours = await store.record(task, outcome, clock())
    except StoreError:
        raise  # the mail is as good as before; its lease runs out and it is answered then
    except Exception as error:  # noqa: BLE001 - our mistake: this mail waits for the operator, the rest go on
        maillog.held(task.number, error)
        await store.hold(task.number, f"{type(error).__name__} at {maillog.place(error)}")
        return True
    if not ours:
        maillog.lease_lost(task.number)
        return True
    reply = outcome.reply
    maillog.answered(task.number, outcome.disposition.value, outcome.reason, reply.rcpt_to if reply else None)
    if reply is not None:
        replied()
    return True
