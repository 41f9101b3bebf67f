"""What a payer's policy says of codes or families that come together, whatever the codes allow."""

from collections.abc import Iterable

from consultant.answer.draft import Draft
from consultant.answer.parts import Point
from consultant.answer.service import met
from consultant.answer.verdicts import OUT
from consultant.inquiry.mention import Assertion
from consultant.knowledge.condition import Fact
from consultant.knowledge.family import Family, Policy

_PAYER = "payer"  # the lexicon's axis


def policies(draft: Draft) -> list[Point]:
    """The policies that the codes in play meet, none twice; those of a payer that is not the one told of
    are left out."""
    codes = {*draft.codes(), *_named(draft)}
    families = {f.family: f for c in sorted(codes) if (f := draft.edition.family_of(c))}
    asked = {c.family.family: c.family for c in draft.cases if not families or draft.spoken_of(c)}
    families |= asked
    there = codes | set(families)
    payers = _payers(draft)
    found = (
        Point(say=rule.say, codes=rule.codes, facts=rule.facts)
        for family in families.values()
        for rule in family.policies
        if (not payers or rule.payer in payers) and _meets(draft, family, rule, there)
    )
    return list(dict.fromkeys(found))


def _named(draft: Draft) -> Iterable[str]:
    """The codes named, unless one of them is to be chosen or they are found not to be billed."""
    out = {v.code for v in draft.verdicts if v.kind in OUT}
    return () if draft.question.alternatives else [c for c in draft.named if c not in out]


def _payers(draft: Draft) -> set[str]:
    hits = (m for m in draft.question.all_mentions() if m.kind == "axis" and not m.owner and m.name == _PAYER)
    return {m.value for m in hits if m.assertion is Assertion.ASSERTED}


def _meets(draft: Draft, family: Family, rule: Policy, there: set[str]) -> bool:
    if rule.codes and not there & set(rule.codes):
        return False
    if rule.beside and not there & set(rule.beside):
        return False
    values: dict[str, Fact] = {a: v for f, known in draft.valued if f is family for a, v in known.items()}
    return met(rule.when, values)
