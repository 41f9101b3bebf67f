"""NCCI: pairs, units and add-ons, and the look-ups over them."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from consultant.frozen import Frozen
from consultant.knowledge.published.trace import Trace


class PairEdit(Frozen):
    """A procedure-to-procedure edit. `effective` is None where the copy loaded has no such day; `deletion`
    is the last day in force, None while it is."""

    setting: str
    column_1: str
    column_2: str
    effective: date | None
    deletion: date | None
    indicator: str
    rationale: str
    prior: bool
    trace: Trace

    def in_force(self, on: date | None) -> bool:
        """On that day; without one, now as far as the table knows. Indicator 9 was never enforced."""
        if on is None:
            return self.deletion is None
        if self.effective is not None and on < self.effective:
            return False
        return self.deletion is None or (on <= self.deletion and self.deletion != self.effective)


class UnitLimit(Frozen):
    """A medically unlikely edit."""

    code: str
    setting: str
    units: int
    indicator: str
    rationale: str
    trace: Trace


class AddOnPair(Frozen):
    """An add-on code and a primary; `primary` is "" where contractors define the primaries."""

    add_on: str
    primary: str
    type: str
    effective: date | None
    deletion: date | None
    trace: Trace


class Edits(Protocol):
    """NCCI: pairs, units, add-ons."""

    def pair(
        self, column_1: str, column_2: str, setting: str = "practitioner", on: date | None = None
    ) -> PairEdit | None:
        """The edit in force with the codes in this order."""

    def pair_history(self, column_1: str, column_2: str, setting: str = "practitioner") -> Sequence[PairEdit]:
        """All rows of the codes in this order, in force or deleted."""

    def pairs_of(
        self, code: str, setting: str = "practitioner", on: date | None = None, limit: int = 200
    ) -> Sequence[PairEdit]:
        """Edits in force with the code in either column, up to `limit` of each."""

    def covers(self, code: str, setting: str = "practitioner") -> bool:
        """Would an edit of this code be loaded if there were one?"""

    def limit(self, code: str, setting: str = "practitioner", on: date | None = None) -> UnitLimit | None:
        """The medically unlikely edit."""

    def covers_units(self, code: str, setting: str = "practitioner") -> bool:
        """Would a limit of this code be loaded if one were published?"""

    def primaries(self, add_on: str, on: date | None = None) -> Sequence[AddOnPair]:
        """The primaries of an add-on code."""

    def add_ons(self, primary: str, on: date | None = None) -> Sequence[AddOnPair]:
        """The add-on codes of a primary."""
