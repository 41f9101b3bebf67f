"""How the store's database is opened: what SQLite and PostgreSQL need to be told, and the migrations."""

import logging
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from consultant.desk.schema import REVISION

MIGRATIONS = Path(__file__).parent.parent / "migrations"

CONNECTIONS = 10
"""To PostgreSQL, from one process. What is more than that waits."""

PATIENCE = 20
"""Seconds PostgreSQL may take for one statement."""

_MIGRATING = 0x636F6E73756C74  # "consult", as the number of an advisory lock


def open_writing(url: str, busy_timeout: float) -> Engine:
    """SQLite, for the one thread that writes. Errors never quote a mail (`hide_parameters`)."""
    engine = create_engine(url, hide_parameters=True, pool_size=1, max_overflow=0)
    # IMMEDIATE takes the write lock now: a read that becomes a write later does not wait, it fails.
    _teach_sqlite(
        engine,
        "BEGIN IMMEDIATE",
        f"PRAGMA busy_timeout = {int(busy_timeout * 1000)}",
        "PRAGMA journal_mode = WAL",
        # FULL, because with NORMAL a power cut may take back what a 250 has promised.
        "PRAGMA synchronous = FULL",
        "PRAGMA foreign_keys = ON",
    )
    return engine


def open_reading(url: str, busy_timeout: float) -> Engine:
    """SQLite, for those who only look: they neither wait for the writer nor keep it waiting."""
    engine = create_engine(url, hide_parameters=True, pool_size=1, max_overflow=4)
    _teach_sqlite(
        engine, "BEGIN", f"PRAGMA busy_timeout = {int(busy_timeout * 1000)}", "PRAGMA query_only = ON"
    )
    return engine


def open_postgresql(url: str) -> AsyncEngine:
    """PostgreSQL. Without a password in the URL it is taken from PGPASSWORD or the password file."""
    return create_async_engine(
        driver_url(url),
        hide_parameters=True,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=PATIENCE,
        connect_args={
            "timeout": 5,
            "command_timeout": PATIENCE,
            # A machine that vanishes in the middle of a transaction must not keep its locks.
            "server_settings": {
                "application_name": "consultant",
                "idle_in_transaction_session_timeout": str(PATIENCE * 1000),
            },
        },
    )


def driver_url(url: str) -> URL:
    """The URL an operator writes, with the driver we use."""
    return make_url(url).set(drivername="postgresql+asyncpg")


def is_postgresql(url: str) -> bool:
    return make_url(url).get_backend_name() == "postgresql"


def sqlite_file(url: str) -> Path | None:
    """The file behind an SQLite URL."""
    parsed = make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def migrate(connection: Connection, create: bool = True) -> bool:
    """Bring the schema to REVISION, in the caller's transaction; two starting at once wait for each other.

    Without `create` an empty database is left alone: False.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
    revision = _revision(connection)
    if revision is None and not create:
        return False
    if revision != REVISION:
        _upgrade(connection)
    return True


def _teach_sqlite(engine: Engine, begin: str, *pragmas: str) -> None:
    @event.listens_for(engine, "connect")
    def settle(connection: Any, _: ConnectionPoolEntry) -> None:
        # We say BEGIN ourselves: left alone, sqlite3 begins late and not at all before DDL.
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def say_begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute(begin)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
