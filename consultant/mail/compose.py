"""Answer and templates to Reply: one recipient, threaded, marked as automatic (RFC 3834 section 3)."""

import re
from datetime import datetime
from email import policy
from email.charset import QP, Charset
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime, formataddr
from hashlib import sha256

from consultant.mail.message import Message, Reply
from consultant.mail.screen import LOOP_FIELD


class _AsGiven(policy.Compat32):
    """Fields go as they are given: looking for a place to break each takes a twentieth of a mail's time."""

    def fold_binary(self, name: str, value: str) -> bytes:
        return f"{name}: {value}{self.linesep}".encode()


_WIRE = _AsGiven(max_line_length=None, linesep="\r\n")
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP
_PREFIX = re.compile(r"^(?:\s*re\s*:)+\s*", re.I)
_MOST_REFERENCES = 20


def compose(
    message: Message,
    *,
    to: str,
    sender: tuple[str, str],
    mail_from: str,
    message_id: str,
    now: datetime,
    subject: str,
    text: str,
    html: str,
) -> Reply:
    """The letter on the wire. `sender` is (name, consult address); `subject` is fit to repeat."""
    shown = f"Re: {_PREFIX.sub('', _one_line(subject))[:180]}".strip()
    headers = [
        ("From", formataddr(sender)),
        ("To", to),
        ("Subject", shown),
        ("Date", format_datetime(now)),
        ("Message-ID", message_id),
        ("Auto-Submitted", "auto-replied"),
        ("X-Auto-Response-Suppress", "All"),
        (LOOP_FIELD, sender[1]),
        *_threading(message),
    ]
    return Reply(
        message_id=message_id,
        mail_from=mail_from,
        rcpt_to=to,
        subject=shown,
        headers=tuple(headers),
        text=text,
        html=html,
        raw=_wire(headers, text, html),
    )


def _threading(message: Message) -> list[tuple[str, str]]:
    """In-Reply-To and References (RFC 5322 section 3.6.4): the first and the latest ids, each unbroken.

    An id that is not ASCII cannot be given back: encoded it would be another.
    """
    if not message.message_id.isascii() or not message.message_id:
        return []
    earlier = message.references or message.in_reply_to[:1]
    chain = [i for i in dict.fromkeys(earlier) if i != message.message_id and i.isascii()]
    kept = [*chain[:1], *chain[1:][-_MOST_REFERENCES:], message.message_id]
    return [("In-Reply-To", message.message_id), ("References", "\r\n ".join(kept))]


def _wire(headers: list[tuple[str, str]], text: str, html: str) -> bytes:
    boundary = "=_" + sha256((text + html).encode()).hexdigest()[:40]  # not random: same input, same letter
    root = MIMEMultipart("alternative", boundary=boundary)
    for name, value in headers:
        # An address that is not ASCII goes by SMTPUTF8, and into the header as it is (RFC 6532 section 3.2).
        asis = value.isascii() or name == "To"
        root[name] = value if asis else Header(value, "utf-8", header_name=name).encode(linesep="\r\n")
    for subtype, body in (("plain", text), ("html", html)):
        part = MIMENonMultipart("text", subtype, policy=_WIRE)
        part.set_payload(body, _UTF8)
        root.attach(part)
    return root.as_bytes(policy=_WIRE)


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
