"""May we answer, and whom? The rules of RFC 3834 for a service responder, in order: the first that matches is
the recorded reason, with what showed it as evidence.

One recipient: the envelope sender. Who is named in From gets the reply only when that name is proven
(`Authentication.aligned`); Reply-To, Sender and Cc never do.
"""

from consultant.frozen import Frozen
from consultant.mail.address import mailboxes
from consultant.mail.automatic import Finding, automatic
from consultant.mail.bounce import claimed_number
from consultant.mail.message import Counts, Envelope, Message, Silence
from consultant.mail.senders import bare, is_system, made_up, matches
from consultant.mail.subjects import looks_automatic

LOOP_FIELD = "X-Loop"
_OWN_FIELDS = ("sender", "reply-to", "resent-from", "errors-to", "return-path")


class Caps(Frozen):
    """Replies at most; one mail more is silence. They end the loop that nothing else gave away."""

    hour: int = 20
    day: int = 60
    thread: int = 15
    same_text: int = 5


class House(Frozen):
    """Whose desk it is and what its operator has decided.

    `aliases` are addresses whose mail ends up here; `allow` lists senders ("a@b.example", "*@b.example")
    that are answered whatever their headers say; `proven`: only proven senders are answered; `bounce` is the
    plain form of the addresses that our replies leave from.
    """

    addresses: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    caps: Caps = Caps()
    proven: bool = False
    bounce: str = ""


class Verdict(Frozen):
    """`reply_to` is whom to answer, or None with the reason; `evidence` is what decided it, either way."""

    reply_to: str | None
    silence: Silence | None = None
    evidence: str = ""
    bounced: int | None = None


def screen(message: Message, envelope: Envelope, house: House, counts: Counts) -> Verdict:
    """The one recipient of a reply, or why there is none."""
    for address in envelope.rcpt_to:
        if (number := claimed_number(address, house.bounce)) is not None:
            return _bounce(message, number)
    to, how = recipient(message, envelope)
    allowed = matches(to, house.allow)
    found = _impossible(to, envelope) or _our_own(message, envelope, to, house)
    if not found and not allowed:
        found = _nobody(message, envelope, to) or automatic(message) or _unclear(message)
    found = found or _unproven(envelope, house) or _capped(counts, house.caps)
    if not found and not allowed and (counts.day or counts.thread) and looks_automatic(message.subject):
        found = Silence.AUTOMATIC_SUBJECT, "the subject begins like an automatic message's"
    if found:
        return Verdict(reply_to=None, silence=found[0], evidence=found[1])
    return Verdict(reply_to=to, evidence=f"{how}{', allowed by the operator' if allowed else ''}")


def recipient(message: Message, envelope: Envelope) -> tuple[str, str]:
    """Whom a reply would go to, and why him."""
    proof = envelope.authentication
    if proof and proof.aligned and len(message.authors) == 1 and envelope.mail_from not in ("", "<>"):
        return message.authors[0], f"From, proven by {proof.aligned}"
    proven = f", proven by {proof.path}" if proof and proof.path else ""
    return envelope.mail_from, f"the envelope sender{proven}"


def _bounce(message: Message, number: int) -> Verdict:
    """Mail to the address that a reply left from: never answered, and a failure if it tells of one.

    A report says what happened (RFC 3464); a mailer that sends no report says so in words. Vacation notes
    go to the same address (RFC 3834 section 4) and mean that the reply arrived.
    """
    told = automatic(message)
    failed = message.report == "failed" or (
        not message.report and told is not None and told[1].startswith("the text tells")
    )
    what = f"bounce of reply {number}" if failed else f"sent to where reply {number} left from"
    return Verdict(
        reply_to=None,
        silence=Silence.BOUNCE,
        evidence=f"{what}{f', {message.report}' if message.report else ''}",
        bounced=number if failed else None,
    )


def _impossible(to: str, envelope: Envelope) -> Finding | None:
    if envelope.mail_from in ("", "<>"):
        return Silence.NULL_SENDER, "empty reverse-path"
    local, at, domain = to.rpartition("@")
    if not at or not local or not domain:
        return Silence.NO_SENDER, "the sender's address is none"
    return None


def _our_own(message: Message, envelope: Envelope, to: str, house: House) -> Finding | None:
    own = {bare(a) for a in (*house.addresses, *house.aliases, house.bounce) if a}
    if bare(envelope.mail_from) in own or bare(to) in own:
        return Silence.OWN_ADDRESS, "sent from an address of the desk"
    if any(bare(author) in own for author in message.authors):
        return Silence.OWN_ADDRESS, "From names the desk"
    for name in _OWN_FIELDS:
        if any(bare(box.address) in own for value in message.all(name) for box in mailboxes(value)):
            return Silence.OWN_ADDRESS, f"{name.title()} names the desk"
    for value in message.all(LOOP_FIELD.lower()):
        return Silence.LOOP, f"{LOOP_FIELD}: {value[:80]}"
    return None


def _nobody(message: Message, envelope: Envelope, to: str) -> Finding | None:
    """Is the address we would answer, or the one in From, one that no person reads?"""
    if to == envelope.mail_from and (kind := made_up(to)):
        return Silence.BOUNCE_ADDRESS, f"{kind} address as envelope sender"
    for address, where in (
        (to, "sender"),
        (message.sender, "From"),
        (message.field("sender") or "", "Sender"),
    ):
        local = address.rpartition("<")[2].rstrip(">").rpartition("@")[0] or address
        if address and is_system(local):
            return Silence.SYSTEM_SENDER, f"{where}: local part {local.lower()[:80]}"
    return None


def _unclear(message: Message) -> Finding | None:
    authors = {a.lower() for a in message.authors}
    if len(authors) > 1:
        return Silence.UNCLEAR_FROM, f"{len(authors)} addresses in From"
    if message.field("from") is not None and not any("@" in a for a in authors):
        return Silence.UNCLEAR_FROM, "no address in From"
    return None


def _unproven(envelope: Envelope, house: House) -> Finding | None:
    proof = envelope.authentication
    if not house.proven or (proof and (proof.aligned or proof.path)):
        return None
    return Silence.UNPROVEN, proof.evidence if proof else "nothing was checked"


def _capped(counts: Counts, caps: Caps) -> Finding | None:
    for count, cap, silence, what in (
        (counts.hour, caps.hour, Silence.SENDER_CAP, "to this sender in the last hour"),
        (counts.day, caps.day, Silence.SENDER_CAP, "to this sender in the last day"),
        (counts.thread, caps.thread, Silence.THREAD_CAP, "in this thread in the last day"),
        (counts.same_text, caps.same_text, Silence.SAME_TEXT, "to the same text in the last day"),
    ):
        if count >= cap:
            return silence, f"{count} replies {what}"
    return None
