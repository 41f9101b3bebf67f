"""How deep HTML is nested, seen before any parser: parsing is quadratic in it."""

import re

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})")
_UNCLOSED = frozenset(
    "area base br col hr img input link meta param source track wbr p li td th tr dt dd option o:p".split()
)


def nesting(source: str) -> int:
    """How deep elements stand in each other at most."""
    still_open: dict[str, int] = {}
    depth = deepest = 0
    for tag in _TAG.finditer(source):
        name = tag[2].lower()
        here = still_open.get(name, 0)
        if tag[1]:
            still_open[name] = max(0, here - 1)
            depth -= here > 0
        elif name not in _UNCLOSED:
            still_open[name] = here + 1
            depth += 1
            deepest = max(deepest, depth)
    return deepest
