"""Replies on their way out: every try is written down before it is made."""

from consultant.desk.store import Store
from consultant.mail.message import Counts
from tests.desk.helpers import DANA, MAIL, NOON, answer
from tests.desk.stores import MINUTE, Place, answered, due, envelope, in_store


def test_the_try_is_written_down_before_it_is_made(place: Place) -> None:
    async def use(store: Store) -> None:
        task = await answered(store)
        letter = await due(store)
        assert letter is not None
        assert (letter.message_id, letter.rcpt_to, letter.attempt) == (task.reply_id, DANA, 1)
        [(attempts, due_at)] = place.sql_beside("SELECT attempts, due_at FROM outbox")
        assert attempts == 1
        assert str(due_at).startswith("2026-05-04 12:01:00")
        assert await due(store) is None
        again = await due(store, 1)
        assert again is not None
        assert (again.message_id, again.raw, again.attempt) == (letter.message_id, letter.raw, 2)

    in_store(place, use)


def test_each_reply_and_each_mail_comes_with_its_own_octets(place: Place) -> None:
    async def use(store: Store) -> None:
        for number in range(3):
            await store.accept(envelope(f"{number}@clinic.example"), b"mail %d" % number)
        for number in range(3):
            task = await store.claim(NOON)
            assert task is not None
            assert task.raw == b"mail %d" % number
            await store.record(task, answer(DANA, task.reply_id, f"reply {number}"), NOON)
        for number in range(3):
            letter = await due(store)
            assert letter is not None
            assert letter.raw.endswith(b"reply %d\r\n" % number)

    in_store(place, use)


def test_a_temporary_failure_waits_and_a_permanent_one_is_kept(place: Place) -> None:
    async def use(store: Store) -> None:
        await answered(store)
        letter = await due(store)
        assert letter is not None
        assert await store.failed(letter, "451 busy", permanent=False) == "queued"
        letter = await due(store, 1)
        assert letter is not None
        assert await store.failed(letter, "550 no such user", permanent=True) == "failed"
        assert await due(store, 10_000) is None
        entry = await store.entry(letter.number)
        assert entry is not None
        assert (entry.reply_state, entry.reply_error) == ("failed", "550 no such user")
        assert await store.retry(letter.number, NOON) == "reply"
        assert await due(store) is not None

    in_store(place, use)


def test_a_late_failure_does_not_undo_what_happened_meanwhile(place: Place) -> None:
    async def use(store: Store) -> None:
        await answered(store)
        first, second = await due(store), await due(store, 1)
        assert first is not None
        assert second is not None
        assert await store.failed(first, "550 late", permanent=True) == "queued"
        await store.sent(second.number, NOON)
        assert await store.failed(second, "550 later", permanent=True) == "sent"

    in_store(place, use)


def test_a_reply_too_old_is_given_up(place: Place) -> None:
    async def use(store: Store) -> None:
        await answered(store)
        letter = await due(store, 58)
        assert letter is not None
        assert await store.failed(letter, "451 busy", permanent=False) == "queued"
        letter = await due(store, 59)
        assert letter is not None
        assert await store.failed(letter, "451 busy", permanent=False) == "failed"  # next would be 12:61
        await store.retry(letter.number, NOON)
        assert await store.give_up(NOON + 59 * MINUTE) == []
        assert await store.give_up(NOON + 60 * MINUTE) == [letter.number]
        # The clock was put forward: what has only just become due gets a try first.
        await store.retry(letter.number, NOON + 200 * MINUTE)
        assert await store.mend(NOON + 261 * MINUTE, MINUTE) == 0
        assert await store.give_up(NOON + 201 * MINUTE) == []

    in_store(place, use, give_up=60 * MINUTE)


def test_replies_are_counted_by_whom_they_answer_and_whom_they_go_to(place: Place) -> None:
    async def use(store: Store) -> None:
        await answered(store, "Dana@Clinic.example")
        await store.accept(envelope("list-bounce-1@clinic.example"), MAIL)
        task = await store.claim(NOON)
        assert task is not None
        await store.record(task, answer(DANA, task.reply_id), NOON + 30 * MINUTE)
        assert await store.counts(DANA, NOON + 31 * MINUTE) == Counts(hour=2, day=2)
        assert await store.counts(DANA, NOON + 61 * MINUTE) == Counts(hour=1, day=2)
        assert await store.counts(DANA, NOON + 26 * 60 * MINUTE) == Counts()
        assert await store.counts("list-bounce-1@clinic.example", NOON + MINUTE) == Counts(hour=1, day=1)
        assert await store.counts("kim@clinic.example", NOON) == Counts()

    in_store(place, use)
