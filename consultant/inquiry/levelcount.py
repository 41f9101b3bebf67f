"""How many discs, joints, foramina or vertebral bodies a list of levels makes."""

from collections.abc import Sequence

from consultant.inquiry.levels import parse_level
from consultant.inquiry.mention import Mention, Role
from consultant.knowledge.axis import CountAxis

_S1 = 25
_FOUND = ({Role.PLAIN, Role.APPROACH, Role.FINDING}, {Role.DIAGNOSIS})
_ORDER = ({Role.PLAIN, Role.APPROACH}, {Role.DIAGNOSIS}, {Role.FINDING})


def count_levels(
    axis: CountAxis, levels: Sequence[Mention], nerves: Sequence[Mention]
) -> tuple[int, list[Mention]] | None:
    """(number, the mentions counted), or None when the levels do not say it."""
    for roles in _FOUND if axis.found else _ORDER:
        hits = [m for m in levels if m.role in roles]
        named = list(dict.fromkeys(parse_level(m.value) for m in hits))
        singles = [p for p in named if p[0] == p[1]]
        discs = [p for p in named if p[1] == p[0] + 1]
        apart = [s for s in singles if not any(top <= s[0] <= bottom for top, bottom in discs)]
        by_one = axis.levels_as == "segments" and len(apart) > 1  # "C3, C4 and C5"
        pairs = singles if by_one else _outermost(named)
        if axis.levels_as == "foramina":  # S1 has a foramen of its own beside that of L5-S1
            pairs = list(dict.fromkeys([*pairs, *(s for s in singles if s[0] >= _S1)]))
        if pairs and (n := _number(axis, pairs, bool(nerves))):
            return n, hits
    return None


def _outermost(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without the vertebrae that lie in a range also named ("T12-L1, on top of L1"), and without a range
    each interspace of which is named ("laminectomy L3-L5", and then what was done at L3-4 and at L4-5)."""
    pairs = [p for p in pairs if p[1] - p[0] < 2 or not {(n, n + 1) for n in range(*p)} <= {*pairs}]
    return [p for p in pairs if not any(q != p and q[0] <= p[0] and p[1] <= q[1] for q in pairs)]


def _number(axis: CountAxis, pairs: Sequence[tuple[int, int]], nerves: bool) -> int:
    spaces = {n for top, bottom in pairs for n in range(top, bottom)}
    single = {top for top, bottom in pairs if top == bottom}
    if axis.levels_as == "bodies":
        return len({n for top, bottom in pairs for n in range(top, bottom + 1)})
    if axis.levels_as == "foramina":  # the L5 root leaves at L5-S1
        return len(spaces | single)
    if axis.levels_as == "segments":  # one interspace is one segment; of a range it is not known
        return 0 if _long(pairs) else len(spaces) if spaces else len(single)
    if axis.levels_as == "joints" and nerves and single and not spaces:
        return _joints(sorted(single))
    if axis.levels_as == "joints" and nerves and spaces and not single and _long(pairs):
        return len(spaces)
    if not spaces and axis.levels_as == "interspaces" and len(single) > 1:
        return len(single) - 1 if sorted(single) == list(range(min(single), max(single) + 1)) else 0
    return len(spaces) if spaces else 0


def _long(pairs: Sequence[tuple[int, int]]) -> bool:
    return any(bottom - top > 1 for top, bottom in pairs)


def _joints(roots: Sequence[int]) -> int:
    """Two neighbouring medial branches supply one joint, so a run of n nerves is n-1 joints."""
    runs = 1 + sum(b - a > 1 for a, b in zip(roots, roots[1:], strict=False))
    return max(len(roots) - runs, 0)
