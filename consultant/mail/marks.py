"""What makes mails of one conversation, or of one text, alike: told from the octets alone, in a moment.

The store counts replies by these. They are looked at when a mail arrives, before anybody reads it, so they
take no parser: one look at the first fields, one hash of the beginning of the text.
"""

import hashlib
import re

from consultant.frozen import Frozen

_HEAD = 65_536
_TEXT = 65_536
_EARLIER = tuple(
    re.compile(rb"^%s:[^<\n]{0,200}(?:\r?\n[ \t][^<\n]{0,200})?<([^<>\s]{1,900})>" % name, re.I | re.M)
    for name in (b"references", b"in-reply-to", b"message-id")
)
_FIELDS = re.compile(rb"^(?:references|in-reply-to):([^\n]*(?:\n[ \t][^\n]*)*)", re.I | re.M)
_OURS = re.compile(rb"<[0-9a-f]{32}@[!-;=?-~]{1,255}>")  # as the store makes them
_MOST_REPLIES = 10
_BOUNDARY = re.compile(rb"boundary\s*=\s*\"?([^\";\s]{4,200})", re.I)


class Marks(Frozen):
    """`thread` is alike for all mails of a conversation, `same_text` for all of one text; "" if unknown."""

    thread: str = ""
    same_text: str = ""


def marks(raw: bytes) -> Marks:
    """The marks of a mail as it came."""
    head, _, text = raw[: _HEAD + _TEXT].partition(b"\r\n\r\n")
    head = head[:_HEAD]
    first = next((found[1] for pattern in _EARLIER if (found := pattern.search(head))), b"")
    text = text[:_TEXT]
    for boundary in _BOUNDARY.findall(head)[:5]:
        text = text.replace(boundary, b"")
    words = b" ".join(text.split())
    return Marks(thread=_hash(first), same_text=_hash(words))


def our_replies(raw: bytes) -> tuple[str, ...]:
    """Message-IDs of replies of ours that a mail may answer, the latest first."""
    head = raw[:_HEAD].partition(b"\r\n\r\n")[0]
    named = [one for field in _FIELDS.findall(head) for one in _OURS.findall(field)]
    return tuple(dict.fromkeys(one.decode("ascii") for one in reversed(named)))[:_MOST_REPLIES]


def _hash(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()[:32] if octets else ""
