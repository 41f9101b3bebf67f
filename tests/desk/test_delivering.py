"""Tries, waits and ends of one reply, with a fake clock and a carrier that does as it is told."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from consultant.desk.delivering import Delivering, retry_schedule
from consultant.desk.smtp_out import DeliveryError
from consultant.desk.store import Letter, Store, StoreError
from tests.desk.helpers import NOON
from tests.desk.stores import MINUTE, Place, answered, in_store

BUSY = DeliveryError("451 Jane is busy", permanent=False, kind="SMTPDataError", code=451)
MINUTES = (1.0, 5.0, 10.0, 20.0, 40.0, 60.0)


class Clock:
    """Time that moves when it is told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> Any:
        return self.now


class Carrier:
    """Raises what it is given, or keeps the letter."""

    def __init__(self, *raises: Exception) -> None:
        self.raises = list(raises)
        self.carried: list[Letter] = []

    async def carry(self, letter: Letter) -> None:
        if self.raises:
            raise self.raises.pop(0)
        self.carried.append(letter)

    async def close(self) -> None:
        pass


async def deliver_one(store: Store, carrier: Any, next_try: Any, clock: Any) -> bool:
    return await Delivering(store, carrier, next_try, clock, set()).one()


def exactly(attempt: int) -> timedelta:
    return retry_schedule(MINUTES, 0, timedelta())(attempt)


def with_a_reply(place: Place, use: Callable[[Store], Awaitable[None]], **options: Any) -> None:
    async def run(store: Store) -> None:
        await answered(store)
        await use(store)

    in_store(place, run, **options)


def test_tries_come_when_the_schedule_says(place: Place) -> None:
    async def use(store: Store) -> None:
        clock, carrier, tried = Clock(), Carrier(*[BUSY] * 8), []
        for minute in range(300):
            clock.now = NOON + minute * MINUTE
            if await deliver_one(store, carrier, exactly, clock):
                tried.append(minute)
        assert tried == [0, 1, 6, 16, 36, 76, 136, 196, 256]
        assert len(carrier.carried) == 1
        assert (await store.status()).replies == {"sent": 1}

    with_a_reply(place, use)


def test_a_relay_that_never_comes_back_is_given_up(place: Place) -> None:
    async def use(store: Store) -> None:
        clock, tries = Clock(), 0
        carrier = Carrier(*[BUSY] * 99)
        for hour in range(48):
            clock.now = NOON + timedelta(hours=hour)
            tries += await deliver_one(store, carrier, exactly, clock)
        assert tries == 24
        entry = (await store.entries())[0]
        assert (entry.reply_state, entry.reply_error) == ("failed", "451 Jane is busy")

    with_a_reply(place, use, give_up=timedelta(hours=24))


def test_a_permanent_refusal_is_tried_once_and_kept(place: Place, log: Any) -> None:
    async def use(store: Store) -> None:
        refusal = DeliveryError("550 no such user", permanent=True, kind="SMTPRecipientRefused", code=550)
        clock, carrier = Clock(), Carrier(refusal)
        assert await deliver_one(store, carrier, exactly, clock)
        clock.now += timedelta(days=30)
        assert not await deliver_one(store, carrier, exactly, clock)
        assert (await store.entries("failed"))[0].reply_error == "550 no such user"

    with_a_reply(place, use)
    assert '"event": "failed"' in log.getvalue()
    assert "no such user" not in log.getvalue()


def test_a_mistake_of_ours_holds_the_reply_and_the_rest_go_on(place: Place, log: Any) -> None:
    async def use(store: Store) -> None:
        await answered(store, "kim@clinic.example")
        carrier = Carrier(KeyError("Jane Doe"))
        while await deliver_one(store, carrier, exactly, Clock()):
            pass
        assert [letter.number for letter in carrier.carried] == [2]
        held = (await store.entries("held"))[0]
        assert (held.number, held.reply_state) == (1, "held")
        assert held.reply_error is not None
        assert held.reply_error.startswith("KeyError at test_delivering.py:")

    with_a_reply(place, use)
    assert "Jane" not in log.getvalue()


def test_what_the_relay_took_is_noted_however_long_the_store_is_away(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consultant.desk.delivering.PAUSE", 0.01)

    async def use(store: Store) -> None:
        note, away = store.sent, [StoreError("database is locked")] * 3

        async def sent(number: int, now: Any) -> None:
            if away:
                raise away.pop()
            await note(number, now)

        monkeypatch.setattr(store, "sent", sent)
        carrier = Carrier()
        assert await deliver_one(store, carrier, exactly, Clock())
        assert not await deliver_one(store, carrier, exactly, lambda: NOON + timedelta(days=1))
        assert len(carrier.carried) == 1

    with_a_reply(place, use)


def test_what_fell_due_again_just_before_it_was_noted_is_not_sent_twice(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store was away when the relay had taken it; two hands come back to the store at one moment."""

    async def use(store: Store) -> None:
        clock, carrier, carrying = Clock(), Carrier(), set[int]()
        one, other = (Delivering(store, carrier, exactly, clock, carrying) for _ in range(2))
        ask, note, asked, noted = store.due, store.sent, asyncio.Event(), asyncio.Event()

        async def sent(number: int, now: Any) -> None:
            clock.now += MINUTE
            second = asyncio.create_task(other.one())
            await asked.wait()  # the other hand has the letter, but does not know it yet
            await note(number, now)
            asyncio.get_running_loop().call_later(0.05, noted.set)
            seconds.append(second)

        async def due(now: Any, next_try: Any) -> Letter | None:
            letter = await ask(now, next_try)
            if now > NOON:
                asked.set()
                await noted.wait()
            return letter

        seconds: list[asyncio.Task[bool]] = []
        monkeypatch.setattr(store, "sent", sent)
        monkeypatch.setattr(store, "due", due)
        assert await one.one()
        assert await seconds[0]
        assert len(carrier.carried) == 1
        assert (await store.status()).replies == {"sent": 1}

    with_a_reply(place, use)


def test_a_try_that_is_cut_off_is_made_again(place: Place) -> None:
    async def use(store: Store) -> None:
        class Stuck(Carrier):
            async def carry(self, letter: Letter) -> None:
                await asyncio.sleep(60)

        stuck = asyncio.create_task(deliver_one(store, Stuck(), exactly, Clock()))
        await asyncio.sleep(0.05)
        stuck.cancel()
        carrier = Carrier()
        assert not await deliver_one(store, carrier, exactly, Clock())
        assert await deliver_one(store, carrier, exactly, lambda: NOON + MINUTE)
        assert carrier.carried[0].attempt == 2

    with_a_reply(place, use)


@pytest.mark.parametrize(("roll", "minutes"), [(0.0, 4.5), (0.5, 5.0), (1.0, 5.5)])
def test_waits_are_spread_by_the_jitter(roll: float, minutes: float) -> None:
    assert retry_schedule(MINUTES, 0.1, timedelta(), lambda: roll)(2) == minutes * MINUTE


def test_no_wait_is_shorter_than_a_try_may_take() -> None:
    assert retry_schedule(MINUTES, 0.1, 9 * MINUTE)(1) == 9 * MINUTE
