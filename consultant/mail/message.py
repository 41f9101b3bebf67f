"""The letters: Envelope and Message in, Reply or Silence out."""

import re
from datetime import datetime
from enum import StrEnum

from consultant.frozen import Frozen
from consultant.mail.attachment import Attachment

_REPLIED = re.compile(r"\s*(?:re|fwd?|aw|sv|wg|tr|rv)\s*(?:\[\d+\])?:", re.I)


class Authentication(Frozen):
    """What is proven about a mail's sender, `evidence` being all of it in short.

    `path` is what proves the envelope sender's domain ("spf", "login"), `aligned` what proves the one in From
    ("dkim", "spf"); "" for nothing.
    """

    path: str = ""
    aligned: str = ""
    evidence: str = ""


class Envelope(Frozen):
    """What SMTP said about a mail (RFC 5321): `mail_from` is "" for the null reverse-path.

    `peer` and `helo` are the client's address and name, `submitter` who logged in; `authentication` is what
    was found out about the sender since.
    """

    mail_from: str
    rcpt_to: tuple[str, ...]
    received_at: datetime
    peer: str = ""
    helo: str = ""
    submitter: str = ""
    authentication: Authentication | None = None


class Counts(Frozen):
    """How many replies went out lately; the screen's caps are held against it.

    To this sender in an hour and a day, and in a day in this thread and to this very text.
    """

    hour: int = 0
    day: int = 0
    thread: int = 0
    same_text: int = 0


class Message(Frozen):
    """A mail as read (RFC 5322), split and never cut: `text` is what the sender wrote now, `quoted` the
    earlier mail below or between it, `signature` and `forwarded` as they say. `written` is new text and
    signature as they stood. `earlier` is what the sender asked before in the same conversation, oldest first;
    it comes from the mails that the desk kept, not from this one.

    `fields` are all header fields in order, names in lower case, values decoded. `unread` names what
    could not be read, `beyond` what was more than the limits allow.
    """

    message_id: str = ""
    sender: str = ""
    sender_name: str = ""
    authors: tuple[str, ...] = ()
    subject: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    content_type: str = "text/plain"
    kinds: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    text: str = ""
    quoted: str = ""
    signature: str = ""
    forwarded: str = ""
    written: str = ""
    earlier: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    report: str = ""
    unread: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()

    def field(self, name: str) -> str | None:
        """The first field of that name (lower case), or None."""
        return next((value for key, value in self.fields if key == name), None)

    def all(self, name: str) -> tuple[str, ...]:
        """Every field of that name (lower case), in order."""
        return tuple(value for key, value in self.fields if key == name)

    def asked(self) -> tuple[str, str]:
        """(what the question is read from, the earlier mail that lends it context).

        The sender's new words, then what he forwarded and attached. Who wrote nothing new asks with what he
        sent on, and with nothing of that, with the mail he quoted, unless a subject of his own asks. Where
        nothing is quoted, what he asked before lends the context.
        """
        attached = [a.text for a in self.attachments if a.text]
        own = [t for t in (self.text, self.forwarded, *attached) if t]
        before = "\n\n".join(self.earlier)
        if own or (self.subject.rstrip().endswith("?") and not _REPLIED.match(self.subject)):
            return "\n\n".join(own), self.quoted or before
        return self.quoted, before


class Silence(StrEnum):
    """Why a mail gets no reply (RFC 3834 section 2). A normal, recorded outcome."""

    NULL_SENDER = "null-sender"
    NO_SENDER = "no-sender"
    OWN_ADDRESS = "own-address"
    LOOP = "loop"
    BOUNCE = "bounce"
    BOUNCE_ADDRESS = "bounce-address"
    SYSTEM_SENDER = "system-sender"
    TOO_MANY_HOPS = "too-many-hops"
    AUTO_SUBMITTED = "auto-submitted"
    REPORT = "report"
    CALENDAR = "calendar"
    MAILING_LIST = "mailing-list"
    PRECEDENCE = "precedence"
    SUPPRESSED = "suppressed"
    MACHINE = "machine"
    UNCLEAR_FROM = "unclear-from"
    UNPROVEN = "unproven"
    SENDER_CAP = "sender-cap"
    THREAD_CAP = "thread-cap"
    SAME_TEXT = "same-text"
    AUTOMATIC_SUBJECT = "automatic-subject"
    UNREADABLE = "unreadable"
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
