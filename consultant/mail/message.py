"""The letters: Envelope and Message in, Reply or Silence out."""

from datetime import datetime
from enum import StrEnum

from consultant.frozen import Frozen


class Envelope(Frozen):
    """What SMTP said about a mail (RFC 5321): `mail_from` is "" for the null reverse-path."""

    mail_from: str
    rcpt_to: tuple[str, ...]
    received_at: datetime


class Counts(Frozen):
    """How many replies this sender was sent lately; the screen's caps are held against it."""

    hour: int = 0
    day: int = 0


class Message(Frozen):
    """A mail as read (RFC 5322). `text` is what the sender wrote now, `quoted` the earlier mail
    below it; `fields` are all header fields in order, names in lower case, values decoded."""

    message_id: str = ""
    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    content_type: str = "text/plain"
    fields: tuple[tuple[str, str], ...] = ()
    text: str = ""
    quoted: str = ""
    unread: tuple[str, ...] = ()

    def field(self, name: str) -> str | None:
        """The first field of that name (lower case), or None."""
        return next((value for key, value in self.fields if key == name), None)


class Silence(StrEnum):
    """Why a mail gets no reply (RFC 3834 section 2). A normal, recorded outcome."""

    NULL_SENDER = "null-sender"
    AUTO_SUBMITTED = "auto-submitted"
    PRECEDENCE = "precedence"
    MAILING_LIST = "mailing-list"
    SYSTEM_SENDER = "system-sender"
    OWN_ADDRESS = "own-address"
    REPORT = "report"
    SENDER_CAP = "sender-cap"
    NO_SENDER = "no-sender"
    THANKS = "thanks"


class Reply(Frozen):
    """A finished letter to one recipient; `raw` is what goes on the wire."""

    message_id: str
    mail_from: str
    rcpt_to: str
    subject: str
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    raw: bytes
