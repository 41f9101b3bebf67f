"""Mails that were accepted: claimed under a lease, decided once.

Each function is one transaction; the two statements of a claim may stand apart.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Text, bindparam, case, insert, literal_column, or_, select, update

from consultant.desk.crashing import crash_point
from consultant.desk.schema import (
    DONE,
    FAILED,
    HELD,
    IN,
    OUT,
    QUEUED,
    RECEIVED,
    SENT,
    content,
    inbox,
    is_,
    outbox,
)
from consultant.desk.store.conversation import conversation
from consultant.desk.store.outbox import counts
from consultant.desk.store.records import Task
from consultant.desk.store.runner import Session
from consultant.desk.store.statement import Statement
from consultant.mail.message import Envelope, Reply
from consultant.mail.outcome import Outcome

_KEEP = Statement(insert(content).values({name: bindparam(name) for name in ("number", "way", "raw")}))

_WAITING = is_(inbox.c.state, RECEIVED)
_OLDEST = (
    select(inbox.c.number)
    # One that nobody has taken yet is due whatever the clock says: clocks are put back at times.
    .where(_WAITING, or_(inbox.c.due_at <= bindparam("now"), inbox.c.attempts == 0))
    .order_by(inbox.c.due_at, inbox.c.number)
    .limit(1)
    .with_for_update(skip_locked=True)
)
# By its full name: SQLAlchemy leaves it out of what an UPDATE returns, and "number" would be content's.
_RAW = (
    select(content.c.raw)
    .where(content.c.number == literal_column("inbox.number"), is_(content.c.way, IN))
    .correlate(inbox)
    .scalar_subquery()
)
_CLAIMED = (
    *("number", "mail_from", "rcpt_to", "received_at", "reply_id", "attempts"),
    *("peer", "helo", "submitter", "thread", "same_text"),
)
CLAIM = (
    update(inbox)
    .where(inbox.c.number == _OLDEST.scalar_subquery())
    .values(due_at=bindparam("until"), worker=bindparam("by"), attempts=inbox.c.attempts + 1)
    .returning(*(inbox.c[name] for name in _CLAIMED), _RAW.label("raw"))
)
_CLAIM = Statement(CLAIM)

# Ours as long as nobody else has claimed it since.
_OURS = update(inbox).where(
    inbox.c.number == bindparam("task"),
    _WAITING,
    inbox.c.worker == bindparam("by"),
    inbox.c.attempts == bindparam("attempt"),
)
_DECIDED = ("state", "held_because", "disposition", "reason", "evidence", "decided_at")
_DECIDE = Statement(_OURS.values({name: bindparam(name) for name in _DECIDED}))
# Not 0 attempts, which would make it due at once; nobody's, so that only a new claim can decide it.
_DEFER = Statement(
    _OURS.values(due_at=bindparam("until"), evidence=bindparam("because"), attempts=1, worker=None)
)
_BOUNCED = Statement(
    update(outbox)
    .where(outbox.c.number == bindparam("reply"), is_(outbox.c.state, SENT))
    .values(state=FAILED, error=bindparam("because"))
)
_ANSWERED = Statement(select(outbox.c.number).where(outbox.c.number == bindparam("mail")))
_TOO_OFTEN = inbox.c.crashes + 1 >= bindparam("most")
_CRASHED = Statement(
    _OURS.values(
        crashes=inbox.c.crashes + 1,
        due_at=bindparam("again"),
        state=case((_TOO_OFTEN, HELD), else_=RECEIVED),
        held_because=case((_TOO_OFTEN, bindparam("because", type_=Text))),
    ).returning(inbox.c.state)
)
_QUEUED = (
    *("number", "message_id", "mail_from", "rcpt_to", "asker", "addressee"),
    *("state", "attempts", "created_at", "due_at", "give_up_at"),
)
_QUEUE = Statement(insert(outbox).values({name: bindparam(name) for name in _QUEUED}))


def claim(session: Session, now: datetime, lease: timedelta, worker: str) -> Task | None:
    """The oldest waiting mail.

    It stays waiting, due again when the lease runs out: a dead worker's mail comes back without a sweeper.
    """
    row = _CLAIM.row(session, now=now, until=now + lease, by=worker)
    if row is None:
        return None
    found = conversation(session, row.number, row.mail_from, row.thread or "", row.raw)
    return Task(
        number=row.number,
        envelope=Envelope(
            mail_from=row.mail_from,
            rcpt_to=tuple(row.rcpt_to),
            received_at=row.received_at,
            peer=row.peer or "",
            helo=row.helo or "",
            submitter=row.submitter or "",
        ),
        raw=row.raw,
        counts=counts(session, row.mail_from, now, found.thread, row.same_text or ""),
        earlier=found.earlier,
        reply_id=row.reply_id,
        worker=worker,
        attempt=row.attempts,
    )


def record(session: Session, task: Task, outcome: Outcome, now: datetime, give_up: timedelta) -> bool:
    """The outcome and its reply, together or not at all; False when the lease is no longer ours."""
    decision = {
        "state": HELD if outcome.held else DONE,
        "held_because": outcome.held or None,
        "disposition": outcome.disposition.value,
        "reason": outcome.reason,
        "evidence": outcome.evidence or None,
        "decided_at": now,
    }
    if _DECIDE.run(session, **_lease(task), **decision) == 0:
        return False
    crash_point("record-in-transaction")
    if outcome.bounced is not None:
        _BOUNCED.run(session, reply=outcome.bounced, because=outcome.evidence)
    if outcome.reply is not None:
        _queue(session, task, outcome.reply, now, give_up)
    return True


def defer(session: Session, task: Task, until: datetime, because: str) -> bool:
    """Not now: it waits until then. False when the lease is no longer ours."""
    return _DEFER.run(session, **_lease(task), until=until, because=because) > 0


def excuse(session: Session, task: Task, reply: Reply, now: datetime, give_up: timedelta) -> bool:
    """A letter that says that a held mail could not be read; False if it was answered before."""
    if _ANSWERED.row(session, mail=task.number) is not None:
        return False
    _queue(session, task, reply, now, give_up)
    return True


def crashed(session: Session, task: Task, again: datetime, most: int, because: str) -> str | None:
    """Who was answering it died. Waits for another, or is held at the `most`th time; its state now."""
    row = _CRASHED.row(session, **_lease(task), again=again, most=most, because=because)
    return None if row is None else str(row.state)


def _lease(task: Task) -> dict[str, Any]:
    return {"task": task.number, "by": task.worker, "attempt": task.attempt}


def _queue(session: Session, task: Task, reply: Reply, now: datetime, give_up: timedelta) -> None:
    row = {
        "number": task.number,
        "message_id": reply.message_id,
        "mail_from": reply.mail_from,
        "rcpt_to": reply.rcpt_to,
        "asker": task.envelope.mail_from.lower(),
        "addressee": reply.rcpt_to.lower(),
        "state": QUEUED,
        "attempts": 0,
        "created_at": now,
        "due_at": now,
        "give_up_at": now + give_up,
    }
    _QUEUE.run(session, **row)
    _KEEP.run(session, number=task.number, way=OUT, raw=reply.raw)
