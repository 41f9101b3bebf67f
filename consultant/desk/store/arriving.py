"""Mails on their way in: accepted once."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, select

from consultant.desk.crashing import crash_point
from consultant.desk.schema import IN, RECEIVED, content, inbox
from consultant.desk.store.records import Accepted
from consultant.desk.store.runner import Session
from consultant.desk.store.statement import Statement
from consultant.mail.marks import Marks
from consultant.mail.message import Envelope

_KNOWN = Statement(select(inbox.c.number).where(inbox.c.digest == bindparam("same")))
# Numbers are drawn before they are used, so that storing many is one plain statement that returns nothing.
_DRAW = {
    "sqlite": "SELECT seq + 1 FROM sqlite_sequence WHERE name = 'inbox'",
    "postgresql": "SELECT nextval('inbox_number_seq') FROM generate_series(1, {count})",
}
_ARRIVED = (
    *("number", "digest", "mail_from", "rcpt_to", "received_at", "size"),
    *("peer", "helo", "submitter", "thread", "same_text"),
    *("reply_id", "state", "due_at", "attempts", "crashes"),
)
_STORE = Statement(insert(inbox).values({name: bindparam(name) for name in _ARRIVED}))
_KEEP = Statement(insert(content).values({name: bindparam(name) for name in ("number", "way", "raw")}))


class Arrival(NamedTuple):
    """A mail about to be stored. `digest` is what makes it the same mail when it comes again."""

    envelope: Envelope
    raw: bytes
    digest: str
    reply_id: str
    marks: Marks


def digest(envelope: Envelope, raw: bytes) -> str:
    """What makes a mail the same mail: sender, recipients and every octet."""
    # JSON in ASCII holds no NUL, so no envelope can pass for the beginning of a text.
    head = json.dumps([envelope.mail_from, *envelope.rcpt_to]).encode("ascii")
    return hashlib.sha256(head + b"\0" + raw).hexdigest()


def accept(session: Session, arrivals: Sequence[Arrival]) -> list[Accepted]:
    """Store mails, or find them stored: a sender that lost our 250 sends again (RFC 5321 section 6.1).

    One is looked for before it is stored. Many are stored at once, and if one of them was there before, the
    whole transaction fails, for the caller to try them one by one.
    """
    first = {arrival.digest: arrival for arrival in reversed(arrivals)}
    if len(first) == 1:
        known = _KNOWN.row(session, same=arrivals[0].digest)
        if known is not None:
            return [Accepted(number=known.number, again=True)] * len(arrivals)
    numbers = dict(zip(first, _draw(session, len(first)), strict=True))
    _STORE.insert(session, [_row(each, numbers[each.digest]) for each in first.values()])
    crash_point("accept-in-transaction")
    _KEEP.insert(
        session, [{"number": numbers[one.digest], "way": IN, "raw": one.raw} for one in first.values()]
    )
    return [Accepted(number=numbers[each.digest], again=first[each.digest] is not each) for each in arrivals]


def _draw(session: Session, count: int) -> list[int]:
    """Numbers that no mail has had. On SQLite nobody else draws while we hold the lock for writing."""
    drawn = [row[0] for row in session.fetch(_DRAW[session.dialect.name].format(count=count))]
    if session.dialect.name == "postgresql":
        return drawn
    first = drawn[0] if drawn else 1
    return list(range(first, first + count))


def _row(arrival: Arrival, number: int) -> dict[str, Any]:
    envelope = arrival.envelope
    return {
        "number": number,
        "digest": arrival.digest,
        "mail_from": envelope.mail_from,
        "rcpt_to": list(envelope.rcpt_to),
        "received_at": envelope.received_at,
        "size": len(arrival.raw),
        "peer": envelope.peer or None,
        "helo": envelope.helo or None,
        "submitter": envelope.submitter or None,
        "thread": arrival.marks.thread or None,
        "same_text": arrival.marks.same_text or None,
        "reply_id": arrival.reply_id,
        "state": RECEIVED,
        "due_at": envelope.received_at,
        "attempts": 0,
        "crashes": 0,
    }
