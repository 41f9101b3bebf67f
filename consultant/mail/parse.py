"""Bytes to Message. Never raises on what a stranger sends: what cannot be read is marked, the rest survives.

`mime.py` takes the octets apart, `field.py` and `charset.py` make text of them, `html.py` and `attachment.py`
read what is not plain text, `quoting.py` says whose words are whose. Hostile input is bounded by limits that
are checked before the work they limit (`limits.py`), and by the worker process it runs in (`desk/worker.py`).
"""

import re
from collections.abc import Sequence

from consultant.mail.address import Mailbox, mailboxes
from consultant.mail.attachment import Attachment, read_attachment
from consultant.mail.charset import decode
from consultant.mail.field import one_line, unfolded, words
from consultant.mail.html import html_text
from consultant.mail.html_nesting import nesting
from consultant.mail.limits import Ledger, ReadingLimits
from consultant.mail.message import Message
from consultant.mail.mime import Part, leaves, take_apart
from consultant.mail.quoting import Kind, joined, passages

_ID = re.compile(r"<[^<>\s]{1,900}>")
_SHOWN = ("from", "date", "to", "subject")
_DEEPEST_MAIL = 5
_LISTED = 100


def parse(raw: bytes, limits: ReadingLimits | None = None) -> Message:
    """The mail as read; whatever could not be read is named in `unread` and `beyond`."""
    ledger = Ledger(limits or ReadingLimits(), len(raw))
    tree = take_apart(raw, ledger)
    parts = list(leaves(tree))
    charset = next((p.parameters["charset"] for p in parts if "charset" in p.parameters), None)
    fields = tuple(_field(name, value, charset, ledger) for name, value in tree.fields)
    values = dict(reversed(fields))
    froms = _authors(tree, charset)
    subject = values.get("subject", "")
    bodies, attached = _sorted(tree)
    name = froms[0].name if froms else ""
    found = passages(_body(bodies, ledger), subject, name)
    attachments, mails = _attached(attached, ledger)
    return Message(
        message_id=next(iter(_ID.findall(values.get("message-id", ""))), ""),
        sender=froms[0].address if froms else "",
        sender_name=name,
        authors=tuple(f.address for f in froms),
        subject=subject,
        in_reply_to=tuple(_ID.findall(values.get("in-reply-to", ""))),
        references=tuple(_ID.findall(values.get("references", ""))),
        content_type=tree.kind,
        kinds=tuple(dict.fromkeys(_described(p) for p in _all(tree)))[:_LISTED],
        fields=fields,
        text=joined(found, Kind.NEW),
        quoted=joined(found, Kind.QUOTED),
        signature=joined(found, Kind.SIGNATURE),
        forwarded="\n\n".join(filter(None, (joined(found, Kind.FORWARDED), *mails))),
        written=joined(found, Kind.NEW, Kind.SIGNATURE),
        attachments=attachments,
        report=_report(parts),
        unread=tuple(ledger.unread),
        beyond=tuple(ledger.beyond),
    )


def _field(name: str, raw: bytes, charset: str | None, ledger: Ledger) -> tuple[str, str]:
    try:
        return name, one_line(words(unfolded(raw, charset)))
    except (ValueError, LookupError):
        ledger.mark(f"field {name}")
        return name, one_line(raw.decode("latin-1"))


def _authors(tree: Part, charset: str | None) -> tuple[Mailbox, ...]:
    """Everybody in every From (RFC 5322 section 3.6.2 allows one field with several)."""
    values = [unfolded(raw, charset) for name, raw in tree.fields if name == "from"]
    return tuple(box for value in values for box in mailboxes(value))


def _all(tree: Part) -> list[Part]:
    found, stack = [], [tree]
    while stack:
        found.append(here := stack.pop())
        stack += here.children
    return found


def _described(part: Part) -> str:
    method = part.parameters.get("method", "") or part.parameters.get("report-type", "")
    return one_line(f"{part.kind}; {method.lower()}" if method else part.kind)[:80]


