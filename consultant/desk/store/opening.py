"""A store opened: its database found or made, its schema brought up to date, a runner on it."""

import asyncio
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from consultant.desk.store.database import migrate, open_postgresql, open_reading, open_writing, sqlite_file
from consultant.desk.store.runner import Runner, StoreError, reason
from consultant.desk.store.writer import Writer


async def sqlite(url: str, busy_timeout: float, create: bool) -> Runner:
    """A file of ours. Without `create` it must be there. Raises StoreError."""
    file = sqlite_file(url)
    if file is not None:
        if not create and not file.exists():
            raise StoreError(f"no store at {file}")
        _make_private(file.parent)
    engine = open_writing(url, busy_timeout)

    def prepare() -> None:
        with engine.begin() as connection:
            migrate(connection)

    try:
        await asyncio.to_thread(prepare)
    except SQLAlchemyError as error:
        engine.dispose()
        raise StoreError(reason(error)) from error
    return Writer(engine, open_reading(url, busy_timeout))


async def postgresql(url: str, create: bool) -> Runner:
    """A database that is there. Without `create` it must hold a store. Raises StoreError."""
    # Imported here, so that a desk on SQLite starts without it.
    from consultant.desk.store.pool import Pool

    pool = Pool(open_postgresql(url))
    try:
        if forgetful := await pool.run(_forgetful):
            raise StoreError(f"the server has {forgetful} off and may forget mail it has taken")
        if not await pool.run(partial(migrate, create=create)):
            raise StoreError("there is no store in this database yet")
    except StoreError:
        await pool.close()
        raise
    return pool


def _forgetful(connection: Connection) -> str | None:
    """A 250 means stored; a server that says "committed" before it is on disk cannot back that."""
    names = ("synchronous_commit", "fsync")
    return next((name for name in names if connection.execute(text(f"SHOW {name}")).scalar() == "off"), None)


def _make_private(folder: Path) -> None:
    """What people wrote is nobody else's to read."""
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: {(error.strerror or str(error)).lower()}") from error
