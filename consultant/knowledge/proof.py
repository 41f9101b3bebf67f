"""Proof of a family: every case hits a row, no row is idle, and no reference dangles.

Pure: families in, problems out; each problem says where in the family's file it is.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice, product

from consultant.frozen import Frozen
from consultant.knowledge.axis import ActsAxis, Axis, ChoiceAxis, CountAxis, GradeAxis, RegionsAxis
from consultant.knowledge.condition import MANY, Fact, Truth, bounds, holds
from consultant.knowledge.edition import Edition
from consultant.knowledge.family import Family, Rule
from consultant.knowledge.references import Problem, dangling, own_groups

_MOST = 200_000


class Coverage(Frozen):
    """What the proof of one family went through."""

    family: str
    cases: int
    coded: int
    none: int
    asked: int
    problems: tuple[Problem, ...]


def prove(family: Family, edition: Edition, shared: Mapping[str, object]) -> Coverage:
    """Every combination of axis values against the rules, and every name against what is known.

    A file whose names do not hold is not gone through: `cases` is 0 then.
    """
    problems = list(dangling(family, edition, shared))
    hits: Counter[int] = Counter()
    if not problems and family.rules:
        hits, uncovered = _walk(family)
        problems = [Problem(where=("rules",), says=f"no row covers {c}") for c in uncovered[:3]]
        idle = (i for i in range(len(family.rules)) if i not in hits and hits.total() < _MOST)
        problems += [Problem(where=("rules", i), says="this row is never reached") for i in idle]
    rows = [*family.rules, *([family.otherwise] if family.otherwise else [])]
    kinds: Counter[str] = Counter()
    for i, n in hits.items():
        kinds[_kind(rows[i])] += n
    return Coverage(
        family=family.family,
        cases=hits.total(),
        coded=kinds["code"],
        none=kinds["none"],
        asked=kinds["ask"],
        problems=tuple(problems),
    )


def _walk(family: Family) -> tuple[Counter[int], list[str]]:
    """How often each row is the first that holds (`otherwise` comes after the last), and the
    cases that none holds for."""
    hits: Counter[int] = Counter()
    uncovered = []
    for case in islice(_cases(family), _MOST):
        row = next((i for i, r in enumerate(family.rules) if _holds(r, case)), len(family.rules))
        if row == len(family.rules) and not family.otherwise:
            uncovered.append(", ".join(f"{a}: {_shown(v)}" for a, v in case.items()))
        else:
            hits[row] += 1
    return hits, uncovered


def _kind(rule: Rule) -> str:
    if rule.ask:
        return "ask"
    return "code" if rule.codes or rule.family or rule.modifiers else "none"


def _holds(rule: Rule, case: Mapping[str, Fact]) -> bool:
    return all(holds(allowed, case.get(axis)) is Truth.YES for axis, allowed in rule.when.items())


def _shown(value: Fact) -> str:
    return " and ".join(sorted(value)) if isinstance(value, frozenset) else str(value)


def _cases(family: Family) -> Iterator[dict[str, Fact]]:
    used = [a for a in family.axes if any(a in r.when for r in family.rules)]
    options = [_options(a, family.axes[a], family) for a in used]
    for values in product(*options):
        yield dict(zip(used, values, strict=True))


def _options(name: str, axis: Axis, family: Family) -> list[Fact]:
    """Values that stand for all values of an axis."""
    match axis:
        case ChoiceAxis() | ActsAxis():
            return [v for v, spec in axis.values.items() if v != "unsaid" and not spec.counts_as]
        case GradeAxis():
            return list(axis.grades)
        case RegionsAxis():
            single: list[Fact] = [frozenset([g]) for g in (*axis.groups, *own_groups(axis))]
            groups = list(axis.groups)
            return [*single, frozenset(groups[:2])] if axis.many == "set" and len(groups) > 1 else single
        case CountAxis():
            return _turning_points(name, family)
    return []


def _turning_points(name: str, family: Family) -> list[Fact]:
    """Numbers at which some rule begins or ceases to hold."""
    edges = {1}
    for rule in family.rules:
        for condition in rule.when.get(name, ()):
            if limits := bounds(condition):
                low, high = limits
                edges |= {max(low, 1), high + 1 if high < MANY else low}
    return sorted(edges)
