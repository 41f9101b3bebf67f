"""Mails on their way in: accepted once, claimed by one, decided once."""

import asyncio

import pytest

from consultant.answer.disposition import Disposition
from consultant.desk.store import Store, StoreError
from consultant.mail.outcome import Outcome
from tests.desk.helpers import MAIL, NOON, US, answer
from tests.desk.stores import MINUTE, Place, answered, envelope, in_store


def test_the_same_mail_again_gets_the_same_number(place: Place) -> None:
    async def use(store: Store) -> None:
        first = await store.accept(envelope(), MAIL)
        again = await store.accept(envelope(), MAIL)
        assert (first.again, again.again) == (False, True)
        assert first.number == again.number
        others = [
            await store.accept(envelope("kim@clinic.example"), MAIL),
            await store.accept(envelope(to=(US, "consult+x@desk.example")), MAIL),
            await store.accept(envelope(), MAIL + b"more\r\n"),
        ]
        assert len({first.number, *(other.number for other in others)}) == 4

    in_store(place, use)


def test_the_same_mail_twice_at_once_is_stored_once(place: Place) -> None:
    async def use(store: Store) -> None:
        accepted = await asyncio.gather(*(store.accept(envelope(), MAIL) for _ in range(20)))
        assert len({one.number for one in accepted}) == 1
        assert sum(not one.again for one in accepted) == 1

    in_store(place, use)


def test_a_mail_comes_out_as_it_went_in(place: Place) -> None:
    async def use(store: Store) -> None:
        raw = bytes(range(256)) * 40
        went_in = envelope("päule@clinic.example", (US, "Consult+A@desk.example"))
        await store.accept(went_in, raw)
        task = await store.claim(NOON)
        assert task is not None
        assert (task.envelope, task.raw) == (went_in, raw)

    in_store(place, use)


def test_a_claimed_mail_is_not_claimed_again_until_its_lease_runs_out(place: Place) -> None:
    async def use(store: Store) -> None:
        await store.accept(envelope(), MAIL)
        first = await store.claim(NOON)
        assert first is not None
        assert await store.claim(NOON + 9 * MINUTE) is None
        second = await store.claim(NOON + 11 * MINUTE)
        assert second is not None
        assert second.reply_id == first.reply_id
        # The first worker was slow, not dead: what it brings now is dropped.
        assert not await store.record(first, answer(), NOON)
        assert await store.record(second, answer(), NOON)
        assert not await store.record(second, answer(), NOON)
        assert (await store.status()).replies == {"queued": 1}

    in_store(place, use, lease=10 * MINUTE)


def test_two_workers_never_claim_the_same_mail(place: Place) -> None:
    async def use(store: Store) -> None:
        other = Store(place.url, hostname="desk.example")
        await other.open()
        for number in range(10):
            await store.accept(envelope(f"{number}@clinic.example"), MAIL)
        claims = await asyncio.gather(*(each.claim(NOON) for each in (store, other) for _ in range(5)))
        assert sorted(task.number for task in claims if task) == list(range(1, 11))
        await other.close()

    in_store(place, use)


def test_outcome_and_reply_are_stored_together_or_not_at_all(place: Place) -> None:
    async def use(store: Store) -> None:
        await answered(store)
        await store.accept(envelope("kim@clinic.example"), MAIL)
        task = await store.claim(NOON)
        assert task is not None
        # Something already stands where the reply would go.
        place.sql_beside(f"INSERT INTO content VALUES ({task.number}, 'out', '')")
        with pytest.raises(StoreError):
            await store.record(task, answer(), NOON)
        entry = await store.entry(task.number)
        assert entry is not None
        assert (entry.state, entry.disposition, entry.reply_state) == ("received", None, None)

    in_store(place, use)


def test_a_silence_is_recorded_without_a_reply(place: Place) -> None:
    async def use(store: Store) -> None:
        await store.accept(envelope(), MAIL)
        task = await store.claim(NOON)
        assert task is not None
        silence = Outcome(disposition=Disposition.IGNORE, reason="mailing-list", evidence="List-Id")
        assert await store.record(task, silence, NOON)
        entry = await store.entry(task.number)
        assert entry is not None
        assert (entry.state, entry.disposition, entry.reason) == ("done", "ignore", "mailing-list")
        assert entry.reply_state is None

    in_store(place, use)
