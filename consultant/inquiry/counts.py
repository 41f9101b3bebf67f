"""Numbers and grades that a question says on an axis."""

import re
from collections.abc import Mapping, Sequence

from consultant.inquiry.cues import Tiers, cued, quotes_of
from consultant.inquiry.fact import AxisFact
from consultant.inquiry.levelcount import count_levels
from consultant.inquiry.mention import Assertion, Mention, Role
from consultant.inquiry.places import again, levels_left
from consultant.knowledge.axis import CountAxis, GradeAxis
from consultant.knowledge.family import Family

_BESIDE = 12  # characters: "20 minutes by the nurse", "nurse spent 20 minutes"
_ROWS = 3  # numbers make a log
_TWO = re.compile(r"\b(?:both|two|x?2|bilateral|right and left|left and right|r and l|l and r)\b|\bobliques$")


def count(
    family: Family, name: str, axis: CountAxis, mentions: Sequence[Mention], tiers: Tiers
) -> AxisFact | None:
    """The number said: of levels where the axis counts them, else in words of its own."""
    deducted = {m.clause for m in cued(family.family, name, mentions, "deduct")}  # taken off by name
    others = [o for o in cued(family.family, name, mentions, "not_with") if o.clause not in deducted]
    people = [m for m in mentions if m.kind == "actor"] if others else []
    for tier in (t for t in tiers if t is not Assertion.CLAIMED):

        def told(kind: str = "axis", tier: Assertion = tier) -> list[Mention]:
            return [m for m in cued(family.family, name, mentions, kind) if m.assertion is tier]

        fixed = told()
        if axis.levels_as != "none":
            levels = levels_left(family, again(mentions), tier)
            nerves = cued(family.family, name, mentions, "nerves")
            if counted := count_levels(axis, levels, nerves):
                fewer = bool(nerves) and counted[0] < len({m.value for m in counted[1]})
                say = axis.nerves_say if fewer else ""
                return AxisFact(axis=name, value=counted[0], quotes=quotes_of(counted[1]), say=say)
        sums = told("sum")
        numbers = told("count")
        rows = _in_rows(numbers)
        kept = [m for m in numbers if not any(_of(o, m, people, rows=rows) for o in others)]
        hits = told("own") or ([] if others else sums) or kept
        if sums and others and hits is kept:  # a table of minutes, the total of which holds those of others
            lines = [m for m in kept if m.value not in {s.value for s in sums}]
            return _added(name, lines or kept, told("deduct"), apart=bool(lines))
        if hits and axis.larger:
            return _added(name, hits, told("deduct"), apart=hits is kept and rows)
        items = told("item")
        listed = {m.text.lower() for m in [m for m in items if axis.found or m.role is Role.PLAIN] or items}
        listed = {x for x in listed if not any(o.endswith(f" {x}") for o in listed)}  # not "flexion" twice
        number = len(listed) + sum(bool(_TWO.search(x)) for x in listed)
        one = all(m.value == "1" for m in hits)  # "PA, one exposure"
        vague = bool(told("vague")) and not hits
        if not vague and number > 1 and one and number > max((int(m.value) for m in fixed), default=0):
            return AxisFact(axis=name, value=number, quotes=tuple(sorted(listed)))
        if best := _told_or_fixed(hits, fixed):
            return AxisFact(axis=name, value=int(best.value), quotes=quotes_of([best]))
    return None


def _told_or_fixed(hits: Sequence[Mention], fixed: Sequence[Mention]) -> Mention | None:
    """The last number told, unless a phrase that fixes the number holds them all ("2 views plus flexion")."""
    whole = [f for f in fixed if hits and all(h.within(f) for h in hits)]
    return next(iter(reversed(whole or hits or fixed)), None)


def _of(other: Mention, number: Mention, people: Sequence[Mention], *, rows: bool) -> bool:
    """Is a number that of another person named in its clause ("20 minutes by the nurse"), or in its row of
    a log ("MA rooming: 14 min")? Behind somebody else's ("I was there for 46 minutes, my MA for more") it
    is one only beside the number."""
    in_row = rows and other.sentence == number.sentence and other.end <= number.start
    if other.clause != number.clause and not in_row:
        return False
    if any(other.end <= p.start and p.end <= number.start for p in people):
        return False  # "MA 15 min, Dr 22 min"
    between = max(number.start - other.end, other.start - number.end)
    own = any(p.sentence == number.sentence and p.end <= number.start for p in people)
    return between < _BESIDE or not own or other.start < number.start


def _in_rows(numbers: Sequence[Mention]) -> bool:
    """Does each stand in a sentence of its own, one behind the other, as in a log?"""
    rows = [m.sentence for m in numbers]
    return len(rows) >= _ROWS and rows == list(range(rows[0], rows[0] + len(rows)))


def _added(name: str, hits: Sequence[Mention], less: Sequence[Mention], apart: bool = False) -> AxisFact:
    """The parts added up, without what is to be taken off ("minus 10 minutes of ..."); what comes before
    a number of its own was taken off another ("47, 12 of that the nurse; the doctor's own time was 35").
    `apart`: each stands on a line of its own."""
    less = [m for m in less if hits[0].kind == "count" or m.start > hits[0].start]
    less = [m for m in less if not any(m.part_of(o) for o in less)]  # "of those 58" in "14 of those 58"
    hits = [m for i, m in enumerate(hits) if not any(m.value == o.value and m.meets(o) for o in hits[:i])]
    kept = [m for m in hits if not any(d.start <= m.start < d.end for d in less)] or hits
    value = (sum(int(m.value) for m in kept) if apart else _total(kept)) - sum(
        {m.value: int(m.value) for m in less}.values()
    )
    return AxisFact(axis=name, value=max(value, 0), quotes=quotes_of([*kept, *less]))


def _total(hits: Sequence[Mention]) -> int:
    """Minutes of one sentence add up; of several sentences the longest counts, so that a
    repeated figure is not doubled."""
    spoken: dict[int, dict[int, int]] = {}
    for m in hits:
        spoken.setdefault(m.sentence, {})[m.start] = int(m.value)
    return max(sum(parts.values()) for parts in spoken.values())


def grade(
    family: Family, name: str, axis: GradeAxis, mentions: Sequence[Mention], known: Mapping[str, AxisFact]
) -> AxisFact | None:
    hits = [m for m in cued(family.family, name, mentions) if m.assertion is Assertion.ASSERTED]
    stated = list(dict.fromkeys(m.value for m in hits))
    parts = [known[e] for e in axis.elements if e in known]
    ranks = sorted(
        (axis.grades.index(str(p.value)) for p in parts if str(p.value) in axis.grades), reverse=True
    )
    told = len(ranks) >= axis.needed and (
        len(ranks) == len(axis.elements) or ranks[0] == ranks[axis.needed - 1]
    )
    if len(stated) == 1 and not (told and axis.grades.index(stated[0]) > ranks[axis.needed - 1]):
        return AxisFact(axis=name, value=stated[0], quotes=quotes_of(hits))
    if len(ranks) < axis.needed:
        return None
    low, high = ranks[axis.needed - 1], ranks[0]
    if len(ranks) < len(axis.elements) and low != high:
        return None  # the missing element may still lift it
    quotes = tuple(q for p in parts for q in p.quotes)
    return AxisFact(axis=name, value=axis.grades[low], quotes=quotes)
