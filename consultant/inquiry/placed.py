"""Several kinds of work of one family, each at levels of its own: "stenosis at L4-5 and a disc at L5-S1"."""

from collections.abc import Sequence

from consultant.inquiry.choices import drop_unless, longest
from consultant.inquiry.cues import Tiers, cued
from consultant.inquiry.levels import lies_inside, parse_level
from consultant.inquiry.mention import TREATED, Assertion, Mention
from consultant.knowledge.axis import ChoiceAxis
from consultant.knowledge.family import Family


def placed(
    family: Family, mentions: Sequence[Mention], tiers: Tiers
) -> dict[tuple[tuple[str, str], ...], list[Mention]]:
    """(axis, value) -> its cues and levels, of the axis that the family decides place by place; empty where
    the values do not stand at different levels."""
    for name, axis in family.axes.items():
        if isinstance(axis, ChoiceAxis) and axis.many == "placed":
            cues = _cues(family.family, name, axis, mentions, tiers)
            found = _by_value(cues, _whole([m for m in mentions if _treated(m)]))
            if len(found) > 1:
                return {((name, value),): hits for value, hits in found.items()}
    return {}


def _cues(
    family: str, name: str, axis: ChoiceAxis, mentions: Sequence[Mention], tiers: Tiers
) -> list[tuple[Mention, str]]:
    hits = cued(family, name, mentions)
    pairs = longest(((m, m.value) for m in hits), hits)
    for tier in tiers:
        live = [(m, v) for m, v in pairs if m.assertion is tier]
        if live:
            return drop_unless(axis, live)
    return []


def _treated(m: Mention) -> bool:
    return m.kind == "level" and m.assertion is Assertion.ASSERTED and m.role in TREATED


def _whole(levels: Sequence[Mention]) -> list[Mention]:
    """Without those inside another: the root L5 at L4-L5 is no further place."""
    spans = {parse_level(m.value) for m in levels}
    return [m for m in levels if not any(lies_inside(parse_level(m.value), s) for s in spans)]


def _by_value(cues: Sequence[tuple[Mention, str]], levels: Sequence[Mention]) -> dict[str, list[Mention]]:
    """value -> its cues and the levels nearest to them, if none is bare and no level is of two."""
    if len({v for _, v in cues}) < 2 or len({m.value for m in levels}) < 2:
        return {}
    places: dict[str, list[Mention]] = {v: [] for _, v in cues}
    for level in levels:
        places[min(cues, key=lambda p: _reach(level, p[0]))[1]].append(level)
    named = [{m.value for m in found} for found in places.values()]
    if not all(named) or len(set().union(*named)) < sum(len(x) for x in named):
        return {}
    return {value: [*(m for m, v in cues if v == value), *found] for value, found in places.items()}


def _reach(level: Mention, cue: Mention) -> tuple[bool, bool, int]:
    if level.within(cue):
        return False, False, 0
    gap = cue.start - level.end if level.start < cue.start else level.start - cue.end
    return level.sentence != cue.sentence, level.clause != cue.clause, max(0, gap)
