"""A phrase of the knowledge, found in a sentence."""

from dataclasses import dataclass

from consultant.inquiry.cue import Cue
from consultant.inquiry.mention import Assertion, Role


@dataclass(slots=True, eq=False)
class Hit:
    """A phrase found at tokens [first, last) of a sentence."""

    cue: Cue
    first: int
    last: int
    start: int
    end: int
    clause: int = 0
    assertion: Assertion = Assertion.ASSERTED
    role: Role = Role.PLAIN
