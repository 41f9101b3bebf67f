"""The value that a question says on an axis of choices."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from consultant.inquiry.cues import Tiers, cued, quotes_of, unsaid
from consultant.inquiry.fact import AxisFact, Unclear
from consultant.inquiry.levels import parse_level
from consultant.inquiry.mention import Assertion, Mention, Role
from consultant.knowledge.axis import ChoiceAxis
from consultant.knowledge.family import Family

_NEAR = 3  # sentences: where the last level named is that of a step
_S1 = parse_level("S1")[1]
_WORD = re.compile(r"[a-z0-9]+")


def choice(
    family: Family, name: str, axis: ChoiceAxis, mentions: Sequence[Mention], tiers: Tiers
) -> AxisFact | Unclear | None:
    found = []
    for kind in ("axis", "weak"):
        hits = _as_asserted(cued(family.family, name, mentions, kind), axis)
        shared = cued("", axis.shared, mentions, kind) if axis.shared else []
        if hits or shared:
            found.append((hits, shared))
    for tier in tiers if found else ():
        for hits, shared in found:
            pairs = [(m, v) for m in hits if (v := _value(axis, m, tier, {}))]
            pairs += [(m, v) for m in shared if (v := _value(axis, m, tier, axis.map))]
            pairs = longest(pairs, [*hits, *shared])
            pairs = [p for p in pairs if p[0].assertion is not Assertion.NEGATED] or pairs
            pairs = done(axis, pairs) or pairs
            if tier is Assertion.CLAIMED and pairs:
                pairs += [p for p in _ordered_too(axis, hits) if p not in pairs]
            if pairs := drop_unless(axis, pairs):
                pairs = _joined(axis, sorted(pairs, key=lambda p: p[0].start), mentions)
                if _mixed(axis, pairs):
                    return _unclear(name, pairs)
                return _settle(name, axis, _several(axis, pairs))
    return None


def _ordered_too(axis: ChoiceAxis, hits: Sequence[Mention]) -> list[tuple[Mention, str]]:
    """What was booked stands against what somebody makes of the case, where nothing else is told."""
    return [(m, v) for m in hits if (v := _value(axis, m, Assertion.ORDERED, {}))]


def done(axis: ChoiceAxis, pairs: Sequence[tuple[Mention, str]]) -> list[tuple[Mention, str]]:
    """What was done goes before what stands under the diagnosis, unless that decides as well."""
    return [p for p in pairs if p[0].role is not Role.FINDING or "diagnosis" in axis.scopes]


def _joined(
    axis: ChoiceAxis, pairs: list[tuple[Mention, str]], mentions: Sequence[Mention]
) -> list[tuple[Mention, str]]:
    """ "1. Interbody fusion L4-5. 2. Posterolateral fusion L4-5" is the combined one; at two levels not."""
    spoken = {v for _, v in pairs}
    for value, parts in axis.joined.items():
        if value in spoken or not set(parts) <= spoken:
            continue
        told = [(m, v) for m, v in pairs if v in parts]
        if _in_one_place([m for m, _ in told], mentions) or _over_one_span(told, mentions):
            return [(m, value if v in parts else v) for m, v in pairs]
    return pairs


def _mixed(axis: ChoiceAxis, pairs: Sequence[tuple[Mention, str]]) -> bool:
    """Are the parts of a value told, and each of other levels? Which level has both, nobody says."""
    spoken = {v for _, v in pairs}
    return any(set(parts) <= spoken and value not in spoken for value, parts in axis.joined.items())


def _unclear(name: str, pairs: Sequence[tuple[Mention, str]]) -> Unclear:
    values = tuple(dict.fromkeys(v for _, v in pairs))
    return Unclear(axis=name, values=values, quotes=quotes_of(m for m, _ in pairs))


def _in_one_place(told: Sequence[Mention], mentions: Sequence[Mention]) -> bool:
    """Do they stand at the same levels: those of their sentences, or those up to the next of them
    ("One cage at L4-5. The identical procedure was done at L5-S1.")?"""
    begun = sorted({m.sentence for m in told})
    ends = dict(zip(begun, [*begun[1:], begun[-1] + 1], strict=True))
    own = {_span(range(m.sentence, m.sentence + 1), mentions) for m in told} - {None}
    further = {_span(_followed(m.sentence, ends[m.sentence], mentions), mentions) for m in told} - {None}
    return len(own) < 2 or len(further) < 2


def _over_one_span(told: Sequence[tuple[Mention, str]], mentions: Sequence[Mention]) -> bool:
    """Do the levels of each value, put together, reach from the same to the same ("a cage at L4-5 ... a
    second at L5-S1 ... graft along L4 to S1")?"""
    places: dict[str, set[int]] = {}
    levels = {m.sentence for m in mentions if m.kind == "level"}
    for m, value in told:
        near = (i for i in range(m.sentence, m.sentence - _NEAR, -1) if i in levels)
        places.setdefault(value, set()).add(next(near, m.sentence))
    return len({_span(found, mentions) for found in places.values()} - {None}) == 1


def _followed(first: int, stop: int, mentions: Sequence[Mention]) -> range:
    """The sentence, with those directly behind it that name levels and deny none."""
    levels = [m for m in mentions if m.kind == "level"]
    done = {m.sentence for m in levels} - {m.sentence for m in levels if m.assertion is Assertion.NEGATED}
    last = first + 1
    while last < stop and last in done:
        last += 1
    return range(first, last)


def _span(sentences: Container[int], mentions: Sequence[Mention]) -> tuple[int, int] | None:
    """From the top to the bottom of the levels in these sentences: "L4 and L5" is "L4-5", and with "the
    sacral ala" it reaches to S1."""
    here = [m for m in mentions if m.sentence in sentences]
    found = [parse_level(m.value) for m in here if m.kind == "level"]
    sacral = [_S1 for m in here if m.kind == "region" and m.value == "sacral"]
    return (min(a for a, _ in found), max([b for _, b in found] + sacral)) if found else None


def _several(axis: ChoiceAxis, pairs: list[tuple[Mention, str]]) -> list[tuple[Mention, str]]:
    """ "Hypertension stable. Diabetes stable" is more than one stable illness; the same one twice is not."""
    for value, distinct in axis.several.items():
        told = " | ".join(" ".join(_WORD.findall(m.text.lower())) for m, v in pairs if v == value)
        kinds = sum(any(f" {w} " in f" {told} " for w in words) for words in distinct.kinds)
        if kinds > 1:
            pairs = [(m, distinct.value if v == value else v) for m, v in pairs]
    return pairs


def _as_asserted(hits: Sequence[Mention], axis: ChoiceAxis) -> list[Mention]:
    """Cues in a scope that the axis allows ("seen by a partner two years ago") count as said."""
    return [replace(m, assertion=Assertion.ASSERTED) if m.assertion in axis.scopes else m for m in hits]


def drop_unless(axis: ChoiceAxis, pairs: Sequence[tuple[Mention, str]]) -> list[tuple[Mention, str]]:
    """Without the values that give way to another one said, which itself gives way to none."""
    said_ = {v for _, v in pairs if v in axis.values}
    left = said_
    for _ in said_:
        left = {v for v in said_ if not left & set(axis.values[v].unless)}
    return [(m, v) for m, v in pairs if v in left]


def longest(pairs: Iterable[tuple[Mention, str]], all_hits: Sequence[Mention]) -> list[tuple[Mention, str]]:
    """A cue inside a longer one of the same axis is not meant, nor one that says nothing."""
    return [(m, v) for m, v in pairs if not unsaid(m, all_hits) and not any(m.part_of(o) for o in all_hits)]


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
            return _unclear(name, pairs)
        values = ranked
    chosen = values[0]
    value = axis.values[chosen].counts_as or chosen if chosen in axis.values else chosen
    quotes = quotes_of(m for m, v in pairs if v == chosen)
    told = chosen if chosen != value else ""
    return AxisFact(axis=name, value=value, quotes=quotes, say=_say(axis, value), told=told)


def _say(axis: ChoiceAxis, value: str) -> str:
    return axis.values[value].say if value in axis.values else value
