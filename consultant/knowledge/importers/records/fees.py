"""Records of the fee schedule and its places."""

from typing import NamedTuple


class Rvu(NamedTuple):
    """One (code, modifier) of the physician fee schedule."""

    line: int
    code: str
    modifier: str
    effective: int
    variant: str
    status: str
    not_used: str
    work: int | None
    nonfacility_pe: int | None
    nonfacility_na: str
    facility_pe: int | None
    facility_na: str
    malpractice: int | None
    nonfacility_total: int
    facility_total: int
    pctc: str
    global_days: str
    preoperative: int
    intraoperative: int
    postoperative: int
    multiple: str
    bilateral: str
    assistant: str
    cosurgeon: str
    team: str
    pricing: str
    endoscopy: str
    conversion_factor: int
    supervision: str
    calculation: str
    imaging_family: str
    opps_nonfacility: int
    opps_facility: int
    opps_malpractice: int


class Gpci(NamedTuple):
    """The geographic indices of one locality."""

    line: int
    mac: str
    locality: str
    effective: int
    state: str
    name: str
    work: int
    pe: int
    malpractice: int


class Anesthesia(NamedTuple):
    """The anesthesia conversion factor of one locality, in cents."""

    line: int
    mac: str
    locality: str
    effective: int
    name: str
    amount: int


class County(NamedTuple):
    """The counties of one locality."""

    line: int
    mac: str
    locality: str
    effective: int
    state: str
    area: str
    counties: str
