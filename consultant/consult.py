"""One email, five steps, no I/O: parse, screen, understand, answer, compose.

    bytes ─▶ parse ─▶ screen ─▶ understand ─▶ answer ─▶ compose ─▶ Outcome

Pure: the same bytes, envelope, knowledge, counts, id and time give the same outcome.
"""

import copy
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from consultant.answer.answer import answer
from consultant.answer.disposition import Disposition
from consultant.answer.parts import Answer
from consultant.inquiry.identifiers import redacted
from consultant.inquiry.inquiry import Inquiry
from consultant.inquiry.reading import Reader
from consultant.inquiry.understand import understand
from consultant.knowledge.edition import Edition
from consultant.mail.compose import compose
from consultant.mail.letters import DeskIdentity, Letters
from consultant.mail.limits import ReadingLimits
from consultant.mail.message import Counts, Envelope, Message, Reply, Silence
from consultant.mail.outcome import Outcome
from consultant.mail.parse import parse
from consultant.mail.screen import House, screen
from consultant.mail.senders import bare
from consultant.mail.thread import Earlier, oldest_first, thread

_MOST_EARLIER = 20_000
_DESKS = ("desk", "consult")  # as letters of a desk are introduced, whatever its own name is
_LETTER_ENDS = "Automated coding information"


class Consulted(Outcome):
    """What `consult()` makes of one mail, and the answer behind the reply, where it came to one."""

    answer: Answer | None = None


