"""How many units of a code are due: "levels", "levels-1", "minutes per 15 from 69"."""

import re
from collections.abc import Mapping

from consultant.knowledge.condition import Fact
from consultant.knowledge.family import Item

_UNITS = re.compile(
    r"(?:(?P<n>\d+)|(?P<axis>\w+?)(?P<less>-\d+)?(?: per (?P<step>\d+) from (?P<from>\d+))?)$"
)


def count_axis(item: Item) -> str | None:
    """The count axis that an item's units need."""
    m = _UNITS.match(item.units or "1")
    return m["axis"] if m else None


def units(item: Item, values: Mapping[str, Fact]) -> int:
    """How many units of an item are due; 0 when none is (the further levels of a single one)."""
    m = _UNITS.match(item.units or "1")
    if m is None or m["n"]:
        return int(m["n"]) if m else 1
    count = values.get(m["axis"])
    if not isinstance(count, int):
        return 1
    if m["step"]:
        return max(0, (count - int(m["from"])) // int(m["step"]) + 1)
    return max(0, count + int(m["less"] or 0))
