"""What the published files say, as values: fee schedule rows, edits, concepts, and where each row stands.

The look-ups are protocols; `editions/` implements them over a read-only file, `unpublished.py` over
nothing. A date of service picks the rows in force; without one the newest loaded release speaks.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol

from consultant.frozen import Frozen
from consultant.knowledge.indexed import Lines

Setting = Literal["practitioner", "hospital", "dme"]
_SMALL = {"of": "of", "and": "and", "cnty": "County", "cntys": "Counties"}


class Trace(Frozen):
    """Where a row stands: its release, file and line. `exact` is false when the release is not the one of the
    date asked about, only the nearest that is loaded."""

    release: str
    file: str
    line: int
    effective: date | None = None
    until: date | None = None
    exact: bool = True
    note: str = ""

    def __str__(self) -> str:
        return f"{self.release} ({self.file}{f', line {self.line}' if self.line else ''})"


class Loaded(Frozen):
    """One source of an edition."""

    kind: str
    title: str
    file: str
    rows: int
    effective: date | None
    until: date | None
    setting: str = ""
    variant: str = ""
    whole: bool = True
    note: str = ""
    facts: dict[str, str] = {}


class RelativeValue(Frozen):
    """One (code, modifier) row of the fee schedule. Parts are None where only totals are loaded."""

    code: str
    modifier: str
    status: str
    work: Decimal | None
    nonfacility_pe: Decimal | None
    facility_pe: Decimal | None
    malpractice: Decimal | None
    nonfacility_total: Decimal
    facility_total: Decimal
    nonfacility_na: bool
    facility_na: bool
    conversion_factor: Decimal
    pctc: str
    global_days: str
    multiple: str
    bilateral: str
    assistant: str
    cosurgeon: str
    team: str
    endoscopy: str
    supervision: str
    imaging_family: str
    not_used: str
    pricing: str
    preoperative: Decimal
    intraoperative: Decimal
    postoperative: Decimal
    opps_nonfacility: Decimal
    opps_facility: Decimal
    opps_malpractice: Decimal
    calculation: str
    variant: str
    trace: Trace


class Locality(Frozen):
    """A payment locality with its geographic indices."""

    mac: str
    number: str
    state: str
    name: str
    work: Decimal
    pe: Decimal
    malpractice: Decimal
    counties: str = ""
    trace: Trace

    @property
    def called(self) -> str:
        """ "Rest of Illinois, IL": the published names are in capitals."""
        words = re.sub(r"[A-Za-z]+", lambda m: _SMALL.get(m[0].lower(), m[0].capitalize()), self.name)
        return f"{words}, {self.state}"


class AnesthesiaFactor(Frozen):
    """The anesthesia conversion factor of a locality."""

    mac: str
    number: str
    name: str
    amount: Decimal
    trace: Trace


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


class Note(Frozen):
    """An instruction at an ICD-10-CM code or one above it."""

    kind: str
    text: str
    code: str


class Diagnosis(Frozen):
    """An ICD-10-CM code, or a chapter or section above codes."""

    code: str
    title: str
    kind: str
    billable: bool
    parent: str
    above: tuple[tuple[str, str], ...] = ()  # (code, title) from the chapter down to the parent
    below: tuple[tuple[str, str, bool], ...] = ()  # (code, title, billable) of the next level
    completions: tuple[tuple[str, str], ...] = ()  # billable codes that complete it, the first few
    notes: tuple[Note, ...] = ()
    sevenths: tuple[tuple[str, str], ...] = ()
    placeholder: bool = False
    trace: Trace


class Supply(Frozen):
    """A HCPCS Level II code or modifier."""

    code: str
    title: str
    short: str
    coverage: str
    pricing: str
    betos: str
    type_of_service: str
    crossreferences: str
    added: date | None
    changed: date | None
    terminated: date | None
    action: str
    trace: Trace


class Descriptor(Frozen):
    """An official CPT descriptor; only there when a licence holder loaded the AMA's files."""

    kind: str
    text: str
    notice: str
    trace: Trace


class CategoryOf(Frozen):
    """A category that a code falls into."""

    system: str
    number: str
    label: str
    trace: Trace


class CoverageArticle(Frozen):
    """An article that names a code: which of its groups, and the LCDs it goes with."""

    article: str
    version: int
    title: str
    status: str
    groups: tuple[int, ...]
    lcds: tuple[str, ...]
    trace: Trace


class Fees(Protocol):
    """The fee schedule."""

    def value(
        self, code: str, modifier: str = "", on: date | None = None, variant: str = ""
    ) -> RelativeValue | None:
        """The row in force."""

    def values(self, code: str, on: date | None = None) -> Sequence[RelativeValue]:
        """The rows of all modifiers in force."""

    def history(self, code: str) -> Sequence[RelativeValue]:
        """The rows of all loaded releases, oldest first."""

    def localities(self, on: date | None = None) -> Sequence[Locality]:
        """All localities of the year."""

    def anesthesia(self, mac: str, number: str, on: date | None = None) -> AnesthesiaFactor | None:
        """The anesthesia factor of a locality."""


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


class Concepts(Protocol):
    """Codes with their titles."""

    def diagnosis(self, code: str, on: date | None = None) -> Diagnosis | None:
        """An ICD-10-CM code, with or without its dot."""

    def supply(self, code: str, on: date | None = None) -> Supply | None:
        """A HCPCS Level II code."""

    def modifier(self, code: str, on: date | None = None) -> Supply | None:
        """A HCPCS modifier."""

    def descriptors(self, code: str) -> Sequence[Descriptor]:
        """Official CPT descriptors, if licensed."""

    def withdrawn(self, code: str) -> str:
        """The licensed history of a deleted CPT code; "" if none."""


class Coverage(Protocol):
    """Categories and coverage articles."""

    def categories(self, code: str, on: date | None = None) -> Sequence[CategoryOf]:
        """The categories of a procedure code."""

    def articles(self, code: str) -> Sequence[CoverageArticle]:
        """The articles that name a procedure code."""

    def diagnoses(self, article: str, version: int, group: int, limit: int = 50) -> Sequence[tuple[str, str]]:
        """(code, title) of the covered diagnoses of a group of an article."""


class Published(Protocol):
    """Everything an edition holds of the published files."""

    name: str
    fees: Fees
    edits: Edits
    concepts: Concepts
    coverage: Coverage
    lines: Lines

    def loaded(self, kind: str = "", setting: str = "") -> Sequence[Loaded]:
        """The sources, oldest first; of one kind or setting if named."""
