"""PostgreSQL's connections come and go: whatever breaks, it is the store that was not ready."""

import asyncio

from consultant.desk.store import Store, StoreError
from tests.desk.helpers import MAIL, NOON
from tests.desk.stores import Place, envelope, in_store

END_ALL = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid != pg_backend_pid()
"""


def test_connections_that_are_ended_are_never_taken_for_a_mistake_of_ours(shared_place: Place) -> None:
    """A mistake would have the mail or the reply held for an operator."""

    async def use(store: Store) -> None:
        errors: list[BaseException] = []
        ended = False

        async def work(client: int) -> None:
            count = 0
            while not ended:
                count += 1
                try:
                    await store.accept(envelope(f"{client}.{count}@clinic.example"), MAIL)
                    await store.sent(1, NOON)
                    await store.claim(NOON)
                except Exception as error:  # noqa: BLE001 - which it is, is asked below
                    errors.append(error)

        clients = [asyncio.create_task(work(client)) for client in range(8)]
        for _ in range(25):
            await asyncio.sleep(0.04)
            await asyncio.to_thread(shared_place.sql, END_ALL)
        ended = True
        await asyncio.gather(*clients)
        assert errors
        assert {type(error) for error in errors} == {StoreError}

    in_store(shared_place, use)
