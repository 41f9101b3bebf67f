"""What the clock starts: a look for what has fallen due, and the sweep. The queue itself is the store's."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.events import EVENT_JOB_ERROR
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from consultant.desk import maillog
from consultant.desk.store import Store, StoreError

SWEEP = 600.0
"""Seconds between sweeps."""


def start(
    look: Callable[[], None], every: float, sweep: Callable[[], Awaitable[None]], sweep_every: float = SWEEP
) -> AsyncIOScheduler:
    """`look` wakes the loops: retries fall due, leases run out, another process changed the store."""
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_listener(lambda event: maillog.mistake("schedule", event.exception), EVENT_JOB_ERROR)
    scheduler.add_job(look, "interval", seconds=every)
    scheduler.add_job(sweep, "interval", seconds=sweep_every, next_run_time=datetime.now(UTC))
    scheduler.start()
    return scheduler


async def sweep(store: Store, now: datetime, keep: timedelta | None) -> None:
    """Give up what is too old to be tried again; delete what is too old to be kept."""
    try:
        for number in await store.give_up(now):
            maillog.given_up(number)
        if keep is not None and (mails := await store.purge(now - keep)):
            maillog.purged(mails)
    except StoreError as error:
        maillog.store_unready(error)
