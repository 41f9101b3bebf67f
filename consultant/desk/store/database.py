"""Which database a URL means, what SQLite needs to be told, and the migrations."""

import logging
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import make_url

from consultant.desk.schema import REVISION

MIGRATIONS = Path(__file__).parent.parent / "migrations"

_MIGRATING = 0x636F6E73756C74  # "consult", as the number of an advisory lock


def is_postgresql(url: str) -> bool:
    return make_url(url).get_backend_name() == "postgresql"


def sqlite_file(url: str) -> Path:
    """The file behind an SQLite URL."""
    return Path(make_url(url).database or "")


def connect_writing(file: Path, busy_timeout: float) -> sqlite3.Connection:
    """For the one thread that writes."""
    connection = _connect(file, busy_timeout)
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL, because with NORMAL a power cut may take back what a 250 has promised.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def connect_reading(file: Path, busy_timeout: float) -> sqlite3.Connection:
    """For those who only look: they neither wait for the writer nor keep it waiting."""
    connection = _connect(file, busy_timeout)
    connection.execute("PRAGMA query_only = ON")
    return connection


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


def _connect(file: Path, busy_timeout: float) -> sqlite3.Connection:
    # Without sqlite3's own transactions: it begins late, and not at all before DDL.
    return sqlite3.connect(file, timeout=busy_timeout, isolation_level=None, check_same_thread=False)


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
