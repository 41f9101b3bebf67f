"""A loop works while there is work, sleeps when there is none, and survives what it meets."""

import asyncio
import io

import pytest

from consultant.desk.loop import Loop
from consultant.desk.store import StoreError


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consultant.desk.loop.PAUSE", 0.001)


def test_it_works_while_there_is_work_and_sleeps_until_woken() -> None:
    async def go() -> None:
        work, calls = [1, 2, 3], []

        async def one() -> bool:
            calls.append(1)
            return bool(work and work.pop())

        loop = Loop([one])
        loop.start()
        await asyncio.sleep(0.01)
        assert (work, len(calls)) == ([], 4)
        work.append(1)
        loop.wake()
        await asyncio.sleep(0.01)
        assert (work, len(calls)) == ([], 6)
        await loop.stop(1)
        assert len(calls) == 6

    asyncio.run(go())


def test_waking_is_never_lost_and_never_piles_up() -> None:
    async def go() -> None:
        calls = []

        async def one() -> bool:
            calls.append(1)
            if len(calls) == 1:
                for _ in range(100):
                    loop.wake()  # while it is at work
            return False

        loop = Loop([one])
        loop.start()
        await asyncio.sleep(0.02)
        assert len(calls) == 2
        await loop.stop(1)

    asyncio.run(go())


def test_it_outlives_a_store_that_is_away_and_a_mistake_of_ours(log: io.StringIO) -> None:
    async def go() -> None:
        troubles: list[Exception] = [StoreError("database is locked"), KeyError("Jane Doe")]
        done = asyncio.Event()

        async def one() -> bool:
            if troubles:
                raise troubles.pop()
            done.set()
            return False

        loop = Loop([one])
        loop.start()
        await asyncio.wait_for(done.wait(), 60)
        await loop.stop(1)

    asyncio.run(go())
    assert "database is locked" in log.getvalue()
    assert '"error": "KeyError"' in log.getvalue()
    assert "Jane" not in log.getvalue()


def test_stopping_finishes_what_is_being_done_but_not_for_ever() -> None:
    async def go() -> None:
        finished = []

        async def short() -> bool:
            await asyncio.sleep(0.05)
            finished.append("short")
            return True

        async def endless() -> bool:
            await asyncio.sleep(60)
            finished.append("endless")
            return True

        loop = Loop([short, endless])
        loop.start()
        await asyncio.sleep(0.01)
        await loop.stop(0.2)
        assert finished == ["short"]

    asyncio.run(go())
