"""What the levels of one family say on an axis of another: is the decompression where the fusion is?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from consultant.inquiry.fact import AxisFact
from consultant.inquiry.facts import said
from consultant.inquiry.inquiry import Question
from consultant.inquiry.levels import parse_level
from consultant.inquiry.mention import TREATED, Assertion, Mention, Role
from consultant.knowledge.axis import Against, ChoiceAxis
from consultant.knowledge.condition import Truth, holds
from consultant.knowledge.edition import Edition
from consultant.knowledge.family import Family

_TOLD = frozenset(("term", "weak_term", "axis"))


@dataclass(frozen=True, slots=True)
class Split:
    """A part of the family's levels, without those of the others, and the facts that hold there."""

    facts: Mapping[str, AxisFact] = field(default_factory=dict)
    without: frozenset[str] = frozenset()

    def mentions(self, every: Sequence[Mention]) -> list[Mention]:
        """What is told of this part."""
        return [m for m in every if m.kind != "level" or m.value not in self.without]


def against(
    family: Family, question: Question, mine: Mapping[str, Sequence[Mention]], edition: Edition
) -> list[Split]:
    """The levels of the family by what another family's levels make of them; all in one where nothing tells
    them apart. `mine` are each family's mentions."""
    for name, axis in family.axes.items():
        if not isinstance(axis, ChoiceAxis) or not axis.against:
            continue
        told = mine.get(family.family, ())
        here, there = _levels(told), _levels(mine.get(axis.against.family, ()))
        if found := _parted(name, axis.against, axis, here, there, told):
            return found
        coded = any(c.value in axis.against.codes for c in question.all_codes())
        if coded and not here and (quotes := same_site(question, edition)):
            return [Split(_fact(name, axis, axis.against.same, quotes))]
    return [Split()]


def _parted(
    name: str,
    spec: Against,
    axis: ChoiceAxis,
    here: Sequence[Mention],
    there: Sequence[Mention],
    told: Sequence[Mention],
) -> list[Split]:
    """The levels that are not those of the other family, and before them those that are, if both are told."""
    spaces = _spaces(there)
    shared = frozenset(m.value for m in here if any(_same(parse_level(m.value), o) for o in spaces))
    apart = frozenset(m.value for m in here) - shared
    if not apart or not there:
        return []
    quotes = tuple(dict.fromkeys(m.text for m in (*there, *here)))
    away = Split(_fact(name, axis, spec.apart, quotes), shared)
    if not shared:
        return [away]
    at = {m.sentence for m in here if m.value in shared}
    done = {m.sentence for m in told if m.kind in _TOLD and m.owner and m.name != name}
    return [Split(_fact(name, axis, spec.same, quotes), apart), away] if at & done else []


def _fact(name: str, axis: ChoiceAxis, value: str, quotes: tuple[str, ...]) -> dict[str, AxisFact]:
    return {name: AxisFact(axis=name, value=value, quotes=quotes, say=axis.values[value].say)}


def _spaces(levels: Sequence[Mention]) -> list[tuple[int, int]]:
    """The interspaces named; where only vertebrae are, what lies between neighbours ("L4 and L5")."""
    spaces = [parse_level(m.value) for m in levels if "-" in m.value]
    bodies = sorted({parse_level(m.value) for m in levels})
    between = [(a, d) for (a, _), (_, d) in pairwise(bodies) if d == a + 1]
    return spaces or between or bodies


def _same(level: tuple[int, int], other: tuple[int, int]) -> bool:
    """Do two interspaces overlap, or does a vertebra belong to the other level?"""
    (a, b), (c, d) = level, other
    return min(b, d) - max(a, c) >= (0 if a == b or c == d else 1)


def _levels(mentions: Sequence[Mention]) -> list[Mention]:
    """The levels treated, or else those of the diagnosis."""
    named = [m for m in mentions if m.kind == "level" and m.assertion is Assertion.ASSERTED]
    treated = [m for m in named if m.role in TREATED]
    return treated or [m for m in named if m.role is Role.DIAGNOSIS]


def same_site(question: Question, edition: Edition) -> tuple[str, ...]:
    """The words that rule out that services are distinct; none where nothing does."""
    mentions = question.all_mentions()
    for rule in edition.modifiers.distinct:
        known = said(edition.families[rule.family], mentions).known
        for axis, allowed in rule.unless.items():
            if axis in known and holds(allowed, known[axis].value) is Truth.YES:
                return known[axis].quotes
    return ()