class Consultant:
    """The desk's mind: what it knows, how it reads, how it writes, whose desk it is."""

    def __init__(
        self,
        edition: Edition,
        reader: Reader,
        letters: Letters,
        *,
        house: House,
        name: str,
        mail_from: str = "",
        limits: ReadingLimits | None = None,
        thanks: bool = False,
    ) -> None:
        """`thanks`: a mail that only thanks gets a line back."""
        self._edition, self._reader, self._letters = edition, reader, letters
        self._house, self._name, self._mail_from = house, name, mail_from
        self._limits = limits or ReadingLimits()
        self._thanks = thanks

    def over(self, edition: Edition) -> "Consultant":
        """The same over another edition of the same families: whoever is being answered keeps the old one."""
        other = copy.copy(self)
        other._edition = edition
        return other

    def consult(
        self,
        raw: bytes,
        envelope: Envelope,
        counts: Counts,
        message_id: str,
        now: datetime,
        unread: str = "",
        earlier: Sequence[bytes] = (),
    ) -> Consulted:
        """Bytes of one mail in, what becomes of it out.

        `unread`: why only its header is given. `earlier`: the mails that the same sender wrote before in this
        conversation and that were answered, oldest first.
        """
        message = parse(raw, self._limits)
        verdict = screen(message, envelope, self._house, counts)
        if verdict.reply_to is None:
            reason = verdict.silence.value if verdict.silence else None
            return Consulted(
                disposition=Disposition.IGNORE,
                reason=reason,
                evidence=verdict.evidence,
                bounced=verdict.bounced,
            )
        writing = _Writing(message, envelope, verdict.reply_to, message_id, now)
        if why := unread or ", ".join(message.beyond):
            return self._excused(writing, why)
        inquiry = self._understood(self._continued(message, earlier))
        return self._decided(writing, inquiry, verdict.evidence)

    def _decided(self, writing: "_Writing", inquiry: Inquiry, evidence: str) -> Consulted:
        """What is said to an inquiry, as far as a letter can hold it."""
        if why := _too_much(inquiry, self._limits):
            return self._excused(writing, why)
        said = answer(inquiry, self._edition, writing.now.date())
        thanked = said.disposition is Disposition.IGNORE
        reply = self._thanked(writing, inquiry) if thanked else self._answered(writing, inquiry, said)
        if reply is not None and len(reply.text) > self._limits.answer:
            return self._excused(writing, f"an answer of more than {self._limits.answer} characters")
        return Consulted(
            disposition=said.disposition,
            reason=said.reason,
            evidence=evidence,
            reply=reply,
            answer=said,
        )

    def think(self, message: Message) -> Answer:
        """The answer to a message, before any letter."""
        return answer(self._understood(message), self._edition)

    def _continued(self, message: Message, earlier: Sequence[bytes]) -> Message:
        """With what its sender asked before in his own words."""
        asked = (parse(raw, self._limits) for raw in earlier)
        told = tuple((m.asked()[0] or m.subject)[:_MOST_EARLIER] for m in asked)
        return message.model_copy(update={"earlier": told}) if told else message

    def _understood(self, message: Message) -> Inquiry:
        text, quoted = message.asked()
        mails = thread(message.quoted) if message.quoted and not message.earlier else ()
        handed = bool(mails) and not self._wrote(mails)
        if handed and quoted:
            quoted = oldest_first(mails)
        return understand(self._reader, message.subject, text, quoted, handed=handed)

    def _wrote(self, mails: Sequence[Earlier]) -> bool:
        """Is one of the mails from the desk itself, or does nothing tell who wrote them?"""
        by = [mail.writer for mail in mails]
        known = (*self._house.addresses, self._name, *_DESKS)
        ours = any(name.lower() in line for line in by for name in known)
        return ours or not any(by) or any(_LETTER_ENDS in mail.text for mail in mails)

    def _excused(self, writing: "_Writing", why: str) -> Consulted:
        """A mail too large or too odd to be read: its sender hears so, and an operator can look at it."""
        text, html = self._letters.excuse(why, self._identity(writing.envelope))
        reply = self._letter(writing, "your mail", text, html)
        reason = Silence.UNREADABLE.value
        return Consulted(disposition=Disposition.DECLINE, reason=reason, evidence=why, reply=reply, held=why)

    def _thanked(self, writing: "_Writing", inquiry: Inquiry) -> Reply | None:
        if not self._thanks:
            return None
        text, html = self._letters.thanks(self._identity(writing.envelope))
        return self._letter(writing, redacted(writing.message.subject, inquiry.identifiers), text, html)

    def _answered(self, writing: "_Writing", inquiry: Inquiry, said: Answer) -> Reply:
        known = inquiry.identifiers
        parts = (p.model_copy(update={"question": redacted(p.question, known)}) for p in said.parts)
        aside = (s.model_copy(update={"text": redacted(s.text, known)}) for s in said.aside)
        said = said.model_copy(update={"parts": tuple(parts), "aside": tuple(aside)})
        desk = self._identity(writing.envelope)
        unread = tuple(a for a in writing.message.attachments if a.why_unread)
        subject = redacted(writing.message.subject, known)
        text, html = self._letters.text(said, desk, unread), self._letters.html(said, desk, unread)
        return self._letter(writing, subject, text, html)

    def _letter(self, writing: "_Writing", subject: str, text: str, html: str) -> Reply:
        desk = self._identity(writing.envelope)
        return compose(
            writing.message,
            to=writing.to,
            sender=(desk.name, desk.address),
            mail_from=self._mail_from,
            message_id=writing.message_id,
            now=writing.now,
            subject=subject,
            text=text,
            html=html,
        )

    def _identity(self, envelope: Envelope) -> DeskIdentity:
        """Who answers: the consult address that was written to."""
        written = {bare(address) for address in envelope.rcpt_to}
        ours = self._house.addresses
        return DeskIdentity(name=self._name, address=next((a for a in ours if bare(a) in written), ours[0]))


def _too_much(inquiry: Inquiry, limits: ReadingLimits) -> str:
    """What is more than one letter can answer; an answer to an answer is ten times as long, without end."""
    if len({code.value for code in inquiry.codes}) > limits.codes:
        return f"more than {limits.codes} codes"
    return f"more than {limits.questions} questions" if len(inquiry.questions) > limits.questions else ""


class _Writing(NamedTuple):
    """One letter being written: to which mail, to whom, under which Message-ID."""

    message: Message
    envelope: Envelope
    to: str
    message_id: str
    now: datetime
