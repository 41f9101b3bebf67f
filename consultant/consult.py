"""One email, five steps, no I/O: parse, screen, understand, answer, compose."""

from enum import StrEnum

from consultant.frozen import Frozen
from consultant.mail.message import Reply


class Disposition(StrEnum):
    """What became of a mail."""

    ANSWER = "answer"
    ASK = "ask"
    ANSWER_AND_ASK = "answer_and_ask"
    DECLINE = "decline"
    IGNORE = "ignore"
    COMMAND = "command"


class Outcome(Frozen):
    """What `consult()` makes of one mail: `reply` is None exactly when nothing is sent.

    `reason` is one word of a closed list for decline and ignore; `evidence` is what of the
    mail's headers decided it (never its content), for the operator's eyes.
    """

    disposition: Disposition
    reason: str | None = None
    evidence: str = ""
    reply: Reply | None = None
