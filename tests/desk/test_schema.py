"""The tables in the code and the tables the migrations make are the same tables."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError

from consultant.desk.schema import METADATA, REVISION
from consultant.desk.store.database import MIGRATIONS, migrate, open_engine


def test_the_migrations_make_the_tables_of_the_code(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/desk.sqlite", 1)
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        indexes = {
            index["name"] for table in METADATA.tables for index in inspect(connection).get_indexes(table)
        }
        assert indexes == {index.name for table in METADATA.tables.values() for index in table.indexes}
    engine.dispose()


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [REVISION]


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/desk.sqlite", 1)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE content (number INTEGER)"))  # in the way of the last step
    with pytest.raises(OperationalError, match="content already exists"):
        migrate(engine)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["content"]
    engine.dispose()
