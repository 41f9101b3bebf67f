"""A store opened: its database found or made, its schema brought up to date, a runner on it."""

import asyncio
import sqlite3
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from consultant.desk.store.database import connect_reading, connect_writing, migrate, sqlite_file
from consultant.desk.store.runner import Runner, Session, StoreError, reason
from consultant.desk.store.writer import Writer

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine


async def sqlite(url: str, busy_timeout: float, create: bool) -> Runner:
    """A file of ours. Without `create` it must be there. Raises StoreError."""
    file = sqlite_file(url)
    if not create and not file.exists():
        raise StoreError(f"no store at {file}")
    _make_private(file.parent)
    writing = partial(connect_writing, file, busy_timeout)

    def prepare() -> None:
        engine = sqlite_engine(writing)
        try:
            with engine.begin() as connection:
                migrate(connection)
        finally:
            engine.dispose()

    try:
        await asyncio.to_thread(prepare)
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StoreError(reason(error)) from error
    return Writer(writing, partial(connect_reading, file, busy_timeout))


async def postgresql(url: str, create: bool) -> Runner:
    """A database that is there. Without `create` it must hold a store. Raises StoreError."""
    # Imported here, so that a desk on SQLite starts without it.
    from consultant.desk.store.pool import TROUBLE, open_pool

    pool = await open_pool(url)
    try:
        if forgetful := await pool.read(_forgetful):
            raise StoreError(f"the server has {forgetful} off and may forget mail it has taken")
        if not await _migrated(url, create):
            raise StoreError("there is no store in this database yet")
    except (SQLAlchemyError, *TROUBLE) as error:
        await pool.close()
        raise StoreError(reason(error)) from error
    except StoreError:
        await pool.close()
        raise
    return pool


def sqlite_engine(connect: "partial[sqlite3.Connection]") -> Engine:
    """For migrations, which SQLAlchemy executes."""
    engine = create_engine("sqlite://", creator=connect, hide_parameters=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def postgresql_engine(url: str) -> "AsyncEngine":
    """For migrations, which SQLAlchemy executes."""
    from sqlalchemy.ext.asyncio import create_async_engine

    return create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"), hide_parameters=True)


async def _migrated(url: str, create: bool) -> bool:
    engine = postgresql_engine(url)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(partial(migrate, create=create))
    finally:
        await engine.dispose()


def _forgetful(session: Session) -> str | None:
    """A 250 means stored; a server that says "committed" before it is on disk cannot back that."""
    names = ("synchronous_commit", "fsync")
    return next((name for name in names if session.fetch(f"SHOW {name}")[0][0] == "off"), None)


def _make_private(folder: Path) -> None:
    """What people wrote is nobody else's to read."""
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: {(error.strerror or str(error)).lower()}") from error