def _sorted(tree: Part) -> tuple[list[Part], list[Part]]:
    """(the parts that are the text of the mail, the attachments). Of alternatives the plainest counts."""
    bodies: list[Part] = []
    attached: list[Part] = []
    stack = [tree]
    while stack:
        here = stack.pop()
        if here.kind == "multipart/alternative" and here.children:
            stack += _alternatives(here, attached)
        elif here.children:
            stack += reversed(here.children)
        elif _is_body(here):
            bodies.append(here)
        else:
            attached.append(here)
    return bodies, attached


def _alternatives(part: Part, attached: list[Part]) -> list[Part]:
    """What to read of a multipart/alternative; what it holds beside texts is an attachment."""
    texts = [c for c in part.children if c.kind in ("text/plain", "text/html") or c.children]
    attached += [c for c in part.children if c not in texts]
    plain = [c for c in texts if c.kind == "text/plain" and c.content.strip()]
    others = [c for c in texts if c.kind != "text/plain"]
    return plain[:1] or others[:1]


def _is_body(part: Part) -> bool:
    if part.disposition == "attachment":
        return False
    if part.kind.startswith("multipart/"):
        return True  # nothing in it is delimited: what there is was meant to be read
    if part.kind in ("text/plain", "text/html"):
        return not (part.filename and part.disposition)
    return (
        part.kind.startswith("text/") and not part.filename and part.kind not in ("text/calendar", "text/csv")
    )


def _body(bodies: Sequence[Part], ledger: Ledger) -> str:
    texts = []
    for part in bodies:
        octets = part.octets()[: ledger.limits.text * 4 + 4]
        text = ledger.fitting(decode(octets, part.parameters.get("charset")))
        if part.kind == "text/html":
            text = _shown_html(text, ledger)
        elif part.parameters.get("format", "").lower() == "flowed":
            text = _STUFFED.sub("", text)
        texts.append(_LINES.sub("\n", text))
    return "\n".join(texts).strip("\n")


def _shown_html(source: str, ledger: Ledger) -> str:
    if nesting(source) > ledger.limits.html_nesting:
        ledger.trip(f"HTML nested more than {ledger.limits.html_nesting} deep")
        return ""
    return html_text(source)


_STUFFED = re.compile(r"^ (?=[> ]|From )", re.M)  # RFC 3676 section 4.4
_LINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def _attached(parts: Sequence[Part], ledger: Ledger) -> tuple[tuple[Attachment, ...], list[str]]:
    """Attachments, and mails sent on as attachments (as text: a forwarded mail is read like any other)."""
    found: list[Attachment] = []
    mails: list[str] = []
    for part in parts:
        if part.kind.startswith("message/rfc822") or part.filename.lower().endswith(".eml"):
            mails += _inner(part, ledger, 1)
        elif len(found) < _LISTED and not part.kind.startswith(
            ("message/", "text/rfc822-headers", "text/calendar")
        ):
            found.append(read_attachment(part, ledger))
        ledger.unread += [f"attachment {a.name}: {a.why_unread}" for a in found[-1:] if a.why_unread][:1]
    return tuple(found), mails


def _inner(part: Part, ledger: Ledger, depth: int) -> list[str]:
    """A mail inside the mail: its few telling fields, its text, and the mails inside it."""
    if depth > _DEEPEST_MAIL:
        ledger.trip(f"mails inside mails more than {_DEEPEST_MAIL} deep")
        return []
    tree = take_apart(part.octets(), ledger)
    head = "\n".join(f"{name.title()}: {tree.value(name)}" for name in _SHOWN if tree.value(name))
    bodies, attached = _sorted(tree)
    texts = [f"{head}\n\n{_body(bodies, ledger)}".strip()]
    for inside in attached:
        if inside.kind.startswith("message/rfc822"):
            texts += _inner(inside, ledger, depth + 1)
        elif (more := read_attachment(inside, ledger)).text:
            texts.append(more.text)
    return texts


def _report(parts: Sequence[Part]) -> str:
    """What a delivery report says happened ("failed", "delayed", RFC 3464 section 2.3.3), or ""."""
    for part in parts:
        if part.kind in ("message/delivery-status", "message/global-delivery-status"):
            said = re.findall(rb"^action:[ \t]*([a-z]{1,20})", part.octets()[:65_536].lower(), re.M)
            return "failed" if b"failed" in said else said[0].decode() if said else ""
    return ""
