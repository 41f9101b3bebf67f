"""How the store's database is opened: what SQLite needs to be told, and the migrations."""

import logging
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import ConnectionPoolEntry

from consultant.desk.schema import REVISION

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def open_engine(url: str, busy_timeout: float) -> Engine:
    """One connection, for the one thread that writes. Errors never quote a mail (`hide_parameters`)."""
    engine = create_engine(url, hide_parameters=True, pool_size=1, max_overflow=0)
    if engine.dialect.name == "sqlite":
        _teach_sqlite(engine, busy_timeout)
    return engine


def sqlite_file(url: str) -> Path | None:
    """The file behind an SQLite URL."""
    parsed = make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def migrate(engine: Engine) -> None:
    """Bring the schema to REVISION, in one transaction; two starting at once wait for each other."""
    with engine.begin() as connection:
        if _revision(connection) != REVISION:
            _upgrade(connection)


def _teach_sqlite(engine: Engine, busy_timeout: float) -> None:
    @event.listens_for(engine, "connect")
    def settle(connection: Any, _: ConnectionPoolEntry) -> None:
        # We say BEGIN ourselves: left alone, sqlite3 begins late and not at all before DDL.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {int(busy_timeout * 1000)}")
        connection.execute("PRAGMA journal_mode = WAL")
        # FULL, because with NORMAL a power cut may take back what a 250 has promised.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # IMMEDIATE takes the write lock now: a read that becomes a write later does not wait, it fails.
        connection.exec_driver_sql("BEGIN IMMEDIATE")


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
