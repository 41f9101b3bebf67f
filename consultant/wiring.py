"""PLACEHOLDER, to be replaced when knowledge and core are there: settings in, a consult function out."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from consultant.config.settings import Settings
from consultant.consult import Disposition, Outcome
from consultant.desk.answering import Consult
from consultant.mail.message import Counts, Envelope, Reply, Silence


def make_consult(settings: Settings) -> Consult:
    """A letter that says nothing, correctly."""

    def consult(raw: bytes, envelope: Envelope, counts: Counts, message_id: str, now: datetime) -> Outcome:
        if not envelope.mail_from:
            return Outcome(disposition=Disposition.IGNORE, reason=Silence.NULL_SENDER.value)
        letter = EmailMessage()
        letter["From"] = f'"{settings.desk.name}" <{settings.desk.addresses[0]}>'
        letter["To"] = envelope.mail_from
        letter["Subject"] = "Your question"
        letter["Date"] = format_datetime(now)
        letter["Message-ID"] = message_id
        letter["Auto-Submitted"] = "auto-replied"
        letter.set_content("Your question has arrived. This desk does not know any answers yet.\n")
        return Outcome(
            disposition=Disposition.ANSWER,
            reply=Reply(
                message_id=message_id,
                mail_from=settings.desk.reply_from,
                rcpt_to=envelope.mail_from,
                subject=str(letter["Subject"]),
                headers=tuple((name, str(value)) for name, value in letter.items()),
                text=letter.get_content(),
                html="",
                raw=letter.as_bytes(),
            ),
        )

    return consult
