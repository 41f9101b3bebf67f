"""What a question says on the axes of one family, and in which words."""

from collections.abc import Sequence

from consultant.inquiry.acts import who_acted
from consultant.inquiry.choices import choice
from consultant.inquiry.counts import count, grade
from consultant.inquiry.cues import AS_SAID, Tiers, quotes_of
from consultant.inquiry.fact import AxisFact, Facts, Unclear
from consultant.inquiry.mention import NOW, Assertion, Mention
from consultant.inquiry.places import groups_at, regions
from consultant.knowledge.axis import ActsAxis, Axis, ChoiceAxis, CountAxis, GradeAxis, RegionsAxis
from consultant.knowledge.family import Family


def said(family: Family, mentions: Sequence[Mention], tiers: Tiers = AS_SAID) -> Facts:
    """What the mentions of a question say on each axis of the family; the first of `tiers` in
    which an axis is mentioned counts, so that what was done goes before what was planned."""
    known: dict[str, AxisFact] = {}
    unclear: dict[str, Unclear] = {}
    spoken = {(m.owner, m.name) for m in mentions}
    done = any(m.kind == "axis" and m.assertion is Assertion.ASSERTED for m in mentions)
    acted = any(m.kind == "axis" and m.owner == family.family for m in mentions if m.assertion in NOW)
    there = {Assertion.ASSERTED, *(m.assertion for m in mentions)}
    tiers = tuple(t for t in tiers if t in there)
    for name, axis in family.axes.items():
        if isinstance(axis, GradeAxis):
            continue
        if isinstance(axis, ChoiceAxis) and spoken.isdisjoint(((family.family, name), ("", axis.shared))):
            continue
        live = tuple(t for t in tiers if t is not Assertion.PLANNED) if acted and axis.optional else tiers
        found = (
            (Assertion.UNSURE in there and _doubted(family, name, axis, mentions))
            or _axis(family, name, axis, mentions, live)
            or (Assertion.ORDERED in there and _ordered(family, name, axis, mentions, done))
        )
        if isinstance(found, AxisFact):
            known[name] = found
        elif found:
            unclear[name] = found
    for name, axis in family.axes.items():
        if isinstance(axis, GradeAxis) and (worth := grade(family, name, axis, mentions, known)):
            known[name] = worth
    return Facts(known, unclear)


def _axis(
    family: Family, name: str, axis: Axis, mentions: Sequence[Mention], tiers: Tiers
) -> AxisFact | Unclear | None:
    match axis:
        case ChoiceAxis():
            return choice(family, name, axis, mentions, tiers)
        case RegionsAxis():
            return regions(family, name, axis, mentions, tiers)
        case CountAxis():
            return count(family, name, axis, mentions, tiers)
        case ActsAxis():
            return who_acted(family.family, name, axis, mentions, tiers)
    return None


def _doubted(family: Family, name: str, axis: Axis, mentions: Sequence[Mention]) -> Unclear | None:
    """An axis on which the sender says that the record does not tell."""
    shared = axis.shared if isinstance(axis, ChoiceAxis) else None
    mine = [
        m
        for m in mentions
        if m.kind in ("axis", "act")
        and ((m.owner, m.name) == (family.family, name) or (not m.owner and m.name == shared))
    ]
    if isinstance(axis, ActsAxis):  # "can't tell whether myelogram pictures were taken"
        mine += [m for m in mentions if m.kind == "term" and m.owner == family.family]
    if isinstance(axis, CountAxis):  # "does not say which joints"
        own = [m for m in mentions if (m.owner, m.name) == (family.family, name) or m.kind == "level"]
        if not any(m.kind in ("level", "count") and m.assertion is Assertion.ASSERTED for m in own):
            mine += [m for m in own if m.kind in ("unit", "nerves")]
    hits = [m for m in mine if m.assertion is Assertion.UNSURE]
    if isinstance(axis, ChoiceAxis) and _plain(mine, hits):
        return None
    values = list(dict.fromkeys(m.value for m in hits if m.kind == "axis" and m.value != "unsaid"))
    if isinstance(axis, ChoiceAxis) and hits:
        values = _possible(axis, values, mine)
    return Unclear(axis=name, values=tuple(values), quotes=quotes_of(hits)) if hits else None


def _possible(axis: ChoiceAxis, doubted: list[str], mine: Sequence[Mention]) -> list[str]:
    """What it may be: beside something said, that alone or both together, where the axis joins them."""
    sure = [
        m.value for m in mine if m.assertion is Assertion.ASSERTED and m.value not in (*doubted, "unsaid")
    ]
    both = [v for v, parts in axis.joined.items() if set(parts) <= {*sure, *doubted}]
    return list(dict.fromkeys([*sure, *both])) if both else doubted


def _plain(mine: Sequence[Mention], doubts: Sequence[Mention]) -> bool:
    """Is it said plainly elsewhere? What is doubted after it was said ("I can't see whether ...") is not."""
    said_ = [m for m in mine if m.assertion is Assertion.ASSERTED and m.value != "unsaid"]
    doubted = [m for m in said_ if any(m.value == d.value and m.end <= d.start for d in doubts)]
    return bool(said_) and not doubted


def _ordered(
    family: Family, name: str, axis: Axis, mentions: Sequence[Mention], done: bool
) -> AxisFact | Unclear | None:
    """What the order says, where nothing else does."""
    return _only_ordered(name, axis, mentions, done) or (
        _as_ordered(family, name, axis, mentions) if done else None
    )


def _as_ordered(family: Family, name: str, axis: Axis, mentions: Sequence[Mention]) -> AxisFact | None:
    """What was ordered, where something was done and nothing else is said of it."""
    extra = any(name in e.when for e in family.extras)
    if not isinstance(axis, ChoiceAxis) or extra or (axis.default and not axis.default.when):
        return None  # an addition, or what has a usual value, is not taken from a plan
    found = choice(family, name, axis, mentions, (Assertion.ORDERED,))
    say = "as it was ordered; nothing else is said"
    return found.model_copy(update={"how": "assumed", "say": say}) if isinstance(found, AxisFact) else None


def _only_ordered(
    name: str, axis: Axis, mentions: Sequence[Mention], done: bool
) -> AxisFact | Unclear | None:
    """Regions that stand only in the order: what was done is not said, unless something was `done`
    and the order names one region."""
    if not isinstance(axis, RegionsAxis):
        return None
    hits = [m for m in mentions if m.kind == "region" and m.assertion is Assertion.ORDERED]
    values = tuple(dict.fromkeys(g for m in hits for g in groups_at(axis, m)))
    denied = any(m.kind == "region" and m.assertion is Assertion.NEGATED for m in mentions)
    if len(values) == 1 and done and not denied:
        say = "the region that was ordered; no other is named"
        return AxisFact(axis=name, value=frozenset(values), quotes=quotes_of(hits), how="assumed", say=say)
    return Unclear(axis=name, values=values, quotes=quotes_of(hits)) if values else None
