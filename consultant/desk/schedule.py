"""What the clock starts: a look for what has fallen due, and the sweep. The queue itself is the store's."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.events import EVENT_JOB_ERROR
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from consultant.desk import maillog
from consultant.desk.store import Store, StoreError

Job = Callable[[], Awaitable[None] | None]

SWEEP = 60.0
"""Seconds between sweeps."""


def start(*jobs: tuple[Job, float]) -> AsyncIOScheduler:
    """Each job at once and then every so many seconds; a mistake in one does not end it."""
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_listener(_job_failed, EVENT_JOB_ERROR)
    for job, seconds in jobs:
        scheduler.add_job(job, "interval", seconds=seconds, next_run_time=datetime.now(UTC))
    scheduler.start()
    return scheduler


def _job_failed(event: Any) -> None:
    if not isinstance(event.exception, asyncio.CancelledError):  # as it is when the desk stops
        maillog.mistake("schedule", event.exception)


async def sweep(store: Store, now: datetime, keep: timedelta | None, longest: timedelta) -> None:
    """Give up what is too old to be tried again; delete what is too old to be kept; mend what a clock broke.

    Once for all desks on the store: whoever comes first does it.
    """
    try:
        if not await store.turn("sweep", now, timedelta(seconds=SWEEP / 2)):
            return
        for number in await store.give_up(now):
            maillog.given_up(number)
        if mended := await store.mend(now, longest):
            maillog.clock_mended(mended)
        if keep is not None and (mails := await store.purge(now - keep)):
            maillog.purged(mails)
    except StoreError as error:
        maillog.store_unready(error)
