"""The codes that a rule yields, or that a sender names, as recommendations."""

from consultant.answer.decide import Decided
from consultant.answer.recommendation import Recommendation
from consultant.knowledge.edition import Edition
from consultant.knowledge.family import CodeEntry, Family
from consultant.knowledge.units import units


def rule_codes(family: Family, result: Decided) -> list[Recommendation]:
    """The codes of the rule that held, with units; codes of which no unit is due are left out."""
    out = []
    for item in result.rule.codes:
        n = units(item, result.values)
        entry = family.codes.get(item.code)
        if n > 0 and not item.optional:
            role = _role(entry)
            plain = entry.plain if entry else ""
            out.append(
                Recommendation(
                    code=item.code, plain=plain, modifiers=item.modifiers, units=n, role=role, to=item.to
                )
            )
    return out


def optional_codes(family: Family, result: Decided) -> list[Recommendation]:
    """The codes of a rule that may be reported but need not be."""
    return [
        Recommendation(
            code=i.code,
            plain=family.codes[i.code].plain if i.code in family.codes else "",
            role="optional",
            to=i.to,
        )
        for i in result.rule.codes
        if i.optional
    ]


def named(code: str, edition: Edition) -> Recommendation:
    """A code taken as the sender named it."""
    entry = edition.entry(code)
    role = _role(entry)
    return Recommendation(code=code, plain=entry.plain if entry else "", role=role, as_named=True)


def _role(entry: CodeEntry | None) -> str:
    return "add-on" if entry and entry.addon_to else "primary"
