"""What the clock starts."""

import asyncio
import io
from datetime import timedelta

from consultant.desk import schedule
from consultant.desk.store import Store
from tests.desk.helpers import NOON
from tests.desk.stores import MINUTE, Place, answered, due, in_store


def test_it_looks_again_and_again_and_sweeps_at_once(log: io.StringIO) -> None:
    async def go() -> None:
        looks: list[int] = []
        swept = asyncio.Event()

        async def sweep() -> None:
            swept.set()
            raise KeyError("Jane Doe")

        scheduler = schedule.start((lambda: looks.append(1), 0.01), (sweep, 60))
        await asyncio.wait_for(swept.wait(), 60)
        while len(looks) < 3:
            await asyncio.sleep(0.01)
        scheduler.shutdown(wait=False)

    asyncio.run(go())
    assert '"event": "mistake"' in log.getvalue()
    assert "Jane" not in log.getvalue()


def test_the_sweep_gives_up_and_purges(place: Place, log: io.StringIO) -> None:
    async def use(store: Store) -> None:
        await answered(store)
        await answered(store, "kim@clinic.example")
        letter = await due(store)
        assert letter is not None
        await store.sent(letter.number, NOON)
        later = NOON + timedelta(days=100)
        await schedule.sweep(store, later, None, MINUTE)
        assert [entry.reply_state for entry in await store.entries()] == ["failed", "sent"]
        await schedule.sweep(store, later + MINUTE, timedelta(days=90), MINUTE)
        assert [entry.reply_state for entry in await store.entries()] == ["failed"]

    in_store(place, use, give_up=60 * MINUTE)
    assert '"event": "given-up"' in log.getvalue()
    assert '"mails": 1, "event": "purged"' in log.getvalue()
