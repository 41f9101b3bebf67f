"""Replies on their way out: every try is written down before it is made.

Each function is one transaction.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnClause, and_, bindparam, func, literal_column, or_, select, update

from consultant.desk.crashing import crash_point
from consultant.desk.schema import FAILED, OUT, QUEUED, SENT, content, inbox, is_, outbox
from consultant.desk.store.records import Letter
from consultant.desk.store.runner import Session
from consultant.desk.store.statement import Statement
from consultant.mail.message import Counts

NextTry = Callable[[int], timedelta]
"""How long to wait after the given attempt (1 is the first)."""

UNTRIED = timedelta(minutes=2)
"""A reply that is due is tried sooner than this, unless nobody delivers at all."""

_LATELY = outbox.c.created_at > bindparam("day_ago")
_IN_THREAD = (
    select(func.count())
    .select_from(outbox.join(inbox, inbox.c.number == outbox.c.number))
    .where(inbox.c.thread == bindparam("thread"), _LATELY)
    .scalar_subquery()
)
_COUNT = Statement(
    select(
        func.count().filter(outbox.c.created_at > bindparam("hour_ago")).label("hour"),
        func.count().label("day"),
        func.count().filter(inbox.c.same_text == bindparam("same_text")).label("same_text"),
        _IN_THREAD.label("thread"),
    )
    .select_from(outbox.join(inbox, inbox.c.number == outbox.c.number))
    .where(or_(outbox.c.asker == bindparam("sender"), outbox.c.addressee == bindparam("sender")))
    .where(_LATELY)
)
_QUEUED = is_(outbox.c.state, QUEUED)
_FIRST = (
    select(outbox.c.number)
    .where(_QUEUED, outbox.c.due_at <= bindparam("now"))
    .order_by(outbox.c.due_at, outbox.c.number)
    .limit(1)
    .with_for_update(skip_locked=True)
)
# By its full name: SQLAlchemy leaves it out of what an UPDATE returns, and "number" would be content's.
_NUMBER: ColumnClause[int] = literal_column("outbox.number")
_RAW = (
    select(content.c.raw)
    .where(content.c.number == _NUMBER, is_(content.c.way, OUT))
    .correlate(outbox)
    .scalar_subquery()
)
_ARRIVED = select(inbox.c.received_at).where(inbox.c.number == _NUMBER).correlate(outbox).scalar_subquery()
DUE = (
    update(outbox)
    .where(outbox.c.number == _FIRST.scalar_subquery())
    .values(attempts=outbox.c.attempts + 1, due_at=bindparam("next"))
    .returning(*(outbox.c[name] for name in ("number", "message_id", "mail_from", "rcpt_to", "attempts")))
    .returning(_RAW.scalar_subquery().label("raw"), _ARRIVED.label("received_at"))
)
_DUE = Statement(DUE)
_THIS = update(outbox).where(outbox.c.number == bindparam("this"))
_LATER = Statement(_THIS.values(due_at=bindparam("next")))
_SENT = Statement(_THIS.values(state=SENT, sent_at=bindparam("now"), error=None))


def counts(session: Session, sender: str, now: datetime, thread: str = "", same_text: str = "") -> Counts:
    """Replies made for this sender, this conversation and this text lately, sent or still queued: a full
    queue must not lift the cap.

    Found by whom they answer and by whom they go to, because the two may differ.
    """
    lately = {"hour_ago": now - timedelta(hours=1), "day_ago": now - timedelta(days=1)}
    given = {"sender": sender.lower(), "thread": thread, "same_text": same_text}
    row = _COUNT.rows(session, **given, **lately)[0]
    return Counts(hour=row.hour, day=row.day, thread=row.thread, same_text=row.same_text)


def due(session: Session, now: datetime, next_try: NextTry) -> Letter | None:
    """The reply that has waited longest, its attempt counted and its next time set before anybody tries.

    In two steps when it was tried before; the wait that the first sets is only too short.
    """
    row = _DUE.row(session, now=now, next=now + next_try(1))
    if row is None:
        return None
    next_at = now + next_try(row.attempts)
    if row.attempts > 1:
        _LATER.run(session, this=row.number, next=next_at)
    crash_point("due-in-transaction")
    return Letter(
        number=row.number,
        message_id=row.message_id,
        mail_from=row.mail_from,
        rcpt_to=row.rcpt_to,
        raw=row.raw,
        received_at=row.received_at,
        attempt=row.attempts,
        next_at=next_at,
    )


def sent(session: Session, number: int, now: datetime) -> None:
    """The relay took it. True whatever else happened meanwhile, a hold included."""
    _SENT.run(session, this=number, now=now)


def failed(session: Session, letter: Letter, error: str, permanent: bool) -> str:
    """Note a try that failed; the state the reply is in now.

    Refused for good, or too old when its next time comes: kept as FAILED. A result that comes after the
    reply was held or tried again changes nothing.
    """
    row = Statement(select(outbox).where(outbox.c.number == letter.number)).rows(session)[0]
    if row.state != QUEUED or row.attempts != letter.attempt:
        return str(row.state)
    state = FAILED if permanent or letter.next_at >= row.give_up_at else QUEUED
    Statement(_THIS.values(state=state, error=error)).run(session, this=letter.number)
    return state


def give_up(session: Session, now: datetime) -> list[int]:
    """Replies too old to try again that no try has noticed, as when each one ended in a crash.

    Only those that have been due for a while: after the clock was put forward each still gets a try.
    """
    old = (
        update(outbox)
        .where(_QUEUED, outbox.c.give_up_at <= now, outbox.c.due_at <= now - UNTRIED)
        .values(state=FAILED, error=func.coalesce(outbox.c.error, "too old to be tried again"))
        .returning(outbox.c.number)
    )
    return sorted(row.number for row in Statement(old).rows(session))


def mend(session: Session, now: datetime, longest: timedelta) -> int:
    """Replies due later than any wait could have put them: the clock was put back. How many."""
    untried = and_(outbox.c.attempts == 0, outbox.c.due_at > now + UNTRIED)
    late = or_(outbox.c.due_at > now + longest + UNTRIED, untried)
    return Statement(update(outbox).where(_QUEUED, late).values(due_at=now)).run(session)
