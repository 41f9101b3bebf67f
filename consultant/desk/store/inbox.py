"""Mails on their way in: accepted once, claimed under a lease, decided once.

Each function is one transaction; the two statements of a claim may stand apart.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

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
from consultant.desk.store.records import Accepted, Task
from consultant.desk.store.runner import Session
from consultant.desk.store.statement import Statement
from consultant.mail.marks import Marks
from consultant.mail.message import Envelope, Reply
from consultant.mail.outcome import Outcome

_KNOWN = Statement(select(inbox.c.number).where(inbox.c.digest == bindparam("same")))
# Numbers are drawn before they are used, so that storing many is one plain statement that returns nothing.
_DRAW = {
    "sqlite": "SELECT seq + 1 FROM sqlite_sequence WHERE name = 'inbox'",
    "postgresql": "SELECT nextval('inbox_number_seq') FROM generate_series(1, {count})",
}
_ARRIVED = (
    *("number", "digest", "mail_from", "rcpt_to", "received_at", "size"),
    *("peer", "helo", "submitter", "thread", "same_text"),
    *("reply_id", "state", "due_at", "attempts", "crashes"),
)
_STORE = Statement(insert(inbox).values({name: bindparam(name) for name in _ARRIVED}))
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


class Arrival(NamedTuple):
    """A mail about to be stored. `digest` is what makes it the same mail when it comes again."""

    envelope: Envelope
    raw: bytes
    digest: str
    reply_id: str
    marks: Marks


def digest(envelope: Envelope, raw: bytes) -> str:
    """What makes a mail the same mail: sender, recipients and every octet."""
    # JSON in ASCII holds no NUL, so no envelope can pass for the beginning of a text.
    head = json.dumps([envelope.mail_from, *envelope.rcpt_to]).encode("ascii")
    return hashlib.sha256(head + b"\0" + raw).hexdigest()


def accept(session: Session, arrivals: Sequence[Arrival]) -> list[Accepted]:
    """Store mails, or find them stored: a sender that lost our 250 sends again (RFC 5321 section 6.1).

    One is looked for before it is stored. Many are stored at once, and if one of them was there before, the
    whole transaction fails, for the caller to try them one by one.
    """
    first = {arrival.digest: arrival for arrival in reversed(arrivals)}
    if len(first) == 1:
        known = _KNOWN.row(session, same=arrivals[0].digest)
        if known is not None:
            return [Accepted(number=known.number, again=True)] * len(arrivals)
    numbers = dict(zip(first, _draw(session, len(first)), strict=True))
    _STORE.insert(session, [_row(each, numbers[each.digest]) for each in first.values()])
    crash_point("accept-in-transaction")
    _KEEP.insert(
        session, [{"number": numbers[one.digest], "way": IN, "raw": one.raw} for one in first.values()]
    )
    return [Accepted(number=numbers[each.digest], again=first[each.digest] is not each) for each in arrivals]


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


def _draw(session: Session, count: int) -> list[int]:
    """Numbers that no mail has had. On SQLite nobody else draws while we hold the lock for writing."""
    drawn = [row[0] for row in session.fetch(_DRAW[session.dialect.name].format(count=count))]
    if session.dialect.name == "postgresql":
        return drawn
    first = drawn[0] if drawn else 1
    return list(range(first, first + count))


def _lease(task: Task) -> dict[str, Any]:
    return {"task": task.number, "by": task.worker, "attempt": task.attempt}


def _row(arrival: Arrival, number: int) -> dict[str, Any]:
    envelope = arrival.envelope
    return {
        "number": number,
        "digest": arrival.digest,
        "mail_from": envelope.mail_from,
        "rcpt_to": list(envelope.rcpt_to),
        "received_at": envelope.received_at,
        "size": len(arrival.raw),
        "peer": envelope.peer or None,
        "helo": envelope.helo or None,
        "submitter": envelope.submitter or None,
        "thread": arrival.marks.thread or None,
        "same_text": arrival.marks.same_text or None,
        "reply_id": arrival.reply_id,
        "state": RECEIVED,
        "due_at": envelope.received_at,
        "attempts": 0,
        "crashes": 0,
    }


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
