"""Bytes to Message. Never raises on what a stranger sends: a field that cannot be read is marked.

Fields are decoded one by one on top of the compat32 policy, because the newer policy raises on
real mail and is quadratic on hostile mail.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message as Tree
from email.utils import parseaddr

from consultant.mail.html import html_text
from consultant.mail.message import Message
from consultant.mail.quoting import split_quoted

_ID = re.compile(r"<[^<>\s]{1,900}>")
_MOST_PARTS = 500
_MOST_TEXT = 2_000_000


def parse(raw: bytes) -> Message:
    """The mail as read; whatever could not be read is named in `unread`."""
    tree = message_from_bytes(raw)
    unread: list[str] = []
    fields = tuple(_fields(tree, unread))
    values = dict(reversed(fields))
    name, address = parseaddr(values.get("from", ""))
    text = _text(tree, unread)[:_MOST_TEXT]
    new, quoted = split_quoted(text)
    return Message(
        message_id=next(iter(_ID.findall(values.get("message-id", ""))), ""),
        sender=address,
        sender_name=" ".join(name.split()),
        subject=" ".join(values.get("subject", "").split()),
        in_reply_to=tuple(_ID.findall(values.get("in-reply-to", ""))),
        references=tuple(_ID.findall(values.get("references", ""))),
        content_type=tree.get_content_type(),
        fields=fields,
        text=new,
        quoted=quoted,
        unread=tuple(unread),
    )


def _fields(tree: Tree, unread: list[str]) -> Iterator[tuple[str, str]]:
    for name, value in tree.raw_items():
        try:
            yield name.lower(), _decoded(str(value))
        except (HeaderParseError, UnicodeError, LookupError, ValueError):
            unread.append(f"field {name.lower()}")
            yield name.lower(), str(value).encode("utf-8", "replace").decode("utf-8", "replace")


def _decoded(value: str) -> str:
    raw = value.encode("utf-8", "surrogateescape")
    if any(b > 127 for b in raw):
        value = _guess(raw)
    if "=?" not in value:
        return value
    pieces = decode_header(value)
    return "".join(p if isinstance(p, str) else _charset(p, c) for p, c in pieces)


def _guess(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _charset(raw: bytes, charset: str | None) -> str:
    try:
        return raw.decode(charset or "ascii")
    except (LookupError, UnicodeDecodeError):
        return _guess(raw)


def _text(tree: Tree, unread: list[str]) -> str:
    """All plain parts that are not attachments; else the HTML ones as text."""
    plain: list[str] = []
    html: list[str] = []
    for i, node in enumerate(tree.walk()):
        if i > _MOST_PARTS:
            unread.append("parts beyond the limit")
            break
        kind = node.get_content_type()
        if node.is_multipart():
            continue
        if node.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            unread.append(f"part {kind}")
            continue
        payload = node.get_payload(decode=True)
        raw = payload if isinstance(payload, bytes) else b""
        text = _charset(raw, str(node.get_content_charset() or "utf-8"))
        (html if kind == "text/html" else plain).append(text)
    if any(p.strip() for p in plain):
        return "\n".join(plain)
    return "\n".join(html_text(h[:_MOST_TEXT]) for h in html)
