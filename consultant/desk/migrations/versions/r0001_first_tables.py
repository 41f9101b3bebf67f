"""The first tables: inbox, outbox, content.

A migration is history and does not import `schema.py`, which goes on changing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    _inbox()
    _outbox()
    op.create_table(
        "content",
        sa.Column("number", Number, sa.ForeignKey("inbox.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("way", sa.String(3), primary_key=True),
        sa.Column("raw", sa.LargeBinary, nullable=False),
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("number", Number, primary_key=True, autoincrement=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("mail_from", sa.Text, nullable=False),
        sa.Column("rcpt_to", sa.JSON, nullable=False),
        sa.Column("received_at", Instant, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("reply_id", sa.Text, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("worker", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("disposition", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("evidence", sa.Text),
        sa.Column("decided_at", Instant),
        sa.Column("held_because", sa.Text),
        sqlite_autoincrement=True,
    )
    waiting = sa.text("state = 'received'")
    op.create_index(
        "inbox_waiting", "inbox", ["due_at", "number"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_index("inbox_age", "inbox", ["received_at"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column(
            "number",
            Number,
            sa.ForeignKey("inbox.number", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("mail_from", sa.Text, nullable=False),
        sa.Column("rcpt_to", sa.Text, nullable=False),
        sa.Column("asker", sa.Text, nullable=False),
        sa.Column("addressee", sa.Text, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("give_up_at", Instant, nullable=False),
        sa.Column("sent_at", Instant),
        sa.Column("error", sa.Text),
    )
    queued = sa.text("state = 'queued'")
    op.create_index(
        "outbox_queued", "outbox", ["due_at", "number"], sqlite_where=queued, postgresql_where=queued
    )
    op.create_index("outbox_asker", "outbox", ["asker", "created_at"])
    op.create_index("outbox_addressee", "outbox", ["addressee", "created_at"])
