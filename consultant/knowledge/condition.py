"""Conditions of a rule, held against a value that may still be unknown."""

import re
from collections.abc import Collection
from enum import Enum

_RANGE = re.compile(r"(?:(\d+)(?:-(\d+)|(\+))?|<(\d+)|>(\d+))$")
MANY = 10**6


class Truth(Enum):
    """Three-valued: a missing fact makes a condition open, not false."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


Fact = str | int | frozenset[str]


def bounds(condition: str) -> tuple[int, int] | None:
    """(low, high) of "3", "2-3", "6+", "<15" or ">4"; None if it is no number."""
    m = _RANGE.match(condition)
    if not m:
        return None
    exact, to, more, below, above = m.groups()
    if below:
        return 0, int(below) - 1
    if above:
        return int(above) + 1, MANY
    return int(exact), int(to) if to else MANY if more else int(exact)


def holds(allowed: Collection[str], value: Fact | None) -> Truth:
    """Does `value` meet one of the `allowed` conditions?

    A set of regions meets its only member's name, or a count such as "2+".
    """
    if value is None:
        return Truth.OPEN
    if isinstance(value, str):
        return Truth.YES if value in allowed else Truth.NO
    return Truth.YES if any(_meets(c, value) for c in allowed) else Truth.NO


def _meets(condition: str, value: int | frozenset[str]) -> bool:
    limits = bounds(condition)
    if isinstance(value, frozenset):
        return limits[0] <= len(value) <= limits[1] if limits else value == {condition}
    return limits is not None and limits[0] <= value <= limits[1]
