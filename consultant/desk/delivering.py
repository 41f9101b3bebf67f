"""One reply delivered, or its failure written down. The attempt itself was written down before."""

import asyncio
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from consultant.desk import maillog
from consultant.desk.loop import PAUSE
from consultant.desk.schema import FAILED
from consultant.desk.smtp_out import Carrier, DeliveryError
from consultant.desk.store import Letter, NextTry, Store, StoreError

Clock = Callable[[], datetime]


async def deliver_one(store: Store, carrier: Carrier, next_try: NextTry, clock: Clock) -> bool:
    """Try the reply that has waited longest; False if none is due."""
    letter = await store.due(clock(), next_try)
    if letter is None:
        return False
    try:
        await carrier.carry(letter)
        await _note_sent(store, letter, clock)
    except DeliveryError as error:
        await _note_failure(store, letter, error)
    except StoreError:
        raise  # the next time is written down already
    except Exception as error:  # noqa: BLE001 - our mistake: this reply waits for the operator, the rest go on
        maillog.held(letter.number, error)
        await store.hold(letter.number, f"{type(error).__name__} at {maillog.place(error)}")
    return True


def retry_schedule(
    minutes: tuple[float, ...],
    jitter: float,
    at_least: timedelta,
    roll: Callable[[], float] = random.random,
) -> NextTry:
    """The wait after each attempt; the last one repeats.

    Never shorter than `at_least`, the time one try may take, so that no reply is tried twice at once.
    """

    def after(attempt: int) -> timedelta:
        wait = minutes[min(attempt, len(minutes)) - 1]
        return max(at_least, timedelta(minutes=wait * (1 + jitter * (2 * roll() - 1))))

    return after


async def _note_sent(store: Store, letter: Letter, clock: Clock) -> None:
    """The relay has it. Until that is written down another try would make a twin, so we insist."""
    while True:
        try:
            await store.sent(letter.number, clock())
        except StoreError as error:
            maillog.store_unready(error)
            await asyncio.sleep(PAUSE)
        else:
            maillog.delivered(letter.number, letter.rcpt_to, letter.attempt)
            return


async def _note_failure(store: Store, letter: Letter, error: DeliveryError) -> None:
    state = await store.failed(letter, error.why, permanent=error.permanent)
    if state == FAILED:
        maillog.failed(letter.number, letter.rcpt_to, letter.attempt, error.kind, error.code)
    else:
        maillog.deferred(
            letter.number, letter.rcpt_to, letter.attempt, letter.next_at, error.kind, error.code
        )
