"""PostgreSQL: each operation is a transaction of its own, on one of a few kept connections."""

import asyncio
from collections.abc import Callable

from asyncpg import InterfaceError, PostgresError
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from consultant.desk.store.runner import StoreError, T, reason

_TROUBLE = (SQLAlchemyError, PostgresError, InterfaceError, OSError, TimeoutError)


class Pool:
    """A Runner. Operations are the same functions that SQLite runs, statement by statement."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._trouble = (*_TROUBLE, engine.dialect.loaded_dbapi.Error)
        self._closed = False
        self._under_way = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    async def run(self, operation: Callable[[Connection], T]) -> T:
        """The operation's result, once it is committed."""
        if self._closed:
            raise StoreError("the store is closed")
        self._under_way += 1
        self._quiet.clear()
        try:
            async with self._engine.begin() as connection:
                return await connection.run_sync(operation)
        except self._trouble as error:
            raise StoreError(reason(error)) from error
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._quiet.set()

    async def read(self, operation: Callable[[Connection], T]) -> T:
        """The operation's result."""
        return await self.run(operation)

    async def close(self) -> None:
        """Finish what is under way, then close."""
        self._closed = True
        await self._quiet.wait()
        await self._engine.dispose()
