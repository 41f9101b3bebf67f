"""What the store hands out: a mail to answer, a letter to send, and lines for the operator's eyes."""

from datetime import datetime

from consultant.frozen import Frozen
from consultant.mail.message import Counts, Envelope


class Accepted(Frozen):
    """The number a mail was stored under; `again` when the very same mail was stored before."""

    number: int
    again: bool


class Task(Frozen):
    """A mail claimed for answering. `earlier` are its sender's mails before it in this conversation.

    `attempt` and `worker` are the lease: who else claims it changes them.
    """

    number: int
    envelope: Envelope
    raw: bytes
    counts: Counts
    earlier: tuple[bytes, ...] = ()
    reply_id: str
    worker: str
    attempt: int


class Letter(Frozen):
    """A reply claimed for one try. The next time is already written down when this is handed out."""

    number: int
    message_id: str
    mail_from: str
    rcpt_to: str
    raw: bytes
    received_at: datetime
    attempt: int
    next_at: datetime


class Entry(Frozen):
    """One mail and its reply, as the operator sees them."""

    number: int
    received_at: datetime
    mail_from: str
    rcpt_to: tuple[str, ...]
    size: int
    state: str
    attempts: int
    crashes: int
    disposition: str | None
    reason: str | None
    evidence: str | None
    decided_at: datetime | None
    held_because: str | None
    reply_state: str | None
    reply_to: str | None
    reply_id: str
    reply_attempts: int | None
    reply_due_at: datetime | None
    reply_sent_at: datetime | None
    reply_error: str | None


class Status(Frozen):
    """How many of each, and how long the longest has waited."""

    mails: dict[str, int]
    dispositions: dict[str, int]
    replies: dict[str, int]
    oldest_waiting: datetime | None
    oldest_queued: datetime | None
    next_try: datetime | None


class Backlog(Frozen):
    """What waits, how long the first of it has waited, and what waits for the operator."""

    waiting: int
    waiting_since: datetime | None
    queued: int
    queued_since: datetime | None
    held: int
    failed: int
