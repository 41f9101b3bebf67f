"""Services of one family at levels of their own: where an edit joins their codes, they are set apart."""

from itertools import permutations

from consultant.answer.decide import Decided
from consultant.answer.draft import Draft
from consultant.answer.parts import Why
from consultant.knowledge.axis import ChoiceAxis


def set_apart(draft: Draft) -> None:
    """Add the modifier for distinct services to the second code of an edit between services that the sender
    told of at different levels."""
    for case in draft.cases:
        apart = [a for a in case.family.axes.values() if isinstance(a, ChoiceAxis) and a.many == "placed"]
        if not apart or len(case.services) < 2:
            continue
        codes = [{r.code for r in draft.recommended if _yields(s.result, r.code)} for s in case.services]
        for first, second in permutations(codes, 2):
            for a in first - second:
                for b in second - first:
                    _mark(draft, a, b)


def _yields(result: object, code: str) -> bool:
    return isinstance(result, Decided) and result.yields(code)


def _mark(draft: Draft, first: str, second: str) -> None:
    edit = draft.edition.published.edits.pair(first, second)
    rule = next(iter(draft.edition.modifiers.distinct), None)
    if not (edit and rule and edit.indicator == "1"):
        return
    if any(r.code == first and set(rule.modifiers) & set(r.modifiers) for r in draft.recommended):
        return  # one of the two carries it
    for i, r in enumerate(draft.recommended):
        if r.code == second and not set(rule.modifiers) & set(r.modifiers):
            modifiers = (rule.modifiers[0], *r.modifiers)
            draft.recommended[i] = r.model_copy(update={"modifiers": modifiers})
            because = rule.apart.format(code=second, other=first)
            why = Why(title="", because=because, facts=(), sources=rule.facts, codes=(second,))
            draft.because(why)
