"""Vertebrae by number, counted from the top.

C1 is 1, C7 is 7, T1 is 8, T12 is 19, L1 is 20, L5 is 24, S1 is 25, S5 is 29.
"""

_FIRST = {"C": 0, "T": 7, "D": 7, "L": 19, "S": 24}
COUNT = {"C": 8, "T": 12, "D": 12, "L": 6, "S": 5}
NEXT = {"C": "T", "T": "L", "D": "L", "L": "S"}
_NAMES = (
    [f"C{n}" for n in range(1, 8)]
    + [f"T{n}" for n in range(1, 13)]
    + [f"L{n}" for n in range(1, 6)]
    + [f"S{n}" for n in range(1, 6)]
)


def level_name(number: int) -> str:
    """ "L4" for 23."""
    return _NAMES[min(max(number, 1), len(_NAMES)) - 1]


def region_of(number: int) -> str:
    """The region of a vertebra by number."""
    return {"C": "cervical", "T": "thoracic", "L": "lumbar", "S": "sacral"}[level_name(number)[0]]


def numbered(letter: str, n: int) -> int | None:
    """The number of a vertebra, None where the region has none of that number."""
    if not 1 <= n <= COUNT[letter]:
        return None
    if letter == "C" and n == 8:  # the C8 root leaves between C7 and T1
        return 7
    return min(_FIRST[letter] + n, 24) if letter == "L" else _FIRST[letter] + n


def bottom_of(letter: str, n: int, second: str, m: int) -> int | None:
    """The lower vertebra of "L4-5", "L5-S1" or "L5-1", by the letter written before it, if any."""
    if second:
        return numbered(second, m)
    if m > n:
        return numbered(letter, m)
    below = NEXT.get(letter)
    return numbered(below, m) if below and m == 1 else None
