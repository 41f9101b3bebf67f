"""What of a mail's conversation, text and bounces the store keeps count of."""

from consultant.answer.disposition import Disposition
from consultant.desk.store import Store
from consultant.mail.outcome import Outcome
from tests.desk.helpers import DANA, NOON, answer, make_reply
from tests.desk.stores import MINUTE, Place, answered, due, envelope, in_store

IGNORE = Disposition.IGNORE


def mail(number: int, text: str = "Which code?", thread: str = "") -> bytes:
    earlier = f"References: <{thread}@clinic.example>\r\n" if thread else ""
    return f"Message-ID: <q{number}@clinic.example>\r\n{earlier}\r\n{text}\r\n".encode()


def test_replies_are_counted_by_conversation_and_text(place: Place) -> None:
    async def use(store: Store) -> None:
        await answered(store, DANA, mail(1))
        await answered(store, DANA, mail(2, "And 62305?", thread="q1"))
        await answered(store, "kim@clinic.example", mail(3, "And for me?", thread="q1"))
        await store.accept(envelope(), mail(4, thread="q1"))
        task = await store.claim(NOON + MINUTE)
        assert task is not None
        counts = task.counts
        assert (counts.day, counts.thread, counts.same_text) == (2, 3, 1)
        await store.record(task, Outcome(disposition=IGNORE, reason="thread-cap"), NOON)
        await store.accept(envelope("kim@clinic.example"), mail(5))
        task = await store.claim(NOON + 25 * 60 * MINUTE)
        assert task is not None
        assert task.counts.day == task.counts.thread == task.counts.same_text == 0

    in_store(place, use)


def test_what_is_known_of_the_client_is_kept(place: Place) -> None:
    async def use(store: Store) -> None:
        known = {"peer": "192.0.2.1", "helo": "mx.clinic.example", "submitter": "dana"}
        came = envelope().model_copy(update=known)
        await store.accept(came, mail(1))
        task = await store.claim(NOON)
        assert task is not None
        assert task.envelope == came

    in_store(place, use)


def test_a_bounce_fails_the_reply_that_was_sent(place: Place) -> None:
    async def use(store: Store) -> None:
        first = await answered(store)
        assert (await due(store)) is not None
        await store.sent(first.number, NOON)
        await store.accept(envelope(""), mail(2))
        task = await store.claim(NOON)
        assert task is not None
        told = Outcome(
            disposition=IGNORE, reason="bounce", evidence="bounce of reply 1", bounced=first.number
        )
        assert await store.record(task, told, NOON)
        entry = await store.entry(first.number)
        assert entry is not None
        assert (entry.reply_state, entry.reply_error) == ("failed", "bounce of reply 1")

    in_store(place, use)


def test_a_bounce_does_not_fail_a_reply_that_waits(place: Place) -> None:
    async def use(store: Store) -> None:
        first = await answered(store)
        await store.accept(envelope(""), mail(2))
        task = await store.claim(NOON)
        assert task is not None
        await store.record(task, Outcome(disposition=IGNORE, bounced=first.number), NOON)
        entry = await store.entry(first.number)
        assert entry is not None
        assert entry.reply_state == "queued"

    in_store(place, use)


def test_a_mail_put_off_comes_again_then_and_not_before(place: Place) -> None:
    async def use(store: Store) -> None:
        await store.accept(envelope(), mail(1))
        task = await store.claim(NOON)
        assert task is not None
        assert await store.defer(task, NOON + 5 * MINUTE, "no answer from DNS")
        assert not await store.record(task, answer(DANA, task.reply_id), NOON)  # it is not ours any more
        assert not await store.defer(task, NOON, "again")
        assert await store.mend(NOON, 60 * MINUTE) == 0
        assert await store.claim(NOON + 4 * MINUTE) is None
        entry = await store.entry(task.number)
        assert entry is not None
        assert entry.evidence == "no answer from DNS"
        assert await store.claim(NOON + 6 * MINUTE) is not None

    in_store(place, use)


def test_a_mail_put_off_by_a_wrong_clock_is_due(place: Place) -> None:
    async def use(store: Store) -> None:
        await store.accept(envelope(), mail(1))
        task = await store.claim(NOON)
        assert task is not None
        assert await store.defer(task, NOON + 24 * 60 * MINUTE, "no answer from DNS")
        assert await store.mend(NOON, 60 * MINUTE) == 1
        assert await store.claim(NOON) is not None

    in_store(place, use)


def test_who_sent_what_cannot_be_read_is_told_once(place: Place) -> None:
    async def use(store: Store) -> None:
        await store.accept(envelope(), mail(1))
        task = await store.claim(NOON)
        assert task is not None
        assert await store.crashed(task, NOON, 1, "died") == "held"
        letter = make_reply(task.reply_id, DANA)
        assert await store.excuse(task, letter, NOON)
        assert not await store.excuse(task, letter, NOON)
        sent = await due(store)
        assert sent is not None
        await store.sent(sent.number, NOON)
        # Released, it is answered under a new Message-ID: the excuse had the other.
        assert await store.release(task.number, NOON) == "mail"
        again = await store.claim(NOON)
        assert again is not None
        assert again.reply_id != task.reply_id
        assert await store.record(again, answer(DANA, again.reply_id), NOON)
        later = await due(store)
        assert later is not None
        assert later.message_id == again.reply_id

    in_store(place, use)


def test_a_mail_beyond_the_limits_is_answered_and_held(place: Place) -> None:
    async def use(store: Store) -> None:
        await store.accept(envelope(), mail(1))
        task = await store.claim(NOON)
        assert task is not None
        outcome = answer(DANA, task.reply_id).model_copy(update={"held": "more than 500 parts"})
        assert await store.record(task, outcome, NOON)
        entry = await store.entry(task.number)
        assert entry is not None
        assert (entry.state, entry.held_because) == ("held", "more than 500 parts")
        assert entry.reply_state == "queued"

    in_store(place, use)
