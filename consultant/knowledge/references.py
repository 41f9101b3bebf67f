"""References inside a family: every axis, value, code and fact it names must be there.

Pure: a family in, problems out; each problem says where in the family's file it is.
"""

from collections.abc import Iterable, Iterator, Mapping

from consultant.frozen import Frozen
from consultant.knowledge.axis import Axis, ChoiceAxis, CountAxis, GradeAxis, RegionsAxis
from consultant.knowledge.condition import bounds
from consultant.knowledge.edition import Edition
from consultant.knowledge.family import Family, Rule
from consultant.knowledge.units import count_axis

Where = tuple[str | int, ...]


class Problem(Frozen):
    """One thing wrong, and the path to it in the file."""

    where: Where
    says: str


def dangling(family: Family, edition: Edition, shared: Mapping[str, object]) -> Iterator[Problem]:
    """What the family names and nobody knows; `shared` are the axes of the lexicon."""
    yield from _related(family, edition)
    yield from _axes(family, shared)
    yield from _rows(family)
    yield from _codes(family, edition)
    yield from _facts(family, edition)


def own_groups(axis: RegionsAxis) -> list[str]:
    """Groups with words or levels of their own, beside the ordinary ones."""
    named = [*axis.named_by, *(j.group for j in axis.junctions)]
    return [g for g in dict.fromkeys(named) if g not in axis.groups]


def _related(family: Family, edition: Edition) -> Iterator[Problem]:
    """The families that it gives way to, goes on with or stands beside."""
    named = (("yields_to", family.yields_to), ("step_of", family.step_of), ("stands_by", family.stands_by))
    for key, names in named:
        for name in names:
            if name not in edition.families:
                yield Problem(where=(key,), says=f"no family {name}")
    for name, when in family.stands_by.items():
        if name not in family.yields_to:
            yield Problem(where=("stands_by",), says=f"it does not yield to {name}")
        yield from _when(family, ("stands_by", name), when)


def _axes(family: Family, shared: Mapping[str, object]) -> Iterator[Problem]:
    for name, axis in family.axes.items():
        if isinstance(axis, ChoiceAxis) and axis.shared and axis.shared not in shared:
            yield Problem(where=("axes", name, "shared"), says=f"no axis {axis.shared} in the lexicon")
        means = (axis.yes, axis.no) if axis.yes or axis.no else ()
        gone = axis.elapsed if isinstance(axis, ChoiceAxis) else None
        by_time = (gone.within, gone.beyond) if gone else ()
        ranked = getattr(axis, "rank", ())
        amounts = (v.counts_as for v in getattr(axis, "values", {}).values() if v.counts_as)
        for value in (*ranked, *getattr(axis, "map", {}).values(), *means, *by_time, *amounts):
            if value not in getattr(axis, "values", {}):
                yield Problem(where=("axes", name), says=f"{value} is no value of this axis")


def _rows(family: Family) -> Iterator[Problem]:
    for part, rules in (("rules", family.rules), ("extras", family.extras)):
        for i, rule in enumerate(rules):
            yield from _conditions(family, (part, i), rule)
    for i, mod in enumerate(family.modifiers):
        yield from _when(family, ("modifiers", i), mod.when)


def _conditions(family: Family, where: Where, rule: Rule) -> Iterator[Problem]:
    yield from _when(family, where, rule.when)
    for item in rule.codes:
        axis = count_axis(item)
        if axis and not isinstance(family.axes.get(axis), CountAxis):
            yield Problem(where=where, says=f"units of {item.code}: {axis} is no count axis")
    if not (rule.codes or rule.family or rule.modifiers or rule.ask or rule.because):
        yield Problem(where=where, says="says neither a code nor why there is none")


def _when(family: Family, where: Where, when: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    for name, allowed in when.items():
        axis = family.axes.get(name)
        if axis is None:
            yield Problem(where=where, says=f"no axis {name} in this family")
            continue
        for condition in allowed:
            if not _fits(axis, condition):
                yield Problem(where=where, says=f"{condition} is no value of {name}")


def _fits(axis: Axis, condition: str) -> bool:
    match axis:
        case CountAxis():
            return bounds(condition) is not None
        case RegionsAxis():
            return condition in axis.groups or condition in own_groups(axis) or bounds(condition) is not None
        case GradeAxis():
            return condition in axis.grades
        case _:
            return condition in axis.values


def _codes(family: Family, edition: Edition) -> Iterator[Problem]:
    for code, entry in family.codes.items():
        if entry.status == "active" and not entry.plain:
            yield Problem(where=("codes", code), says="an active code needs plain words")
        explained = entry.replaced_by or entry.plain or entry.facts
        if entry.status in ("deleted", "unassigned") and not explained:
            yield Problem(where=("codes", code), says="say what took its place, or why nothing did")
        yield from _unknown((*entry.replaced_by, *entry.addon_to), ("codes", code), edition)
    for part, rules in (("rules", family.rules), ("extras", family.extras)):
        for i, rule in enumerate(rules):
            yield from _yielded(rule, (part, i), edition)
    for i, policy in enumerate(family.policies):
        beside = [b for b in policy.beside if b not in edition.families]
        yield from _unknown((*policy.codes, *beside), ("policies", i), edition)
        yield from _when(family, ("policies", i), policy.when)
    for i, inc in enumerate(family.included):
        yield from _unknown((*inc.into, *inc.items), ("included", i), edition)


def _yielded(rule: Rule, where: Where, edition: Edition) -> Iterator[Problem]:
    """Codes that a row gives out: known, and active."""
    yield from _unknown([i.code for i in rule.codes], where, edition)
    for item in rule.codes:
        entry = edition.entry(item.code)
        if entry and entry.status != "active":
            yield Problem(where=where, says=f"{item.code} is {entry.status} and cannot be recommended")
    if rule.family and rule.family not in edition.families:
        yield Problem(where=where, says=f"no family {rule.family}")


def _unknown(codes: Iterable[str], where: Where, edition: Edition) -> Iterator[Problem]:
    for code in codes:
        if edition.entry(code) is None and edition.figure(code) is None:
            yield Problem(where=where, says=f"{code} is not in this edition")


def _facts(family: Family, edition: Edition) -> Iterator[Problem]:
    for i, fact in enumerate(family.facts):
        if not fact.source.strip() or not fact.text.strip():
            yield Problem(where=("facts", i), says=f"{fact.id} needs a text and a source")
    named: list[tuple[Where, tuple[str, ...]]] = [(("rules", i), r.facts) for i, r in enumerate(family.rules)]
    named += [(("included", i), x.facts) for i, x in enumerate(family.included)]
    named += [(("topics", i), x.facts) for i, x in enumerate(family.topics)]
    named += [(("policies", i), x.facts) for i, x in enumerate(family.policies)]
    named += [(("codes", c), e.facts) for c, e in family.codes.items() if e.facts]
    named += [(("guide",), family.guide)] if family.guide else []
    for where, ids in named:
        if not ids:
            yield Problem(where=where, says="names no fact it rests on")
        for fact_id in ids:
            if edition.fact(fact_id) is None:
                yield Problem(where=where, says=f"no fact {fact_id}")
