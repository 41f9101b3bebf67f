"""How often a mail took its process down, who does the chores, and indexes for what is stuck."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("inbox", sa.Column("crashes", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "chore",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
    )
    held = sa.text("state = 'held'")
    op.create_index("inbox_held", "inbox", ["number"], sqlite_where=held, postgresql_where=held)
    stuck = sa.text("state IN ('failed', 'held')")
    op.create_index("outbox_stuck", "outbox", ["number"], sqlite_where=stuck, postgresql_where=stuck)
