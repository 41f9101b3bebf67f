"""The tables: what came in, what became of it, what goes out.

One number runs through all three: a mail is accepted under it, decided under it, and its reply is
delivered under it. The octets of letters stand apart from their state, because the state changes
several times and the octets never do, and because a list of mails should not have to wade through them.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    literal_column,
)
from sqlalchemy.sql.elements import ColumnElement

REVISION = "0004"
"""The newest migration. A store that says so needs none, and the start is spared importing alembic."""

# A mail waits as RECEIVED, is DONE once its outcome is recorded, or HELD until the operator looks.
RECEIVED, DONE, HELD = "received", "done", "held"
# A reply waits as QUEUED, is SENT once the relay took it, FAILED for good, or HELD (same word as above).
QUEUED, SENT, FAILED = "queued", "sent", "failed"

IN, OUT = "in", "out"


def is_(column: Column[str], word: str) -> ColumnElement[bool]:
    """The column is this word, which stands in the statement itself.

    As a bound value it could be any word, and neither database would use an index made for one of them:
    looking for work would cost more with every mail that is kept.
    """
    return column == literal_column(f"'{word}'", Text)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets the zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if not isinstance(value, datetime):
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


Number = BigInteger().with_variant(Integer, "sqlite")

METADATA = MetaData()

inbox = Table(
    "inbox",
    METADATA,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("mail_from", Text, nullable=False),
    Column("rcpt_to", JSON, nullable=False),
    # Who brought it (the client's address and name, who logged in), for what is proven about its sender.
    Column("peer", Text),
    Column("helo", Text),
    Column("submitter", Text),
    # Alike for mails of one conversation, and of one text: the caps count by them.
    Column("thread", Text),
    Column("same_text", Text),
    Column("received_at", Instant, nullable=False),
    Column("size", Integer, nullable=False),
    # The Message-ID the reply will have, fixed on arrival so that no second try can choose another.
    Column("reply_id", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("worker", Text),
    Column("attempts", Integer, nullable=False),
    Column("disposition", Text),
    Column("reason", Text),
    Column("evidence", Text),
    Column("decided_at", Instant),
    Column("held_because", Text),
    # How often a process that was answering it died or had to be ended.
    Column("crashes", Integer, nullable=False, server_default="0"),
    sqlite_autoincrement=True,
)
_waiting = is_(inbox.c.state, RECEIVED)
_mail_held = is_(inbox.c.state, HELD)
Index("inbox_waiting", inbox.c.due_at, inbox.c.number, sqlite_where=_waiting, postgresql_where=_waiting)
Index("inbox_age", inbox.c.received_at)
Index("inbox_thread", inbox.c.thread)
Index("inbox_held", inbox.c.number, sqlite_where=_mail_held, postgresql_where=_mail_held)

outbox = Table(
    "outbox",
    METADATA,
    Column(
        "number",
        Number,
        ForeignKey("inbox.number", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("message_id", Text, nullable=False),
    Column("mail_from", Text, nullable=False),
    Column("rcpt_to", Text, nullable=False),
    # Lower case, for the caps: whom this answers by envelope, and whom it goes to.
    Column("asker", Text, nullable=False),
    Column("addressee", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("give_up_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("error", Text),
)
_queued = is_(outbox.c.state, QUEUED)
_stuck = outbox.c.state.in_((literal_column(f"'{FAILED}'"), literal_column(f"'{HELD}'")))
Index("outbox_queued", outbox.c.due_at, outbox.c.number, sqlite_where=_queued, postgresql_where=_queued)
Index("outbox_stuck", outbox.c.number, sqlite_where=_stuck, postgresql_where=_stuck)
Index("outbox_message_id", outbox.c.message_id)
Index("outbox_asker", outbox.c.asker, outbox.c.created_at)
Index("outbox_addressee", outbox.c.addressee, outbox.c.created_at)

content = Table(
    "content",
    METADATA,
    Column(
        "number",
        Number,
        ForeignKey("inbox.number", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("way", String(3), primary_key=True),
    Column("raw", LargeBinary, nullable=False),
)

# What the clock starts is done once, whoever is first to take it, however many machines share the store.
chore = Table(
    "chore",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("ran_at", Instant, nullable=False),
)
