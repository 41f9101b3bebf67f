"""PostgreSQL: each operation is a transaction of its own, on one of a few kept connections."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import asyncpg
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.util import await_only, greenlet_spawn

from consultant.desk.store.runner import Operation, StoreError, T, reason

CONNECTIONS = 10
"""From one process. What is more than that waits."""

PATIENCE = 20.0
"""Seconds one statement may take, and how long to wait for a connection."""

TROUBLE = (
    *(asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError),
    asyncpg.InternalClientError,  # what asyncpg may say when a connection ends between two of its steps
)


class PostgresqlSession:
    """A Session. Operations are plain functions; they wait for asyncpg within a greenlet."""

    dialect: Dialect = PGDialect_asyncpg()  # type: ignore[no-untyped-call]

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def fetch(self, sql: str, values: Sequence[Any] = ()) -> Sequence[Any]:
        rows: Sequence[Any] = await_only(self._connection.fetch(sql, *values))
        return rows

    def execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        said = await_only(self._connection.execute(sql, *values))
        touched = said.rpartition(" ")[2]
        return int(touched) if touched.isdigit() else 0

    def insert(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        if len(rows) == 1:
            await_only(self._connection.execute(sql, *rows[0]))
        else:
            await_only(self._connection.executemany(sql, rows))


async def connect(dsn: str) -> Any:
    """A connection by itself. A password comes from PGPASSWORD or from the password file."""
    return await asyncpg.connect(dsn, **_OPTIONS)


async def open_pool(dsn: str) -> "Pool":
    """Raises StoreError."""
    try:
        return Pool(
            await asyncpg.create_pool(
                dsn, min_size=1, max_size=CONNECTIONS, init=_teach, reset=_nothing, **_OPTIONS
            )
        )
    except TROUBLE as error:
        raise StoreError(reason(error)) from error


class Pool:
    """A Runner on asyncpg's pool."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool
        self._closed = False

    async def run(self, operation: Operation[T], *, apart: bool = False) -> T:
        """The operation's result, once it is committed."""
        if self._closed:
            raise StoreError("the store is closed")
        try:
            try:
                return await self._once(operation, apart)
            except asyncpg.ReadOnlySQLTransactionError:
                # A session that began read-only stays so when the database is not any more, or when another
                # server may be written to by now: it is worth asking in a new one.
                await self._pool.expire_connections()
                return await self._once(operation, apart)
        except TROUBLE as error:
            raise StoreError(reason(error)) from error

    async def _once(self, operation: Operation[T], apart: bool) -> T:
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            result: T = await greenlet_spawn(_one_by_one if apart else _transact, connection, operation)
            return result

    async def read(self, operation: Operation[T]) -> T:
        """The operation's result."""
        return await self.run(operation)

    async def close(self) -> None:
        """Finish what is under way, then close."""
        self._closed = True
        try:
            async with asyncio.timeout(PATIENCE):
                await self._pool.close()
        except TROUBLE:
            self._pool.terminate()


def _one_by_one(connection: Any, operation: Operation[T]) -> T:
    return operation(PostgresqlSession(connection))


def _transact(connection: Any, operation: Operation[T]) -> T:
    try:
        await_only(connection.execute("BEGIN"))
        result = operation(PostgresqlSession(connection))
        await_only(connection.execute("COMMIT"))
    except BaseException as error:
        _undo(connection, error)
        raise
    return result


def _undo(connection: Any, error: BaseException) -> None:
    """No transaction stays open: it ends, or its connection does."""
    with suppress(asyncpg.InterfaceError):  # the connection has gone, and with it what was not committed
        if isinstance(error, Exception) and not connection.is_closed():
            try:
                await_only(connection.execute("ROLLBACK"))
            except TROUBLE:
                connection.terminate()
        else:
            connection.terminate()


async def _teach(connection: Any) -> None:
    # SQLAlchemy's type writes JSON but leaves reading it to the driver.
    await connection.set_type_codec("json", schema="pg_catalog", encoder=str, decoder=json.loads)


async def _nothing(_: object) -> None:
    """What to do with a connection that is given back: nothing, as we leave nothing behind."""


_OPTIONS: dict[str, Any] = {
    "timeout": 5,
    "command_timeout": PATIENCE,
    # A machine that vanishes in the middle of a transaction must not keep its locks.
    "server_settings": {
        "application_name": "consultant",
        "idle_in_transaction_session_timeout": str(int(PATIENCE * 1000)),
    },
}
