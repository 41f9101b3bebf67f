"""SQLite: one thread owns the writing connection; what is asked of it together shares one commit.

SQLite has one writer anyway, and a commit costs an fsync: sixteen mails arriving at once wait for one
fsync instead of sixteen. Nobody is told of success before the commit that holds his work has returned.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from consultant.desk.store.runner import Operation, StoreError, T, reason

BATCH = 100

Connect = Callable[[], sqlite3.Connection]


class SqliteSession:
    """A Session. Each statement gives up Python's lock and must wait for it again: the fewer the better."""

    dialect: Dialect = SQLiteDialect_pysqlite()

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def fetch(self, sql: str, values: Sequence[Any] = ()) -> Sequence[Any]:
        return self._connection.execute(sql, values).fetchall()

    def execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        return self._connection.execute(sql, values).rowcount

    def insert(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        head, _, one = sql.rpartition(" VALUES ")
        many = f"{head} VALUES {', '.join([one] * len(rows))}"
        self._connection.execute(many, [value for row in rows for value in row])


@dataclass(frozen=True, slots=True)
class _Job:
    operation: Operation[Any]
    done: "asyncio.Future[Any]"


class Writer:
    """A Runner. Operations run in their order; those that only read have connections of their own."""

    def __init__(self, writing: Connect, reading: Connect) -> None:
        self._connect = writing
        self._reading = reading
        self._connection: sqlite3.Connection | None = None
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._loop = asyncio.get_running_loop()
        self._thread = Thread(target=self._work, name="store-writer", daemon=True)
        self._thread.start()
        self._closed = False

    async def run(self, operation: Operation[T], *, apart: bool = False) -> T:
        """The operation's result, once it is committed."""
        if self._closed:
            raise StoreError("the store is closed")
        done: asyncio.Future[T] = self._loop.create_future()
        self._jobs.put(_Job(operation, done))
        try:
            return await done
        except sqlite3.Error as error:
            raise StoreError(reason(error)) from error

    async def read(self, operation: Operation[T]) -> T:
        """The operation's result."""
        if self._closed:
            raise StoreError("the store is closed")
        try:
            return await asyncio.to_thread(self._look, operation)
        except sqlite3.Error as error:
            raise StoreError(reason(error)) from error

    async def close(self) -> None:
        """Finish what is queued, then stop."""
        self._closed = True
        self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)

    def _look(self, operation: Operation[T]) -> T:
        with closing(self._reading()) as connection:
            connection.execute("BEGIN")
            return operation(SqliteSession(connection))

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            batch = [job]
            while len(batch) < BATCH and not self._jobs.empty():
                try:
                    job = self._jobs.get_nowait()
                except Empty:
                    break
                if job is None:
                    self._jobs.put(None)
                    break
                batch.append(job)
            self._commit(batch)
        self._hang_up()

    def _commit(self, batch: list[_Job]) -> None:
        inside = False
        try:
            connection = self._connection = self._connection or self._connect()
            # IMMEDIATE takes the write lock now: a read that becomes a write later does not wait, it fails.
            connection.execute("BEGIN IMMEDIATE")
            inside = True
            session = SqliteSession(connection)
            results = [job.operation(session) for job in batch]
            inside = False
            connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to whoever waits for the result
            self._hang_up()  # and with it what was not committed
            if inside and len(batch) > 1:
                # One of them broke the transaction of all: each gets its own.
                for job in batch:
                    self._commit([job])
            else:
                self._tell([(job, None, error) for job in batch])
        else:
            self._tell([(job, result, None) for job, result in zip(batch, results, strict=True)])

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _tell(self, outcomes: list[tuple[_Job, Any, Exception | None]]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(_settle, outcomes)


def _settle(outcomes: list[tuple[_Job, Any, Exception | None]]) -> None:
    for job, result, error in outcomes:
        if job.done.done():
            continue  # nobody waits any more; the work is committed all the same
        if error is None:
            job.done.set_result(result)
        else:
            job.done.set_exception(error)
