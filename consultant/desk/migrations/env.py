"""Alembic's entry: run the migrations on the connection, and in the transaction, that the store hands in."""

from alembic import context

from consultant.desk.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True
)
context.run_migrations()
