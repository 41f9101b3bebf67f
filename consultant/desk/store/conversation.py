"""What the same sender asked before in a conversation that a mail goes on with.

A mail goes on with a conversation when it names, in References or In-Reply-To, a reply that answered its
sender. Whoever else names it gets nothing of it: Message-IDs are no secret.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from consultant.desk.schema import IN, content, inbox, is_, outbox
from consultant.desk.store.runner import Session
from consultant.desk.store.statement import Statement
from consultant.mail.marks import our_replies

MAILS = 8
OCTETS = 1 << 18
"""The latest so many mails are handed on, and none that is larger."""

_REPLIED = Statement(
    select(inbox.c.thread)
    .select_from(outbox.join(inbox, inbox.c.number == outbox.c.number))
    .where(outbox.c.message_id == bindparam("reply"), outbox.c.asker == bindparam("sender"))
)
_EARLIER = Statement(
    select(content.c.raw)
    .select_from(inbox.join(outbox, outbox.c.number == inbox.c.number))
    .join(content, content.c.number == inbox.c.number)
    .where(inbox.c.thread == bindparam("thread"), inbox.c.number < bindparam("mail"))
    .where(outbox.c.asker == bindparam("sender"), is_(content.c.way, IN), inbox.c.size <= OCTETS)
    .order_by(inbox.c.number.desc())
    .limit(MAILS)
)
_JOIN = Statement(update(inbox).where(inbox.c.number == bindparam("mail")).values(thread=bindparam("joined")))


class Conversation(NamedTuple):
    """`thread` is its mark, `earlier` the octets of the sender's answered mails in it, oldest first."""

    thread: str
    earlier: tuple[bytes, ...]


def conversation(session: Session, mail: int, sender: str, thread: str, raw: bytes) -> Conversation:
    """The conversation of this mail. One that names only our latest reply joins the thread of that reply."""
    sender = sender.lower()
    for reply in our_replies(raw):
        replied = _REPLIED.row(session, reply=reply, sender=sender)
        if replied is not None and replied.thread:
            if replied.thread != thread:
                _JOIN.run(session, mail=mail, joined=replied.thread)
            rows = _EARLIER.rows(session, thread=replied.thread, mail=mail, sender=sender)
            return Conversation(replied.thread, tuple(row.raw for row in reversed(rows)))
    return Conversation(thread, ())
