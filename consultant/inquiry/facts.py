"""What a question says on the axes of one family, and in which words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from consultant.inquiry.acts import who_acted
from consultant.inquiry.fact import AxisFact, Facts, Unclear
from consultant.inquiry.levelcount import count_levels
from consultant.inquiry.levels import parse_level, region_of
from consultant.inquiry.mention import Assertion, Mention, Role
from consultant.knowledge.axis import ActsAxis, Axis, ChoiceAxis, CountAxis, GradeAxis, RegionsAxis
from consultant.knowledge.family import Family

Tiers = tuple[Assertion, ...]
AS_SAID: Tiers = (Assertion.ASSERTED, Assertion.SUPPOSED, Assertion.PLANNED, Assertion.CLAIMED)
AS_SUPPOSED: Tiers = (Assertion.SUPPOSED, Assertion.ASSERTED, Assertion.PLANNED, Assertion.CLAIMED)


Placed = list[tuple[Mention, tuple[str, ...]]]


def said(family: Family, mentions: Sequence[Mention], tiers: Tiers = AS_SAID) -> Facts:
    """What the mentions of a question say on each axis of the family; the first of `tiers` in
    which an axis is mentioned counts, so that what was done goes before what was planned."""
    known: dict[str, AxisFact] = {}
    unclear: dict[str, Unclear] = {}
    for name, axis in family.axes.items():
        if isinstance(axis, GradeAxis):
            continue
        found = (
            _doubted(family, name, axis, mentions)
            or _axis(family, name, axis, mentions, tiers)
            or _only_ordered(name, axis, mentions)
        )
        if isinstance(found, AxisFact):
            known[name] = found
        elif found:
            unclear[name] = found
    for name, axis in family.axes.items():
        if isinstance(axis, GradeAxis) and (grade := _grade(family, name, axis, mentions, known)):
            known[name] = grade
    return Facts(known, unclear)


def _axis(
    family: Family, name: str, axis: Axis, mentions: Sequence[Mention], tiers: Tiers
) -> AxisFact | Unclear | None:
    match axis:
        case ChoiceAxis():
            return _choice(family, name, axis, mentions, tiers)
        case RegionsAxis():
            return _regions(family, name, axis, mentions, tiers)
        case CountAxis():
            return _count(family, name, axis, mentions, tiers)
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
    hits = [m for m in mine if m.assertion is Assertion.UNSURE]
    if isinstance(axis, ChoiceAxis) and any(
        m.assertion is Assertion.ASSERTED and m.value != "unsaid" for m in mine
    ):
        return None  # said plainly elsewhere
    values = tuple(dict.fromkeys(m.value for m in hits if m.kind == "axis" and m.value != "unsaid"))
    return Unclear(axis=name, values=values, quotes=_quotes(hits)) if hits else None


def _only_ordered(name: str, axis: Axis, mentions: Sequence[Mention]) -> Unclear | None:
    """Regions that stand only in the order: what was done is not said."""
    if not isinstance(axis, RegionsAxis):
        return None
    hits = [m for m in mentions if m.kind == "region" and m.assertion is Assertion.ORDERED]
    values = tuple(dict.fromkeys(g for m in hits for g in _groups(axis, m)))
    return Unclear(axis=name, values=values, quotes=_quotes(hits)) if values else None


def cued(owner: str, name: str, mentions: Iterable[Mention], kind: str = "axis") -> list[Mention]:
    """The mentions that are cues of an axis."""
    return [m for m in mentions if m.kind == kind and m.owner == owner and m.name == name]


def _choice(
    family: Family, name: str, axis: ChoiceAxis, mentions: Sequence[Mention], tiers: Tiers
) -> AxisFact | Unclear | None:
    for tier in tiers:
        for kind in ("axis", "weak"):
            hits = _as_asserted(cued(family.family, name, mentions, kind), axis)
            shared = cued("", axis.shared, mentions, kind) if axis.shared else []
            pairs = [(m, v) for m in hits if (v := _value(axis, m, tier, {}))]
            pairs += [(m, v) for m in shared if (v := _value(axis, m, tier, axis.map))]
            pairs = _longest(pairs, [*hits, *shared])
            plain = [p for p in pairs if p[0].assertion is not Assertion.NEGATED]
            if pairs := drop_unless(axis, plain or pairs):
                return _settle(name, axis, sorted(pairs, key=lambda p: p[0].start))
    return None


def _as_asserted(hits: Sequence[Mention], axis: ChoiceAxis) -> list[Mention]:
    """Cues in a scope that the axis allows ("seen by a partner two years ago") count as said."""
    return [replace(m, assertion=Assertion.ASSERTED) if m.assertion in axis.scopes else m for m in hits]


def drop_unless(axis: ChoiceAxis, pairs: Sequence[tuple[Mention, str]]) -> list[tuple[Mention, str]]:
    """Without the values that give way to another one said."""
    said_ = {v for _, v in pairs}
    return [(m, v) for m, v in pairs if v in axis.values and not said_ & set(axis.values[v].unless)]


def _longest(pairs: Iterable[tuple[Mention, str]], all_hits: Sequence[Mention]) -> list[tuple[Mention, str]]:
    """A cue inside a longer one of the same axis is not meant, nor one that says nothing."""
    return [
        (m, v)
        for m, v in pairs
        if not unsaid(m, all_hits)
        and not any(
            o.start <= m.start and m.end <= o.end and o.end - o.start > m.end - m.start for o in all_hits
        )
    ]


def unsaid(m: Mention, hits: Iterable[Mention]) -> bool:
    """Is the cue one that sets nothing, or taken up by such a one?"""
    return any(o.value == "unsaid" and o.start < m.end and m.start < o.end for o in hits)


def _value(axis: ChoiceAxis, m: Mention, tier: Assertion, mapped: Mapping[str, str]) -> str | None:
    """The value a cue sets, which a negated cue sets only where the axis says so."""
    spec = axis.values.get(mapped.get(m.value, m.value)) if m.value != "unsaid" else None
    if m.assertion is Assertion.NEGATED:
        return spec.negated if spec and tier is Assertion.ASSERTED else None
    return mapped.get(m.value, m.value) if m.assertion is tier and spec else None


def _settle(name: str, axis: ChoiceAxis, pairs: Sequence[tuple[Mention, str]]) -> AxisFact | Unclear:
    values = list(dict.fromkeys(v for _, v in pairs))
    if len(values) > 1:
        ranked = [v for v in axis.rank if v in values]
        if not ranked:
            return Unclear(axis=name, values=tuple(values), quotes=_quotes(m for m, _ in pairs))
        values = ranked
    chosen = values[0]
    return AxisFact(
        axis=name, value=chosen, quotes=_quotes(m for m, v in pairs if v == chosen), say=_say(axis, chosen)
    )


def _say(axis: ChoiceAxis, value: str) -> str:
    return axis.values[value].say if value in axis.values else value


def _quotes(mentions: Iterable[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(m.text.split()) for m in mentions))


# ---------------------------------------------------------------- regions


def groups_of(
    family: Family, name: str, axis: RegionsAxis, mentions: Sequence[Mention], tiers: Tiers
) -> Placed:
    """(mention, groups) of the regions studied or treated: of the first tier and the first
    accepted role that has any, without what is denied."""
    places = _places(axis, mentions)
    denied = _denied(axis, places)
    spoken = cued(family.family, name, mentions)
    named = [m for m in spoken if m.value not in axis.groups and not unsaid(m, spoken)]
    for tier in tiers:
        own: Placed = [(m, (m.value,)) for m in named if m.assertion is tier and axis.many == "each"]
        if own:
            return own
        for accepted in axis.accepts:
            roles = {Role(r) for r in accepted.split("+")}
            hits = [m for m in places if m.assertion is tier and m.role in roles]
            if axis.levels == "fallback" and any(m.kind == "region" for m in hits):
                hits = [m for m in hits if m.kind == "region"]
            hits = only(hits, mentions)
            found = [(m, tuple(g for g in _groups(axis, m) if g not in denied)) for m in hits]
            if any(groups for _, groups in found):
                return [(m, groups) for m, groups in found if groups]
        live: Placed = [(m, (m.value,)) for m in named if m.assertion is tier]
        if live:
            return live
    return []


def only(hits: list[Mention], mentions: Sequence[Mention]) -> list[Mention]:
    """ "Only the lumbar spine was imaged" leaves the others out."""
    fences = [m for m in mentions if m.kind == "exclusive" and m.assertion is not Assertion.NEGATED]
    within = [h for h in hits if any(f.start <= h.start and h.end <= f.end for f in fences)]
    return within or hits


def _denied(axis: RegionsAxis, places: Sequence[Mention]) -> set[str]:
    """Groups said not to be studied or treated; a level denied ("no flow at L2-3") denies no region
    that is named by its word."""
    denied = [m for m in places if m.assertion is Assertion.NEGATED and m.role is not Role.APPROACH]
    named = {g for m in places if m.assertion in AS_SAID for g in _groups(axis, m)}
    words = {g for m in denied if m.kind == "region" for g in _groups(axis, m)}
    return words | ({g for m in denied if m.kind == "level" for g in _groups(axis, m)} - named)


def _regions(
    family: Family, name: str, axis: RegionsAxis, mentions: Sequence[Mention], tiers: Tiers
) -> AxisFact | None:
    found = groups_of(family, name, axis, mentions, tiers)
    groups = frozenset(g for _, some in found for g in some)
    if not groups:
        return None
    if axis.many == "first" and len(groups) > 1:
        groups = frozenset([next(g for g in axis.groups if g in groups)])
    return AxisFact(axis=name, value=groups, quotes=_quotes(m for m, some in found if groups & set(some)))


def again(mentions: Sequence[Mention]) -> list[Mention]:
    """ "Recurrent at the same level": the level of the earlier operation is that of this one."""
    if not any(m.kind == "again" and m.assertion is Assertion.ASSERTED for m in mentions):
        return list(mentions)
    back = (m.kind == "level" and m.assertion is Assertion.HISTORICAL for m in mentions)
    said_ = zip(mentions, back, strict=True)
    return [replace(m, assertion=Assertion.ASSERTED) if was else m for m, was in said_]


def _places(axis: RegionsAxis, mentions: Sequence[Mention]) -> list[Mention]:
    """Region words and levels; a level inside a named range says nothing of its own, and where a
    level has a rule of its own, the words for its regions do not count beside it."""
    mentions = again(mentions)
    levels = [m for m in mentions if m.kind == "level"]
    ranges = [parse_level(m.value) for m in levels]
    ruled = {parse_level(j.level) for j in axis.junctions}
    covered = {r for m in levels if parse_level(m.value) in ruled for r in m.name.split("+")}
    out = []
    for m in mentions:
        if m.kind == "level":
            top, bottom = parse_level(m.value)
            if not any(a <= top and bottom <= b and (a, b) != (top, bottom) for a, b in ranges):
                out.append(m)
        elif m.kind == "region" and not (covered and set(m.value.split("+")) <= covered):
            out.append(m)
    return out


def _groups(axis: RegionsAxis, m: Mention) -> list[str]:
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


# ---------------------------------------------------------------- counts and grades


def _count(
    family: Family, name: str, axis: CountAxis, mentions: Sequence[Mention], tiers: Tiers
) -> AxisFact | None:
    outside = {m.clause for m in cued(family.family, name, mentions, "not_with")}
    for tier in (t for t in tiers if t is not Assertion.CLAIMED):
        fixed = [m for m in cued(family.family, name, mentions) if m.assertion is tier]
        if axis.levels_as != "none":
            nerves = cued(family.family, name, mentions, "nerves")
            levels = [m for m in again(mentions) if m.kind == "level" and m.assertion is tier]
            if counted := count_levels(axis, levels, nerves):
                return AxisFact(axis=name, value=counted[0], quotes=_quotes(counted[1]))
        hits = [
            m
            for m in cued(family.family, name, mentions, "count")
            if m.assertion is tier and m.clause not in outside
        ]
        own = [m for m in cued(family.family, name, mentions, "own") if m.assertion is tier]
        if own:
            hits = own
        if hits and axis.larger:
            less = [m for m in cued(family.family, name, mentions, "deduct") if m.assertion is tier]
            taken = {m.start for m in less}
            hits = [m for m in hits if m.start not in taken] or hits
            value = _total(hits) - sum({m.value: int(m.value) for m in less}.values())
            return AxisFact(axis=name, value=max(value, 0), quotes=_quotes([*hits, *less]))
        listed = {m.text.lower() for m in cued(family.family, name, mentions, "item") if m.assertion is tier}
        if len(listed) > 1 and not hits and not fixed:
            return AxisFact(axis=name, value=len(listed), quotes=tuple(sorted(listed)))
        if hits or fixed:
            best = (hits or fixed)[-1]
            return AxisFact(axis=name, value=int(best.value), quotes=_quotes([best]))
    return None


def _total(hits: Sequence[Mention]) -> int:
    """Minutes of one sentence add up; of several sentences the longest counts, so that a
    repeated figure is not doubled."""
    spoken: dict[int, dict[int, int]] = {}
    for m in hits:
        spoken.setdefault(m.sentence, {})[m.start] = int(m.value)
    return max(sum(parts.values()) for parts in spoken.values())


def _grade(
    family: Family, name: str, axis: GradeAxis, mentions: Sequence[Mention], known: Mapping[str, AxisFact]
) -> AxisFact | None:
    hits = [m for m in cued(family.family, name, mentions) if m.assertion is Assertion.ASSERTED]
    stated = list(dict.fromkeys(m.value for m in hits))
    if len(stated) == 1:
        return AxisFact(axis=name, value=stated[0], quotes=_quotes(hits))
    parts = [known[e] for e in axis.elements if e in known]
    ranks = sorted(
        (axis.grades.index(str(p.value)) for p in parts if str(p.value) in axis.grades), reverse=True
    )
    if len(ranks) < axis.needed:
        return None
    low, high = ranks[axis.needed - 1], ranks[0]
    if len(ranks) < len(axis.elements) and low != high:
        return None  # the missing element may still lift it
    quotes = tuple(q for p in parts for q in p.quotes)
    return AxisFact(axis=name, value=axis.grades[low], quotes=quotes)
