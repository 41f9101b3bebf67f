"""One email, five steps, no I/O: parse, screen, understand, answer, compose.

    bytes ─▶ parse ─▶ screen ─▶ understand ─▶ answer ─▶ compose ─▶ Outcome

Pure: the same bytes, envelope, knowledge, counts, id and time give the same outcome.
"""

from datetime import datetime

from consultant.answer.answer import answer
from consultant.answer.parts import Answer, Disposition
from consultant.frozen import Frozen
from consultant.inquiry.identifiers import redacted
from consultant.inquiry.inquiry import Inquiry
from consultant.inquiry.reading import Reader
from consultant.inquiry.understand import understand
from consultant.knowledge.edition import Edition
from consultant.mail.compose import compose
from consultant.mail.letters import DeskIdentity, Letters
from consultant.mail.message import Counts, Envelope, Message, Reply
from consultant.mail.parse import parse
from consultant.mail.screen import House, screen


class Outcome(Frozen):
    """What `consult()` makes of one mail: `reply` is None exactly when nothing is sent.

    `reason` is one word of a closed list for decline and ignore; `evidence` is what of the
    mail's headers decided it (never its content), for the operator's eyes.
    """

    disposition: Disposition
    reason: str | None = None
    evidence: str = ""
    reply: Reply | None = None
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
    ) -> None:
        self._edition, self._reader, self._letters = edition, reader, letters
        self._house, self._name, self._mail_from = house, name, mail_from

    def consult(
        self, raw: bytes, envelope: Envelope, counts: Counts, message_id: str, now: datetime
    ) -> Outcome:
        """Bytes of one mail in, what becomes of it out."""
        message = parse(raw)
        verdict = screen(message, envelope, self._house, counts)
        if verdict.reply_to is None:
            reason = verdict.silence.value if verdict.silence else None
            return Outcome(disposition=Disposition.IGNORE, reason=reason, evidence=verdict.evidence)
        inquiry = self._understood(message)
        said = answer(inquiry, self._edition)
        if said.disposition is Disposition.IGNORE:
            evidence = verdict.evidence
            return Outcome(disposition=said.disposition, reason=said.reason, evidence=evidence, answer=said)
        reply = self._letter(message, inquiry, said, verdict.reply_to, envelope, message_id, now)
        return Outcome(
            disposition=said.disposition,
            reason=said.reason,
            evidence=verdict.evidence,
            reply=reply,
            answer=said,
        )

    def think(self, message: Message) -> Answer:
        """The answer to a message, before any letter."""
        return answer(self._understood(message), self._edition)

    def _understood(self, message: Message) -> Inquiry:
        return understand(self._reader, message.subject, *message.asked())

    def _letter(
        self,
        message: Message,
        inquiry: Inquiry,
        said: Answer,
        to: str,
        envelope: Envelope,
        message_id: str,
        now: datetime,
    ) -> Reply:
        known = inquiry.identifiers
        parts = (p.model_copy(update={"question": redacted(p.question, known)}) for p in said.parts)
        aside = (s.model_copy(update={"text": redacted(s.text, known)}) for s in said.aside)
        said = said.model_copy(update={"parts": tuple(parts), "aside": tuple(aside)})
        desk = DeskIdentity(name=self._name, address=self._address(envelope))
        return compose(
            message,
            to=to,
            sender=(desk.name, desk.address),
            mail_from=self._mail_from,
            message_id=message_id,
            now=now,
            subject=redacted(message.subject, known),
            text=self._letters.text(said, desk),
            html=self._letters.html(said, desk),
        )

    def _address(self, envelope: Envelope) -> str:
        """The consult address that was written to."""
        written = {
            r.partition("@")[0].partition("+")[0].lower() + "@" + r.partition("@")[2].lower()
            for r in envelope.rcpt_to
        }
        return next((a for a in self._house.addresses if a.lower() in written), self._house.addresses[0])
