"""The modifiers of a draft: by rule, by side and site, by what the sender wrote, and those of visits."""

from collections.abc import Mapping

from consultant.answer.draft import Draft
from consultant.answer.lines import by_site
from consultant.answer.modifying import is_visit, judge, with_rules
from consultant.answer.placing import set_apart
from consultant.answer.recommendation import Recommendation
from consultant.answer.sides import by_level
from consultant.answer.verdict import Verdict
from consultant.answer.verdicts import OUT, status
from consultant.answer.visiting import beside_procedures, due_for_visits
from consultant.answer.yielded import named
from consultant.knowledge.condition import Fact


def modify(draft: Draft) -> None:
    """Modifiers: by rule, by what the sender wrote, and those of visits beside procedures."""
    draft.recommended = with_rules(draft.recommended, draft.valued_for)
    by_level(draft)
    by_site(draft)
    set_apart(draft)
    values = {k: v for _, known in draft.valued for k, v in known.items()}
    for c in draft.question.all_codes():
        for m in c.modifiers:
            _named_modifier(draft, c.value, m, values, glued=True)
    for mention in (m for m in draft.question.all_mentions() if m.kind == "modifier"):
        for code in draft.named or _lines_for(draft, mention.value):
            _named_modifier(draft, code, mention.value, values, glued=False)
    _refused(draft)
    _carry(draft)
    beside_procedures(draft)


def _refused(draft: Draft) -> None:
    """Where every modifier named is refused, the only code that was rejected stands without, and the
    situation it would be for is not asked."""
    asked = {m for c in draft.question.all_codes() for m in c.modifiers}
    asked |= set(draft.question.loose_modifiers())
    refused = {v.code.partition("-")[2] for v in draft.verdicts if v.kind == "modifier_refused"}
    rejected = "validity" in draft.intents and len(draft.named) == 1 and not (draft.recommended or draft.asks)
    if rejected and asked and asked <= refused:
        gone = status(draft.named[0], draft.edition) or any(v.kind in OUT for v in draft.verdicts)
        draft.recommend([] if gone else [named(draft.named[0], draft.edition)])
    if draft.recommended and asked and asked <= refused:
        over = {c.family.family for c in draft.cases if c.family.overrides == "modifier"}
        draft.asks = [a for a in draft.asks if a.family not in over]


def _lines_for(draft: Draft, modifier: str) -> list[str]:
    """The decided codes that a modifier is asked about: one that sets services apart needs two."""
    known, codes = draft.edition.modifiers.modifiers.get(modifier), draft.codes()
    return [] if known and known.sets_apart and len(codes) < 2 else codes


def _carry(draft: Draft) -> None:
    """A modifier found due for a visit goes on the one visit there is."""
    if len(draft.recommended) == 1 and is_visit(draft.recommended[0].code, draft.edition):
        draft.recommended = [draft.recommended[0].bearing(*due_for_visits(draft))]


def _other_side(draft: Draft, code: str, modifier: str) -> Verdict | None:
    """ "64483-50" for the right side of one level and the left of another."""
    others, spec = draft.sided.get(code, (frozenset(), None))
    if spec is None or modifier not in others:
        return None
    return Verdict(kind="modifier_refused", code=f"{code}-{modifier}", say=spec.say, facts=spec.facts)


def _clashes(draft: Draft, modifier: str, r: Recommendation) -> bool:
    """Is the modifier one of two named of which a line bears only one (26 and TC)?"""
    named = {m for c in draft.question.all_codes() if c.value == r.code for m in c.modifiers}
    return bool(set(draft.edition.modifiers.modifiers[modifier].not_with) & {*named, *r.modifiers})


def _named_modifier(
    draft: Draft, code: str, modifier: str, values: Mapping[str, Fact], *, glued: bool
) -> None:
    verdict = _other_side(draft, code, modifier) or judge(
        code, modifier, draft.edition, draft.codes(), values
    )
    gone = any(v.code == code and v.kind in OUT for v in draft.verdicts)
    if verdict is None or verdict in draft.verdicts or (gone and verdict.kind == "modifier_ok"):
        return  # what may go on a code says nothing where the code is not the one
    draft.verdicts.append(verdict)
    for i, r in enumerate(draft.recommended):
        free = glued and r.code == code and code not in (*draft.sided, *draft.question.alternatives)
        free = free and not _clashes(draft, modifier, r)
        if free and verdict.kind == "modifier_ok":
            draft.recommended[i] = r.bearing(modifier)
