"""What the clock starts, done once however many desks share the store.

Each function is one transaction.
"""

from datetime import datetime, timedelta

from sqlalchemy import case, insert, or_, select, update

from consultant.desk.schema import RECEIVED, chore, inbox, is_
from consultant.desk.store.runner import Session
from consultant.desk.store.statement import Statement

PUT_OFF = timedelta(minutes=30)
"""No mail is put off for longer at a time."""


def turn(session: Session, name: str, now: datetime, every: timedelta) -> bool:
    """Is this chore ours to do now? Who is told so first does it; the others wait for the next time."""
    if session.dialect.name == "postgresql":
        lock = "SELECT pg_try_advisory_xact_lock(hashtext($1))"
        if not session.fetch(lock, (f"consultant chore {name}",))[0][0]:
            return False
    if Statement(select(chore.c.name).where(chore.c.name == name)).row(session) is None:
        Statement(insert(chore).values(name=name, ran_at=now)).run(session)
        return True
    # A time to come is that of a clock that has been put back since.
    due = or_(chore.c.ran_at <= now - every, chore.c.ran_at > now + every)
    return Statement(update(chore).where(chore.c.name == name, due).values(ran_at=now)).run(session) == 1


def mend(session: Session, now: datetime, lease: timedelta) -> int:
    """Mails due later than any lease could have put them: the clock was put back. How many.

    One that was put off is nobody's, and may be due later, but not later than that.
    """
    latest = case((inbox.c.worker.is_(None), now + 2 * PUT_OFF), else_=now + 2 * lease)
    late = update(inbox).where(is_(inbox.c.state, RECEIVED), inbox.c.due_at > latest)
    return Statement(late.values(due_at=now)).run(session)


def time(session: Session) -> datetime:
    """What the clock of the database says."""
    now: datetime = session.fetch("SELECT clock_timestamp()")[0][0]
    return now
