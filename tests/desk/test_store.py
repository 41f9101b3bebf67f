"""The store as a whole, on a real SQLite file."""

import asyncio
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy.dialects import postgresql, sqlite

from consultant.desk.store import Store, StoreError, inbox, outbox
from consultant.desk.store.runner import about_the_rows
from tests.desk.helpers import MAIL
from tests.desk.stores import envelope, in_store


def test_a_locked_store_says_so_and_recovers(path: Path) -> None:
    async def use(store: Store) -> None:
        blocker = sqlite3.connect(path, isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        results = await asyncio.gather(
            *(store.accept(envelope(f"{number}@x.example"), MAIL) for number in range(5)),
            return_exceptions=True,
        )
        assert {str(result) for result in results} == {"database is locked"}
        assert {type(result) for result in results} == {StoreError}
        blocker.execute("COMMIT")
        assert (await store.accept(envelope(), MAIL)).number == 1
        blocker.close()

    in_store(path, use)


def test_one_bad_operation_does_not_spoil_its_batch(path: Path) -> None:
    async def use(store: Store) -> None:
        def broken(connection: object) -> None:
            raise KeyError("ours")

        results = await asyncio.gather(
            *(store.accept(envelope(f"{number}@x.example"), MAIL) for number in range(5)),
            store._runner.run(broken),
            *(store.accept(envelope(f"{number}@y.example"), MAIL) for number in range(5)),
            return_exceptions=True,
        )
        assert [type(result).__name__ for result in results].count("Accepted") == 10
        assert isinstance(results[5], KeyError)
        assert (await store.status()).mails == {"received": 10}

    in_store(path, use)


def test_waiting_operations_share_one_commit(path: Path) -> None:
    async def use(store: Store) -> None:
        commits: list[str] = []
        await store.accept(envelope(), MAIL)
        store._runner._connection.set_trace_callback(
            lambda statement: commits.append(statement) if statement == "COMMIT" else None
        )
        await asyncio.gather(*(store.accept(envelope(f"{n}@x.example"), MAIL) for n in range(50)))
        assert 1 <= len(commits) < 10

    in_store(path, use)


def test_sqlite_is_told_to_be_careful(path: Path) -> None:
    async def use(store: Store) -> None:
        def asked(session: Any) -> dict[str, Any]:
            names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            return {name: session.fetch(f"PRAGMA {name}")[0][0] for name in names}

        said = await store._runner.run(asked)
        assert said == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 200}

    in_store(path, use)


def test_errors_of_the_database_do_not_quote_the_mail(path: Path) -> None:
    async def use(store: Store) -> None:
        with sqlite3.connect(path) as spoiler:
            spoiler.execute("DROP TABLE content")
        with pytest.raises(StoreError) as caught:
            await store.accept(envelope(), b"Subject: Jane Doe, MRN 12345\r\n\r\n")
        assert "Jane" not in str(caught.value)
        assert "Jane" not in str(caught.value.__cause__)

    in_store(path, use)


def test_a_store_that_is_not_there_is_only_made_when_asked(tmp_path: Path) -> None:
    async def run() -> None:
        store = Store(f"sqlite:///{tmp_path}/none.sqlite", hostname="desk.example")
        with pytest.raises(StoreError, match="no store at"):
            await store.open(create=False)
        with pytest.raises(StoreError, match="not open"):
            await store.status()

    asyncio.run(run())
    assert list(tmp_path.iterdir()) == []


def test_everything_queued_is_committed_before_the_store_closes(path: Path) -> None:
    async def use(store: Store) -> None:
        pending = [asyncio.create_task(store.accept(envelope(f"{n}@x.example"), MAIL)) for n in range(9)]
        await asyncio.sleep(0)
        await store.close()
        assert len({(await one).number for one in pending}) == 9
        with pytest.raises(StoreError, match="closed"):
            await store.status()

    in_store(path, use)


@pytest.mark.parametrize("claim", [inbox.CLAIM, outbox.DUE])
def test_claims_are_the_same_statements_on_postgresql(claim: object) -> None:
    compiled = partial(claim.compile)  # type: ignore[attr-defined]
    assert "FOR UPDATE SKIP LOCKED" in str(compiled(dialect=postgresql.dialect()))
    assert "FOR UPDATE" not in str(compiled(dialect=sqlite.dialect()))


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (asyncpg.UniqueViolationError("twice"), True),
        (asyncpg.CharacterNotInRepertoireError("NUL"), True),
        (asyncpg.DiskFullError("no room"), False),
        (asyncpg.ReadOnlySQLTransactionError("read-only"), False),
        (asyncpg.AdminShutdownError("stopped"), False),
        (asyncpg.InternalClientError("the connection is closed"), False),
        (sqlite3.IntegrityError("twice"), True),
        (sqlite3.OperationalError("locked"), False),
    ],
)
def test_a_batch_is_tried_mail_by_mail_only_where_one_of_them_is_to_blame(
    error: Exception, expected: bool
) -> None:
    trouble = StoreError("it did not work")
    trouble.__cause__ = error
    assert about_the_rows(trouble) is expected
