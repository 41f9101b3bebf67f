"""What the operator does."""

from consultant.desk.store import Store
from tests.desk.helpers import MAIL, NOON, answer
from tests.desk.stores import MINUTE, Place, answered, due, envelope, in_store


def test_held_mails_and_replies_wait_for_their_release(place: Place) -> None:
    async def use(store: Store) -> None:
        number = (await store.accept(envelope(), MAIL)).number
        assert await store.hold(number, "KeyError at decide.py:7") == "mail"
        assert await store.claim(NOON + 60 * MINUTE) is None
        assert await store.retry(number, NOON) is None
        assert await store.release(number, NOON) == "mail"
        task = await store.claim(NOON)
        assert task is not None
        await store.record(task, answer(), NOON)
        assert await store.hold(number, "wait") == "reply"
        assert await due(store, 60) is None
        assert await store.release(number, NOON) == "reply"
        assert await due(store) is not None
        assert await store.release(number, NOON) is None
        assert await store.hold(99, "there is none") is None

    in_store(place, use)


def test_a_purge_deletes_what_needs_nobody_and_nothing_else(place: Place) -> None:
    async def use(store: Store) -> None:
        await answered(store)
        letter = await due(store)
        assert letter is not None
        assert await store.purge(NOON + MINUTE) == 0  # its reply still waits
        await store.sent(letter.number, NOON)
        held = (await store.accept(envelope("kim@clinic.example"), MAIL)).number
        await store.hold(held, "wait")
        assert await store.purge(NOON) == 0  # not old enough
        assert await store.purge(NOON + MINUTE) == 1
        assert [entry.number for entry in await store.entries()] == [held]
        assert await store.letters(letter.number) == (None, None)
        assert (await store.accept(envelope(), MAIL)).number > held  # numbers are never given twice

    in_store(place, use)
