"""What the operator does and sees: hold, release, retry, purge, status, lists.

Each function is one transaction.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    delete,
    func,
    null,
    or_,
    select,
    union,
    update,
)

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
from consultant.desk.store.records import Backlog, Entry, Status
from consultant.desk.store.runner import Session
from consultant.desk.store.statement import Statement


def hold(session: Session, number: int, because: str) -> str | None:
    """Set aside whatever of this number still waits: "mail" or "reply"; None if neither did."""
    mail = update(inbox).where(inbox.c.number == number, inbox.c.state == RECEIVED)
    if Statement(mail.values(state=HELD, held_because=because)).run(session):
        return "mail"
    reply = update(outbox).where(outbox.c.number == number, outbox.c.state == QUEUED)
    return "reply" if Statement(reply.values(state=HELD, error=because)).run(session) else None


def release(session: Session, number: int, now: datetime, give_up: timedelta, reply_id: str) -> str | None:
    """Let what was held go on.

    A mail that was answered with an excuse gets its answer under a Message-ID of its own: receivers drop a
    second letter of the same.
    """
    mail = update(inbox).where(inbox.c.number == number, inbox.c.state == HELD)
    again = mail.values(state=RECEIVED, due_at=now, attempts=0, crashes=0, held_because=None)
    if Statement(again).run(session):
        if Statement(delete(outbox).where(outbox.c.number == number)).run(session):
            letter = delete(content).where(content.c.number == number, is_(content.c.way, OUT))
            Statement(letter).run(session)
            Statement(update(inbox).where(inbox.c.number == number).values(reply_id=reply_id)).run(session)
        return "mail"
    return _requeue(session, number, (HELD,), now, give_up)


def retry(session: Session, number: int, now: datetime, give_up: timedelta) -> str | None:
    """Try a reply now, be it waiting for its next time or failed for good."""
    return _requeue(session, number, (QUEUED, FAILED), now, give_up)


def _requeue(
    session: Session, number: int, states: tuple[str, ...], now: datetime, give_up: timedelta
) -> str | None:
    reply = update(outbox).where(
        outbox.c.number == number, or_(*(is_(outbox.c.state, state) for state in states))
    )
    again = reply.values(state=QUEUED, due_at=now, attempts=0, give_up_at=now + give_up)
    return "reply" if Statement(again).run(session) else None


def purge(session: Session, before: datetime, limit: int) -> int:
    """Delete old mails nobody waits for: decided, and their reply sent or never due; content as well."""
    unsent = select(outbox.c.number).where(outbox.c.number == inbox.c.number, outbox.c.state != SENT).exists()
    old = (
        select(inbox.c.number)
        .where(inbox.c.received_at < before, inbox.c.state == DONE, ~unsent)
        .order_by(inbox.c.received_at)
        .limit(limit)
    )
    return Statement(delete(inbox).where(inbox.c.number.in_(old))).run(session)


def status(session: Session) -> Status:
    """How many of each, and how long the longest has waited."""

    def tally(column: ColumnElement[Any]) -> dict[str, int]:
        counted = select(column, func.count().label("n")).where(column.is_not(None)).group_by(column)
        return dict(sorted(Statement(counted).rows(session)))

    def first(column: ColumnElement[Any], *where: ColumnElement[bool]) -> Any:
        rows = Statement(select(column).where(*where).order_by(column).limit(1)).rows(session)
        return rows[0][0] if rows else None

    return Status(
        mails=tally(inbox.c.state),
        dispositions=tally(inbox.c.disposition),
        replies=tally(outbox.c.state),
        oldest_waiting=first(inbox.c.received_at, is_(inbox.c.state, RECEIVED)),
        oldest_queued=first(outbox.c.created_at, is_(outbox.c.state, QUEUED)),
        next_try=first(outbox.c.due_at, is_(outbox.c.state, QUEUED)),
    )


def backlog(session: Session) -> Backlog:
    """What waits. Costs as much as there is of it, however many mails are kept."""

    def of(table: Table, state: str, since: str | None = None) -> tuple[int, Any]:
        moment = func.min(table.c[since]) if since else null()
        query = select(func.count().label("n"), moment.label("since")).where(is_(table.c.state, state))
        row = Statement(query).rows(session)[0]
        return row.n, row.since

    waiting, waiting_since = of(inbox, RECEIVED, "received_at")
    queued, queued_since = of(outbox, QUEUED, "created_at")
    held = of(inbox, HELD)[0] + of(outbox, HELD)[0]
    return Backlog(
        waiting=waiting,
        waiting_since=waiting_since,
        queued=queued,
        queued_since=queued_since,
        held=held,
        failed=of(outbox, FAILED)[0],
    )


def waiting(session: Session, most: int) -> int:
    """How many mails wait for their answer, counted no further than `most`."""
    some = select(inbox.c.number).where(is_(inbox.c.state, RECEIVED)).limit(most).subquery()
    return int(Statement(select(func.count().label("n")).select_from(some)).rows(session)[0].n)


def entries(session: Session, state: str | None, limit: int) -> tuple[Entry, ...]:
    """The newest mails first; `state` is one of a mail or of a reply."""
    query = _entries().order_by(inbox.c.number.desc()).limit(limit)
    if state is not None:
        # One of each instead of one with "or", which no index could serve.
        each = [
            select(
                select(table.c.number)
                .where(is_(table.c.state, state))
                .order_by(table.c.number.desc())
                .limit(limit)
                .subquery()
            )
            for table in (inbox, outbox)
        ]
        query = query.where(inbox.c.number.in_(union(*each)))
    return tuple(_entry(row) for row in Statement(query).rows(session))


def entry(session: Session, number: int) -> Entry | None:
    row = Statement(_entries().where(inbox.c.number == number)).row(session)
    return None if row is None else _entry(row)


def letters(session: Session, number: int) -> tuple[bytes | None, bytes | None]:
    """The octets of a mail and of its reply, as they came and as they go."""
    kept = select(content.c.way, content.c.raw).where(content.c.number == number)
    found: dict[str, bytes] = dict(Statement(kept).rows(session))
    return found.get(IN), found.get(OUT)


def _entries() -> Select[Any]:
    mail = [inbox.c[name] for name in Entry.model_fields if name in inbox.c and name != "reply_to"]
    reply = [
        outbox.c.state.label("reply_state"),
        outbox.c.rcpt_to.label("reply_to"),
        outbox.c.attempts.label("reply_attempts"),
        outbox.c.due_at.label("reply_due_at"),
        outbox.c.sent_at.label("reply_sent_at"),
        outbox.c.error.label("reply_error"),
    ]
    return select(*mail, *reply).select_from(inbox.outerjoin(outbox))


def _entry(row: Any) -> Entry:
    return Entry.model_validate(row._asdict() | {"rcpt_to": tuple(row.rcpt_to)})
