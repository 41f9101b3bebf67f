"""May we answer, and whom? The rules of RFC 3834 for a responder, in order; the first that matches
is the recorded reason."""

import re
from collections.abc import Sequence

from consultant.frozen import Frozen
from consultant.mail.message import Counts, Envelope, Message, Silence

_SYSTEM = re.compile(
    r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|noreply[\w.+-]*|bounces?|bounce[+-].*|owner-.*|.*-request|"
    r"listserv|majordomo|daemon|root|abuse|nobody|auto-?reply|automailer|notifications?)$",
    re.I,
)
_LIST_FIELDS = (
    "list-id",
    "list-unsubscribe",
    "list-post",
    "list-help",
    "list-subscribe",
    "list-owner",
    "list-archive",
)
_PRECEDENCE = frozenset(("bulk", "junk", "list", "auto_reply"))
_REPORTS = frozenset(
    (
        "multipart/report",
        "message/delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
    )
)


class Caps(Frozen):
    """Replies to one sender at most; one mail more is silence."""

    hour: int = 20
    day: int = 60


class Verdict(Frozen):
    """`reply_to` is whom to answer, or None with the reason and its evidence."""

    reply_to: str | None
    silence: Silence | None = None
    evidence: str = ""


def screen(message: Message, envelope: Envelope, own: Sequence[str], counts: Counts, caps: Caps) -> Verdict:
    """The one recipient of a reply (the envelope sender), or why there is none."""
    found = _envelope(envelope, own) or _automatic(message) or _listed(message) or _capped(counts, caps)
    if found:
        return Verdict(reply_to=None, silence=found[0], evidence=found[1])
    return Verdict(reply_to=envelope.mail_from)


def _envelope(envelope: Envelope, own: Sequence[str]) -> tuple[Silence, str] | None:
    sender = envelope.mail_from
    if not sender or sender == "<>":
        return Silence.NULL_SENDER, "empty reverse-path"
    local, at, domain = sender.rpartition("@")
    if not at or not local or not domain:
        return Silence.NO_SENDER, "reverse-path is no address"
    base = f"{local.partition('+')[0]}@{domain}".lower()
    if base in {o.lower() for o in own}:
        return Silence.OWN_ADDRESS, "sent from a consult address"
    if _SYSTEM.match(local):
        return Silence.SYSTEM_SENDER, f"local part {local.lower()}"
    return None


def _automatic(message: Message) -> tuple[Silence, str] | None:
    submitted = (
        re.sub(r"\([^)]*\)", "", message.field("auto-submitted") or "no").partition(";")[0].strip().lower()
    )
    if submitted not in ("no", ""):
        return Silence.AUTO_SUBMITTED, f"Auto-Submitted: {submitted[:40]}"
    if message.content_type in _REPORTS:
        return Silence.REPORT, f"Content-Type: {message.content_type}"
    local = message.sender.partition("@")[0]
    if _SYSTEM.match(local):
        return Silence.SYSTEM_SENDER, f"From local part {local.lower()}"
    return None


def _listed(message: Message) -> tuple[Silence, str] | None:
    for name in _LIST_FIELDS:
        if message.field(name) is not None:
            return Silence.MAILING_LIST, name
    precedence = (message.field("precedence") or "").strip().lower()
    if precedence in _PRECEDENCE:
        return Silence.PRECEDENCE, f"Precedence: {precedence}"
    return None


def _capped(counts: Counts, caps: Caps) -> tuple[Silence, str] | None:
    if counts.hour >= caps.hour:
        return Silence.SENDER_CAP, f"{counts.hour} replies in the last hour"
    if counts.day >= caps.day:
        return Silence.SENDER_CAP, f"{counts.day} replies in the last day"
    return None
