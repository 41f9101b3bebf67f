"""Records of the NCCI tables."""

from typing import NamedTuple


class Ptp(NamedTuple):
    """One procedure-to-procedure edit; `deletion` is its last day (day.OPEN while in force), `effective` is 0
    where unknown."""

    line: int
    setting: str
    column_1: str
    column_2: str
    effective: int
    deletion: int
    indicator: int
    prior: int
    rationale: str


class Mue(NamedTuple):
    """The medically unlikely edit of one code."""

    line: int
    code: str
    setting: str
    effective: int
    units: int
    indicator: str
    rationale: str


class AddOn(NamedTuple):
    """An add-on code and one of its primaries; CCCCC stands for primaries that contractors define."""

    line: int
    add_on: str
    primary_code: str
    type: str
    effective: int
    deletion: int
    note: str
