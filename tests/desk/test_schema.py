"""The tables in the code and the tables the migrations make are the same tables, on either database."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from consultant.desk.schema import METADATA, REVISION
from consultant.desk.store import Store
from consultant.desk.store.database import MIGRATIONS, connect_writing, migrate, sqlite_file
from consultant.desk.store.opening import postgresql_engine, sqlite_engine
from tests.desk.helpers import DANA, MAIL, NOON, answer
from tests.desk.postgresql import Cluster
from tests.desk.stores import DATABASES, Place, envelope, in_store

T = TypeVar("T")


@pytest.fixture(params=DATABASES)
def empty(request: pytest.FixtureRequest, tmp_path: object) -> Place:
    """A database in which there is nothing at all."""
    if request.param == "sqlite":
        return Place(f"sqlite:///{tmp_path}/desk.sqlite")
    server: Cluster = request.getfixturevalue("server")
    return Place(server.new_database())


def transact(place: Place, work: Callable[[Connection], T]) -> T:
    """Do it in one transaction."""

    async def on_postgresql() -> T:
        engine = postgresql_engine(place.url)
        try:
            async with engine.begin() as connection:
                return await connection.run_sync(work)
        finally:
            await engine.dispose()

    if place.shared:
        return asyncio.run(on_postgresql())
    engine = sqlite_engine(partial(connect_writing, sqlite_file(place.url), 1))
    try:
        with engine.begin() as connection:
            return work(connection)
    finally:
        engine.dispose()


def scripts() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def test_the_migrations_make_the_tables_of_the_code(empty: Place) -> None:
    def compare(connection: Connection) -> None:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        tables = [table for table in METADATA.tables if table != "alembic_version"]
        indexes = {index["name"] for table in tables for index in inspect(connection).get_indexes(table)}
        assert indexes >= {index.name for table in METADATA.tables.values() for index in table.indexes}

    transact(empty, migrate)
    transact(empty, compare)


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    assert ScriptDirectory.from_config(scripts()).get_heads() == [REVISION]


def test_a_migration_that_fails_leaves_nothing_behind(empty: Place) -> None:
    # In the way of the last step.
    transact(empty, lambda connection: connection.execute(text("CREATE TABLE chore (name INTEGER)")))
    with pytest.raises(DBAPIError, match="already exists"):
        transact(empty, migrate)
    names = transact(empty, lambda connection: inspect(connection).get_table_names())
    assert names == ["chore"]


def test_a_store_of_the_first_version_goes_on_with_everything_in_it(empty: Place) -> None:
    """A mail that waits and one that is done, stored before the upgrade."""

    def as_it_was(connection: Connection) -> None:
        config = scripts()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        moment = f"'{NOON:%Y-%m-%d %H:%M:%S}'" + ("::timestamp AT TIME ZONE 'UTC'" if empty.shared else "")
        for number, state in ((1, "done"), (2, "received")):
            connection.execute(
                text(
                    "INSERT INTO inbox (number, digest, mail_from, rcpt_to, received_at, size, reply_id,"
                    f" state, due_at, attempts) VALUES ({number}, 'digest {number}', '{DANA}',"
                    f" '[\"consult@desk.example\"]', {moment}, 3, '<{number}@desk.example>', '{state}',"
                    f" {moment}, {2 - number})"
                )
            )
            octets = "'abc'" if empty.shared else "X'616263'"
            connection.execute(text(f"INSERT INTO content VALUES ({number}, 'in', {octets})"))
        connection.execute(
            text(
                "INSERT INTO outbox (number, message_id, mail_from, rcpt_to, asker, addressee, state,"
                " attempts, created_at, due_at, give_up_at)"
                f" VALUES (1, '<1@desk.example>', '', '{DANA}', '{DANA}', '{DANA}', 'queued', 0,"
                f" {moment}, {moment}, {moment})"
            )
        )
        connection.execute(text("INSERT INTO content VALUES (1, 'out', 'def')"))
        if empty.shared:
            connection.execute(text("SELECT setval('inbox_number_seq', 2)"))

    async def go_on(store: Store) -> None:
        letter = await store.due(NOON, lambda attempt: attempt * (NOON - NOON))
        assert letter is not None
        assert (letter.number, letter.raw, letter.received_at) == (1, b"def", NOON)
        task = await store.claim(NOON)
        assert task is not None
        assert (task.number, task.raw, task.counts.hour) == (2, b"abc", 1)
        assert await store.record(task, answer(DANA, task.reply_id), NOON)
        assert (await store.accept(envelope(), MAIL)).number == 3

    transact(empty, as_it_was)
    in_store(empty, go_on)
    assert empty.sql("SELECT version_num FROM alembic_version") == [(REVISION,)]
