"""Which modifiers a recommended code carries, and which the sender named are allowed on it."""

from collections.abc import Callable, Mapping, Sequence

from consultant.answer.recommendation import Recommendation
from consultant.answer.service import may_hold, met
from consultant.answer.verdict import Verdict
from consultant.knowledge.condition import Fact
from consultant.knowledge.edition import Edition
from consultant.knowledge.family import Family, ModifierRule


def with_rules(
    recommended: Sequence[Recommendation],
    families: Callable[[str], Sequence[tuple[Family, Mapping[str, Fact]]]],
) -> list[Recommendation]:
    """Add the modifiers that the facts call for by the rules of the `families` of each code."""
    codes = {r.code for r in recommended}
    out = []
    for r in recommended:
        added = list(r.modifiers)
        for family, values in families(r.code):
            for rule in family.modifiers:
                if (
                    not rule.refuse
                    and _applies(rule, r.code, codes, family)
                    and met(rule.when, values)
                    and rule.modifier not in added
                ):
                    added.append(rule.modifier)
        out.append(r.model_copy(update={"modifiers": tuple(added)}))
    return out


def _applies(rule: ModifierRule, code: str, codes: set[str], family: Family) -> bool:
    """`all` is every code of the family, or any code where it has none of its own."""
    mine = "all" in rule.on and (code in family.codes or not family.codes)
    return (mine or code in rule.on) and (not rule.beside or bool(codes & set(rule.beside)))


def is_visit(code: str, edition: Edition) -> bool:
    """Is the code one of a family of visits?"""
    family = edition.family_of(code)
    return bool(family and family.visit)


def _by_family(
    code: str, modifier: str, family: Family, beside: Sequence[str], values: Mapping[str, Fact]
) -> Verdict | None:
    """What the family's own rules say: the first that may hold, or no where it is ruled out that one does."""
    rules = [r for r in family.modifiers if r.modifier == modifier and _applies(r, code, set(beside), family)]
    rule = next((r for r in rules if may_hold(r.when, values)), None)
    if rule is None and (out := [r for r in rules if not r.refuse]):
        return Verdict(kind="modifier_refused", code=f"{code}-{modifier}", say=out[0].say, facts=out[0].facts)
    if rule is None:
        return None
    kind = "modifier_refused" if rule.refuse else "modifier_ok"
    return Verdict(kind=kind, code=f"{code}-{modifier}", say=rule.say, facts=rule.facts)


def judge(
    code: str, modifier: str, edition: Edition, beside: Sequence[str], values: Mapping[str, Fact]
) -> Verdict | None:
    """Is the modifier allowed on the code? None when the edition holds nothing about it."""
    known = edition.modifiers.modifiers.get(modifier)
    if known is None:
        return None
    family = edition.family_of(code)
    if family and (verdict := _by_family(code, modifier, family, beside, values)):
        return verdict
    visit = bool(family and family.visit)
    if (known.visits_only and not visit) or (known.procedures_only and visit):
        say = known.refused or (
            "it belongs to visits" if known.visits_only else "it belongs to procedures, not to visits"
        )
        return Verdict(kind="modifier_refused", code=f"{code}-{modifier}", say=say, facts=known.facts)
    figure = edition.figure(code)
    for indicator, allowed in known.needs.items():
        if figure and getattr(figure, indicator) not in allowed:
            return Verdict(
                kind="modifier_refused", code=f"{code}-{modifier}", say=known.refused, facts=known.facts
            )
    say = "; ".join(s for s in (known.plain, known.caution) if s)
    return Verdict(kind="modifier_ok", code=f"{code}-{modifier}", say=say, facts=known.facts)
