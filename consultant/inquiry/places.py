"""Regions that a question says on an axis: those studied or treated."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

from consultant.inquiry.cues import AS_SAID, Tiers, cued, quotes_of, unsaid
from consultant.inquiry.fact import AxisFact
from consultant.inquiry.levels import parse_level
from consultant.inquiry.mention import TREATED, Assertion, Mention, Role
from consultant.inquiry.vertebrae import region_of
from consultant.knowledge.axis import RegionsAxis
from consultant.knowledge.family import Family

_BESIDE = (Role.APPROACH, Role.DIAGNOSIS, Role.TALK)  # "infected skin over the low back" is no region denied
_LAST = "finding"  # a region that only the findings of a report name was looked at, too
_NOT_DONE = (Assertion.NEGATED, Assertion.ORDERED, Assertion.PLANNED, Assertion.HISTORICAL)
_SEEN = (Role.FINDING, Role.PASSAGE)
_SIDES = frozenset(("left", "right"))
Placed = list[tuple[Mention, tuple[str, ...]]]


def groups_of(
    family: Family, name: str, axis: RegionsAxis, mentions: Sequence[Mention], tiers: Tiers
) -> Placed:
    """(mention, groups) of the regions studied or treated: of the first tier and the first
    accepted role that has any, without what is denied."""
    places = _places(axis, mentions)
    spoken = cued(family.family, name, mentions)
    named = [m for m in spoken if m.value not in axis.groups and not unsaid(m, spoken)]
    if not places and not named:
        return []
    left = [m for t in tiers for m in levels_left(family, places, t, mentions)]
    denied = _denied(axis, places)
    for tier in tiers:
        own: Placed = [(m, (m.value,)) for m in named if m.assertion is tier and axis.many == "each"]
        if own:
            return own
        for accepted in (*axis.accepts, _LAST):
            roles = {Role(r) for r in accepted.split("+")}
            hits = [m for m in places if m.assertion is tier and m.role in roles]
            hits = [m for m in hits if m.kind == "region" or m in left]
            if accepted is _LAST:
                hits = [m for m in hits if m.kind == "region"]
            if axis.levels == "fallback" and any(m.kind == "region" for m in hits):
                hits = [m for m in hits if m.kind == "region"]
            hits = only(hits, mentions)
            found = [(m, tuple(g for g in groups_at(axis, m) if g not in denied)) for m in hits]
            if any(groups for _, groups in found):
                return [(m, groups) for m, groups in found if groups]
        live: Placed = [(m, (m.value,)) for m in named if m.assertion is tier]
        if live:
            return live
    return []


def levels_left(
    family: Family, places: Sequence[Mention], tier: Assertion, mentions: Sequence[Mention] = ()
) -> list[Mention]:
    """The levels of a tier, where others are left without those that are named beside the service only, and
    denied elsewhere ("the cement at T12"; "T12 was not entered")."""
    levels = [m for m in places if m.kind == "level"]
    live = [m for m in levels if m.assertion is tier]
    denied = (m for m in levels if m.assertion is Assertion.NEGATED)
    gone = [m for m in denied if not _one_side(m, mentions or places)]
    own = (m for m in mentions or places if m.kind == "term" and m.owner == family.family)
    served = {m.sentence for m in own if m.assertion not in _NOT_DONE}
    return [m for m in live if not _gone(m, gone, served)] or live


def _gone(level: Mention, denied: Sequence[Mention], served: Container[int]) -> bool:
    """Is a level denied elsewhere? One that stands in a sentence with the service only directly behind it, by
    one that tells of no service ("TFESI L4-5 and L5-S1. L5-S1 could not be entered.")."""
    mine = [d for d in denied if d.value == level.value]
    if level.sentence not in served:
        return bool(mine)
    return any(d.sentence == level.sentence + 1 and d.sentence not in served for d in mine)


def _one_side(level: Mention, mentions: Iterable[Mention]) -> bool:
    """ "RIGHT L5-S1 was skipped" leaves the left one."""
    here = (m for m in mentions if m.sentence == level.sentence and m.kind == "axis" and m.name == "side")
    return any(m.assertion is Assertion.NEGATED and m.value in _SIDES for m in here)


def only(hits: list[Mention], mentions: Sequence[Mention]) -> list[Mention]:
    """ "Only the lumbar spine was imaged" leaves the others out."""
    fences = [m for m in mentions if m.kind == "exclusive" and m.assertion not in _NOT_DONE]
    within = [h for h in hits if any(h.within(f) for f in fences)]
    return within or hits


def _denied(axis: RegionsAxis, places: Sequence[Mention]) -> set[str]:
    """Groups said not to be studied or treated; a level denied ("no flow at L2-3") denies no region
    that is named by its word."""
    denied = [m for m in places if m.assertion is Assertion.NEGATED and m.role not in _BESIDE]
    denied = [m for m in denied if not _more_besides(m, places)]
    named = {g for m in places if m.assertion in AS_SAID for g in groups_at(axis, m)}
    words = {g for m in denied if m.kind == "region" for g in groups_at(axis, m)}
    apart = [m for m in places if m.assertion in AS_SAID and m.role is not Role.APPROACH]
    words -= {g for g in words if len(axis.groups[g]) > 1 and _said_apart(axis, g, apart, denied)}
    return words | ({g for m in denied if m.kind == "level" for g in groups_at(axis, m)} - named)


def _more_besides(denied: Mention, places: Iterable[Mention]) -> bool:
    """ "Not lumbar but lumbar and cervical" denies that it was the lumbar spine alone."""
    said_ = (m for m in places if m.sentence == denied.sentence and m.start > denied.end)
    return any(m.value == denied.value and m.assertion is Assertion.ASSERTED for m in said_)


def _said_apart(axis: RegionsAxis, group: str, said_: Iterable[Mention], denied: Iterable[Mention]) -> bool:
    """Is another region of the group treated than the one denied ("C6; thoracic not done")?"""
    gone = {r for m in denied if m.kind == "region" for r in m.value.split("+")}
    there = {r for m in said_ for r in (m.value if m.kind == "region" else m.name).split("+")}
    return bool((there & set(axis.groups[group])) - gone)


def regions(
    family: Family, name: str, axis: RegionsAxis, mentions: Sequence[Mention], tiers: Tiers
) -> AxisFact | None:
    found = groups_of(family, name, axis, mentions, tiers)
    groups = frozenset(g for _, some in found for g in some)
    if not groups:
        return None
    if axis.many == "first" and len(groups) > 1:
        groups = frozenset([next(g for g in axis.groups if g in groups)])
    return AxisFact(axis=name, value=groups, quotes=quotes_of(m for m, some in found if groups & set(some)))


_BEFORE = (Assertion.HISTORICAL, Assertion.ELSEWHERE)  # an earlier operation, of ours or elsewhere
_ONCE = (Assertion.ASSERTED, *_BEFORE)


def again(mentions: Sequence[Mention]) -> list[Mention]:
    """ "Recurrent at the same level": the level of the earlier operation is that of this one."""
    if not any(m.kind == "again" and m.assertion in _ONCE for m in mentions) or _placed(mentions):
        return list(mentions)
    back = (m.kind == "level" and m.assertion in _BEFORE for m in mentions)
    said_ = zip(mentions, back, strict=True)
    return [replace(m, assertion=Assertion.ASSERTED) if was else m for m, was in said_]


def _placed(mentions: Sequence[Mention]) -> bool:
    """Is the level of this operation told by itself?"""
    live = (m for m in mentions if m.kind == "level" and m.assertion is Assertion.ASSERTED)
    return any(m.role in TREATED for m in live)


def _places(axis: RegionsAxis, mentions: Sequence[Mention]) -> list[Mention]:
    """Region words and levels; a level inside a range named alike says nothing of its own, and where a
    level has a rule of its own, the words for its regions do not count beside it."""
    mentions = again(mentions)
    levels = [m for m in mentions if m.kind == "level"]
    ranges = {(parse_level(m.value), m.assertion, m.role in _SEEN) for m in levels}
    ruled = {parse_level(j.level) for j in axis.junctions}
    treated = [m for m in levels if m.role in TREATED]
    covered = {r for m in treated if parse_level(m.value) in ruled for r in m.name.split("+")}
    out = []
    for m in mentions:
        if m.kind == "level":
            top, bottom = parse_level(m.value)
            if not any(
                a <= top
                and bottom <= b
                and (a, b) != (top, bottom)
                and said in (Assertion.ASSERTED, m.assertion)
                and (m.role in _SEEN or not found)  # what was only exposed takes no level's place
                for (a, b), said, found in ranges
            ):
                out.append(m)
        elif m.kind == "region" and not (covered and set(m.value.split("+")) <= covered):
            out.append(m)
    return out


def groups_at(axis: RegionsAxis, m: Mention) -> list[str]:
    """The groups of the axis that a region word or a level stands for."""
    for junction in axis.junctions:
        if m.kind == "level" and parse_level(junction.level) == parse_level(m.value):
            return [junction.group]
    regions = m.value.split("+") if m.kind == "region" else m.name.split("+")
    if m.kind == "level" and axis.levels == "fallback":
        top, bottom = parse_level(m.value)
        if bottom == top + 1:  # a single interspace, though it lies across, is no second region
            regions = [region_of(bottom)]
    return list(dict.fromkeys(g for g, members in axis.groups.items() for r in regions if r in members))
