"""What the same sender asked before in a conversation."""

from pathlib import Path
from typing import Any

from consultant.desk.store import Store
from consultant.desk.store.conversation import MAILS
from consultant.mail.outcome import Outcome
from tests.desk.helpers import DANA, NOON, RunningDesk, Sink, answer, consult_kindly, make_settings
from tests.desk.stores import Place, answered, envelope, in_store

KIM = "kim@clinic.example"


def mail(text: str, *fields: str) -> bytes:
    return "".join(f"{f}\r\n" for f in fields).encode() + f"\r\n{text}\r\n".encode()


async def earlier(store: Store, raw: bytes, sender: str = DANA) -> list[bytes]:
    """What comes with this mail, which is answered."""
    await store.accept(envelope(sender), raw)
    task = await store.claim(NOON)
    assert task is not None
    assert await store.record(task, answer(sender, task.reply_id), NOON)
    return [one.rpartition(b"\r\n\r\n")[2].strip() for one in task.earlier]


def test_a_mail_that_answers_a_reply_comes_with_what_was_asked(place: Place) -> None:
    async def use(store: Store) -> None:
        first = await answered(store, raw=mail("First", "Message-ID: <q1@clinic.example>"))
        follow = f"References: <q1@clinic.example>\r\n {first.reply_id}"
        assert await earlier(store, mail("Second", follow), "Dana@Clinic.example") == [b"First"]
        assert await earlier(store, mail("Third", follow)) == [b"First", b"Second"]

    in_store(place, use)


def test_a_chain_of_nothing_but_in_reply_to_is_one_conversation(place: Place) -> None:
    async def use(store: Store) -> None:
        one = await answered(store, raw=mail("First", "Message-ID: <q1@clinic.example>"))
        two = await answered(store, raw=mail("Second", f"In-Reply-To: {one.reply_id}"))
        three = await answered(store, raw=mail("Third", f"In-Reply-To: {two.reply_id}"))
        assert len(two.earlier) == 1
        assert len(three.earlier) == 2
        assert three.counts.thread == 2

    in_store(place, use)


def test_nobody_else_gets_it(place: Place) -> None:
    async def use(store: Store) -> None:
        first = await answered(store, raw=mail("First", "Message-ID: <q1@clinic.example>"))
        assert await earlier(store, mail("Tell me", f"In-Reply-To: {first.reply_id}"), KIM) == []
        # Nor do his words come to her.
        assert await earlier(store, mail("Second", f"In-Reply-To: {first.reply_id}")) == [b"First"]

    in_store(place, use)


def test_a_mail_that_names_no_reply_of_ours_begins_anew(place: Place) -> None:
    async def use(store: Store) -> None:
        await answered(store, raw=mail("First", "Message-ID: <q1@clinic.example>"))
        assert await earlier(store, mail("Second", "References: <q1@clinic.example>")) == []
        assert await earlier(store, mail("Third", f"In-Reply-To: <{'0' * 32}@desk.example>")) == []

    in_store(place, use)


def test_only_so_many_come_and_none_too_large(place: Place) -> None:
    async def use(store: Store) -> None:
        first = await answered(store, raw=mail("x" * 300_000, "Message-ID: <q1@clinic.example>"))
        for number in range(MAILS + 2):
            await answered(store, raw=mail(str(number), f"In-Reply-To: {first.reply_id}"))
        found = await earlier(store, mail("Now", f"In-Reply-To: {first.reply_id}"))
        assert found == [str(number).encode() for number in range(2, MAILS + 2)]

    in_store(place, use)


def test_consult_is_given_it(tmp_path: Path, sink: Sink) -> None:
    given: list[Any] = []

    def consult(*known: Any) -> Outcome:
        given.append(known[5:])
        return consult_kindly(*known[:5])

    with RunningDesk(make_settings(tmp_path, sink.port), consult) as desk:
        first = mail("First", "Message-ID: <q1@clinic.example>")
        desk.send(first)
        desk.wait_for("sent")
        reply_id = desk.entries()[0].reply_id
        desk.send(mail("Second", f"In-Reply-To: {reply_id}"))
        desk.wait_for("sent", 2)
    assert given == [(), ("", (first,))]
