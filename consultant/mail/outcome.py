"""What becomes of one mail: all that the desk around the mind knows of it, and light to load."""

from datetime import datetime

from consultant.answer.disposition import Disposition
from consultant.frozen import Frozen
from consultant.mail.message import Reply


class Outcome(Frozen):
    """`reply` is None exactly when nothing is sent.

    `reason` is one word of a closed list for decline and ignore; `evidence` is what of the
    mail's headers decided it (never its content), for the operator's eyes. `held`: why an operator should
    look at it, whatever was replied. `again_at`: it cannot be decided yet, ask again then. `bounced`: the
    number of the reply that this mail reports as undeliverable.
    """

    disposition: Disposition
    reason: str | None = None
    evidence: str = ""
    reply: Reply | None = None
    held: str = ""
    again_at: datetime | None = None
    bounced: int | None = None
