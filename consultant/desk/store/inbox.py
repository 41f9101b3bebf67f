"""Mails on their way in: accepted once, claimed under a lease, decided once.

Each function is one transaction. The statements are built once: building one costs three times its running.
"""

import hashlib
import json
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, insert, select, update

from consultant.consult import Outcome
from consultant.desk.schema import DONE, IN, OUT, QUEUED, RECEIVED, content, inbox, outbox
from consultant.desk.store.records import Accepted, Task
from consultant.mail.message import Envelope, Reply

_KNOWN = select(inbox.c.number).where(inbox.c.digest == bindparam("digest"))
_STORE = insert(inbox).returning(inbox.c.number)
_KEEP = insert(content)

_OLDEST = (
    select(inbox.c.number)
    .where(inbox.c.state == RECEIVED, inbox.c.due_at <= bindparam("now"))
    .order_by(inbox.c.due_at, inbox.c.number)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(inbox)
    .where(inbox.c.number == _OLDEST.scalar_subquery())
    .values(due_at=bindparam("until"), worker=bindparam("by"), attempts=inbox.c.attempts + 1)
    .returning(*(inbox.c[name] for name in ("number", "mail_from", "rcpt_to", "received_at")))
    .returning(inbox.c.reply_id, inbox.c.attempts)
)
_READ = select(content.c.raw).where(content.c.number == bindparam("number"), content.c.way == IN)

_DECIDE = update(inbox).where(
    inbox.c.number == bindparam("task"),
    inbox.c.state == RECEIVED,
    inbox.c.worker == bindparam("by"),
    inbox.c.attempts == bindparam("attempt"),
)
_QUEUE = insert(outbox)


def digest(envelope: Envelope, raw: bytes) -> str:
    """What makes a mail the same mail: sender, recipients and every octet."""
    # JSON in ASCII holds no NUL, so no envelope can pass for the beginning of a text.
    head = json.dumps([envelope.mail_from, *envelope.rcpt_to]).encode("ascii")
    return hashlib.sha256(head + b"\0" + raw).hexdigest()


def accept(connection: Connection, envelope: Envelope, raw: bytes, same: str, reply_id: str) -> Accepted:
    """Store a mail, or find it stored: a sender that lost our 250 sends it again (RFC 5321 section 6.1)."""
    known = connection.execute(_KNOWN, {"digest": same}).scalar()
    if known is not None:
        return Accepted(number=known, again=True)
    row = {
        "digest": same,
        "mail_from": envelope.mail_from,
        "rcpt_to": list(envelope.rcpt_to),
        "received_at": envelope.received_at,
        "size": len(raw),
        "reply_id": reply_id,
        "state": RECEIVED,
        "due_at": envelope.received_at,
        "attempts": 0,
    }
    number: int = connection.execute(_STORE, row).scalar_one()
    connection.execute(_KEEP, {"number": number, "way": IN, "raw": raw})
    return Accepted(number=number, again=False)


def claim(connection: Connection, now: datetime, lease: timedelta, worker: str) -> Task | None:
    """The oldest waiting mail.

    It stays waiting, due again when the lease runs out: a dead worker's mail comes back without a sweeper.
    """
    row = connection.execute(_CLAIM, {"now": now, "until": now + lease, "by": worker}).one_or_none()
    if row is None:
        return None
    return Task(
        number=row.number,
        envelope=Envelope(mail_from=row.mail_from, rcpt_to=tuple(row.rcpt_to), received_at=row.received_at),
        raw=connection.execute(_READ, {"number": row.number}).scalar_one(),
        reply_id=row.reply_id,
        worker=worker,
        attempt=row.attempts,
    )


def record(connection: Connection, task: Task, outcome: Outcome, now: datetime, give_up: timedelta) -> bool:
    """The outcome and its reply, together or not at all; False when the lease is no longer ours."""
    decided = connection.execute(
        _DECIDE,
        {
            "task": task.number,
            "by": task.worker,
            "attempt": task.attempt,
            "state": DONE,
            "disposition": outcome.disposition.value,
            "reason": outcome.reason,
            "evidence": outcome.evidence or None,
            "decided_at": now,
        },
    )
    if decided.rowcount == 0:
        return False
    if outcome.reply is not None:
        _queue(connection, task, outcome.reply, now, give_up)
    return True


def _queue(connection: Connection, task: Task, reply: Reply, now: datetime, give_up: timedelta) -> None:
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
    connection.execute(_QUEUE, row)
    connection.execute(_KEEP, {"number": task.number, "way": OUT, "raw": reply.raw})
