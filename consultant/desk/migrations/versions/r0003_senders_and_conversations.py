"""Who brought a mail, and what its conversation and its text have in common with others'."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for name in ("peer", "helo", "submitter", "thread", "same_text"):
        op.add_column("inbox", sa.Column(name, sa.Text))
    op.create_index("inbox_thread", "inbox", ["thread"])
