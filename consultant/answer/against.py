"""What the levels of one family say on an axis of another: is the decompression where the fusion is?"""

from collections.abc import Mapping, Sequence

from consultant.inquiry.fact import AxisFact
from consultant.inquiry.facts import said
from consultant.inquiry.inquiry import Question
from consultant.inquiry.mention import Assertion, Mention, Role
from consultant.knowledge.axis import Against, ChoiceAxis
from consultant.knowledge.condition import Truth, holds
from consultant.knowledge.edition import Edition
from consultant.knowledge.family import Family


def against(
    family: Family, question: Question, mine: Mapping[str, Sequence[Mention]], edition: Edition
) -> dict[str, AxisFact]:
    """axis -> fact, of the axes that another family's levels decide; `mine` are each family's mentions."""
    out: dict[str, AxisFact] = {}
    for name, axis in family.axes.items():
        if isinstance(axis, ChoiceAxis) and axis.against:
            value, quotes = _compared(axis.against, family, question, mine, edition)
            if value:
                out[name] = AxisFact(axis=name, value=value, quotes=quotes, say=axis.values[value].say)
    return out


def _compared(
    spec: Against,
    family: Family,
    question: Question,
    mine: Mapping[str, Sequence[Mention]],
    edition: Edition,
) -> tuple[str, tuple[str, ...]]:
    here, there = _levels(mine.get(family.family, ())), _levels(mine.get(spec.family, ()))
    if here and there and not {m.value for m in here} & {m.value for m in there}:
        return spec.apart, tuple(dict.fromkeys(m.text for m in (*there, *here)))
    coded = any(c.value in spec.codes for c in question.all_codes())
    if coded and not here and (quotes := same_site(question, edition)):
        return spec.same, quotes
    return "", ()


def _levels(mentions: Sequence[Mention]) -> list[Mention]:
    """The levels treated, or else those of the diagnosis."""
    named = [m for m in mentions if m.kind == "level" and m.assertion is Assertion.ASSERTED]
    treated = [m for m in named if m.role in (Role.PLAIN, Role.APPROACH)]
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
