"""What the clock starts, done once however many desks share the store.

Each function is one transaction.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, or_, select, text, update

from consultant.desk.schema import RECEIVED, chore, inbox, is_


def turn(connection: Connection, name: str, now: datetime, every: timedelta) -> bool:
    """Is this chore ours to do now? Who is told so first does it; the others wait for the next time."""
    if connection.dialect.name == "postgresql":
        lock = text("SELECT pg_try_advisory_xact_lock(hashtext(:name))")
        if not connection.execute(lock, {"name": f"consultant chore {name}"}).scalar_one():
            return False
    if connection.execute(select(chore.c.name).where(chore.c.name == name)).first() is None:
        connection.execute(insert(chore).values(name=name, ran_at=now))
        return True
    # A time to come is that of a clock that has been put back since.
    due = or_(chore.c.ran_at <= now - every, chore.c.ran_at > now + every)
    done = connection.execute(update(chore).where(chore.c.name == name, due).values(ran_at=now))
    return done.rowcount == 1


def mend(connection: Connection, now: datetime, lease: timedelta) -> int:
    """Mails due later than any lease could have put them: the clock was put back. How many."""
    late = inbox.c.due_at > now + 2 * lease
    return connection.execute(
        update(inbox).where(is_(inbox.c.state, RECEIVED), late).values(due_at=now)
    ).rowcount


def time(connection: Connection) -> datetime:
    """What the clock of the database says."""
    now: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return now
