"""Finding the reply that a mail answers."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_index("outbox_message_id", "outbox", ["message_id"])
