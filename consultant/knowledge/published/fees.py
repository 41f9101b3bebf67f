"""The fee schedule and its places: rows, and the look-ups over them."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from consultant.frozen import Frozen
from consultant.knowledge.published.trace import Trace

_SMALL = {"of": "of", "and": "and", "cnty": "County", "cntys": "Counties"}


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
