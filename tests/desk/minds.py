"""What answers in the processes of a crew under test. Imported there, so it imports little."""

import os
import signal
import time
from datetime import datetime
from typing import Any

from consultant.answer.disposition import Disposition
from consultant.desk.answering import Consult
from consultant.mail.message import Counts, Envelope, Reply
from consultant.mail.outcome import Outcome


def kindly() -> Consult:
    """Answers everybody, whatever is asked; what a mail says of itself happens to its process."""
    return _answer


def excusing() -> Consult:
    """The same, and writes to who sent what could not be read."""
    return _excuse


def _excuse(
    raw: bytes, envelope: Envelope, counts: Counts, message_id: str, now: datetime, *more: Any
) -> Outcome:
    if not more:
        return _answer(raw, envelope, counts, message_id, now)
    reply = _reply(envelope.mail_from, message_id)
    return Outcome(
        disposition=Disposition.DECLINE,
        reply=reply.model_copy(update={"raw": reply.raw + str(more[0]).encode() + b"\r\n"}),
    )


def _answer(raw: bytes, envelope: Envelope, counts: Counts, message_id: str, now: datetime) -> Outcome:
    if b"poison" in raw:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"endless" in raw:
        time.sleep(3600)
    if b"mistake" in raw:
        raise KeyError("words of the mail")
    if b"greedy" in raw:
        return Outcome.model_validate({"disposition": bytes(3 << 30)})
    return Outcome(disposition=Disposition.ANSWER, reply=_reply(envelope.mail_from, message_id))


def _reply(to: str, message_id: str) -> Reply:
    raw = f"To: {to}\r\nMessage-ID: {message_id}\r\nAuto-Submitted: auto-replied\r\n\r\n62305\r\n".encode()
    return Reply(
        message_id=message_id,
        mail_from="",
        rcpt_to=to,
        subject="",
        headers=(("Message-ID", message_id),),
        text="62305",
        html="",
        raw=raw,
    )
