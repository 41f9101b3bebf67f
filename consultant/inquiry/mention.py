"""Mentions: spans of the sender's text with a normal form, and what the text says of them."""

from dataclasses import dataclass
from enum import StrEnum

from consultant.frozen import Frozen


class Assertion(StrEnum):
    """Does the text say it was so? The scopes of the ConText algorithm (Harkema et al. 2009)."""

    ASSERTED = "asserted"
    NEGATED = "negated"
    HISTORICAL = "historical"
    PLANNED = "planned"
    ORDERED = "ordered"  # the order says so; what was done may differ
    SUPPOSED = "supposed"  # "what if …"
    UNSURE = "unsure"  # "I cannot tell whether …"
    ELSEWHERE = "elsewhere"  # another patient, another visit
    CLAIMED = "claimed"  # what a biller, a scrubber or a system makes of it


NOW = (Assertion.ASSERTED, Assertion.SUPPOSED)
"""What is done in the case itself, or supposed of it."""
NOT_NOW = (Assertion.ORDERED, Assertion.HISTORICAL)
"""What is not done in the case itself: booked for it, or done before."""
TERMS = frozenset(("term", "weak_term"))
"""The kinds of mentions that name a service, surely or by a word that leans to it."""


class Role(StrEnum):
    """What a body region or level is doing in the sentence."""

    PLAIN = "plain"  # studied or treated
    APPROACH = "approach"  # the way in
    PASSAGE = "passage"  # what the contrast merely flowed through
    DIAGNOSIS = "diagnosis"  # why it was done
    FINDING = "finding"  # what was seen
    TALK = "talk"  # a word about codes or terms, not about the service


TREATED = (Role.PLAIN, Role.APPROACH)
"""What places are that belong to what was done."""


@dataclass(slots=True, eq=False)
class Mention:
    """A half-open span [start, end) of a text, what it is (`kind`, `owner`, `name`) and its
    normal form `value`; `sentence` and `clause` are running numbers in the text. A mail has a
    hundred of them, so this is a plain dataclass, made by position, and not a validated model;
    nobody changes one."""

    kind: str
    value: str
    text: str
    start: int
    end: int
    owner: str = ""
    name: str = ""
    sentence: int = 0
    clause: int = 0
    assertion: Assertion = Assertion.ASSERTED
    role: Role = Role.PLAIN

    def within(self, outer: "Mention") -> bool:
        """Does its span lie in that of `outer`, or fill it?"""
        return outer.start <= self.start and self.end <= outer.end

    def part_of(self, outer: "Mention") -> bool:
        """Does its span lie in that of `outer`, and is it shorter?"""
        return self.within(outer) and outer.end - outer.start > self.end - self.start

    def meets(self, other: "Mention") -> bool:
        """Do the two spans share a letter?"""
        return self.start < other.end and other.start < self.end


@dataclass(slots=True, kw_only=True, eq=False)
class CodeMention(Mention):
    """A code number named as a code, with the modifiers and units glued to it."""

    kind: str = "code"
    modifiers: tuple[str, ...] = ()
    units: int | None = None
    in_range: bool = False


class SetAside(Frozen):
    """A code-shaped number that is none, and why."""

    text: str
    why: str
    start: int
    end: int
