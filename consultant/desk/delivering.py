"""One reply delivered, or its failure written down. The attempt itself was written down before."""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from consultant.desk import maillog
from consultant.desk.crashing import crash_point
from consultant.desk.loop import PAUSE
from consultant.desk.schema import FAILED
from consultant.desk.smtp_out import Carrier, DeliveryError
from consultant.desk.store import Letter, NextTry, Store, StoreError

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Delivering:
    """One hand that delivers. `carrying` is shared by all hands of a desk: what they hold just now."""

    store: Store
    carrier: Carrier
    next_try: NextTry
    clock: Clock
    carrying: set[int]

    async def one(self) -> bool:
        """Try the reply that has waited longest; False if none is due."""
        carried = frozenset(self.carrying)
        letter = await self.store.due(self.clock(), self.next_try)
        if letter is None:
            return False
        if letter.number in carried | self.carrying:
            # Due again while it is carried: the clock was put forward, or the store was away when the relay
            # had taken it. By now that may be noted; if it is not, the letter is due once more.
            return True
        self.carrying.add(letter.number)
        try:
            await self._carry(letter)
        except DeliveryError as error:
            await self._note_failure(letter, error)
        except StoreError:
            raise  # the next time is written down already
        except Exception as error:  # noqa: BLE001 - our mistake: this reply waits for the operator, the rest go on
            kind, place = type(error).__name__, maillog.place(error)
            maillog.held(letter.number, kind, place)
            await self.store.hold(letter.number, f"{kind} at {place}")
        finally:
            self.carrying.discard(letter.number)
        return True

    async def _carry(self, letter: Letter) -> None:
        began = time.perf_counter()
        await self.carrier.carry(letter)
        took = time.perf_counter() - began
        crash_point("before-sent")
        await self._note_sent(letter)
        age = (self.clock() - letter.received_at).total_seconds()
        maillog.delivered(letter.number, letter.rcpt_to, letter.attempt, took, age)

    async def _note_sent(self, letter: Letter) -> None:
        """The relay has it. Until that is written down another try would make a twin, so we insist."""
        while True:
            try:
                return await self.store.sent(letter.number, self.clock())
            except StoreError as error:
                maillog.store_unready(error)
                await asyncio.sleep(PAUSE)

    async def _note_failure(self, letter: Letter, error: DeliveryError) -> None:
        state = await self.store.failed(letter, error.why, permanent=error.permanent)
        if state == FAILED:
            maillog.failed(letter.number, letter.rcpt_to, letter.attempt, error.kind, error.code)
        else:
            maillog.deferred(
                letter.number, letter.rcpt_to, letter.attempt, letter.next_at, error.kind, error.code
            )


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
