"""A family and the facts in; the rule that holds out, or what must be asked first.

Pure. Three-valued: a rule whose facts are partly unknown is open, and open rules before the
first one that holds make a question necessary, unless all of them say the same.
"""

from collections.abc import Mapping, Sequence

from consultant.frozen import Frozen
from consultant.knowledge.axis import ChoiceAxis, CountAxis, RegionsAxis
from consultant.knowledge.condition import Fact, Truth, holds
from consultant.knowledge.family import Family, Rule
from consultant.knowledge.units import count_axis


class Decided(Frozen):
    """A rule that holds for these facts."""

    rule: Rule
    values: dict[str, Fact]

    def yields(self, code: str) -> bool:
        """Is the code one of the rule's?"""
        return any(i.code == code for i in self.rule.codes)


class Needed(Frozen):
    """No rule can be picked yet: the axes to ask for, and the rules still possible."""

    axes: tuple[str, ...]
    open: tuple[Rule, ...]


class Nowhere(Frozen):
    """The facts are known and no rule covers them."""


def decide(family: Family, values: Mapping[str, Fact]) -> Decided | Needed | Nowhere:
    """The first rule of the family that holds for `values`; where an axis may be taken either
    way and is open, the way that yields the higher code."""
    axis = family.better_of
    if axis and axis not in values:
        spec = family.axes[axis]
        ways = [_first(family, {**values, axis: v}) for v in getattr(spec, "values", ()) if v != "unsaid"]
        settled = [w for w in ways if isinstance(w, Decided) and w.rule.codes]
        if settled:
            order = list(family.codes)
            return max(settled, key=lambda w: order.index(w.rule.codes[0].code))
    return _first(family, values)


def _first(family: Family, values: Mapping[str, Fact]) -> Decided | Needed | Nowhere:
    possible: list[Rule] = []
    for rule in family.rules:
        truth = _truth(rule, values)
        if truth is Truth.NO:
            continue
        possible.append(rule)
        if truth is Truth.YES:
            break
    if not possible:
        return Decided(rule=family.otherwise, values=dict(values)) if family.otherwise else Nowhere()
    if all(_same(rule, possible[0]) for rule in possible) and not _counts_missing(possible[0], values):
        return Decided(rule=possible[0], values=dict(values))
    return Needed(axes=_to_ask(family, possible, values), open=tuple(possible))


def _truth(rule: Rule, values: Mapping[str, Fact]) -> Truth:
    found = Truth.YES
    for axis, allowed in rule.when.items():
        truth = holds(allowed, values.get(axis))
        if truth is Truth.NO:
            return truth
        if truth is Truth.OPEN:
            found = truth
    return found


def _same(a: Rule, b: Rule) -> bool:
    return a is b or (a.codes == b.codes and a.family == b.family and bool(a.codes))


def _counts_missing(rule: Rule, values: Mapping[str, Fact]) -> list[str]:
    axes = [axis for item in rule.codes if not item.optional and (axis := count_axis(item))]
    return [a for a in dict.fromkeys(axes) if a not in values]


def _to_ask(family: Family, possible: Sequence[Rule], values: Mapping[str, Fact]) -> tuple[str, ...]:
    """Unknown axes of the possible rules, in the family's order; an axis that matters only
    under one value of another unknown axis waits for that one."""
    used = {a for r in possible for a in (*r.when, *_counts_missing(r, values)) if a not in values}
    names = [a for a in family.axes if a in used and not family.axes[a].optional]
    names = names or [a for a in family.axes if a in used]  # said both ways, or in doubt
    ready = [a for a in names if not any(_gates(family, b, a) for b in names if b != a)]
    return tuple(ready or names)


def _gates(family: Family, gate: str, axis: str) -> bool:
    """Does every rule that looks at `axis` demand one and the same value of `gate`?"""
    demands = {r.when.get(gate) for r in family.rules if axis in r.when or axis in _counts_missing(r, {})}
    return len(demands) == 1 and None not in demands


def implied(family: Family, codes: Sequence[str], *, together: bool) -> dict[str, Fact]:
    """What the codes that a sender names say about the case: the axis values that all rules
    yielding them agree on. Codes offered as a choice must all say it; regions of codes billed
    `together` add up."""
    out: dict[str, Fact] = {}
    for axis, spec in family.axes.items():
        per_code = [v for c in codes if (v := _demanded(family, c, axis))]
        if not per_code or (len(per_code) < len(codes) and not together):
            continue
        if isinstance(spec, RegionsAxis):
            groups = frozenset(g for v in per_code for g in v if g in spec.groups)
            if len({frozenset(v) for v in per_code}) == 1 or together:
                out |= (
                    {axis: groups}
                    if groups
                    else {axis: frozenset(per_code[0])}
                    if len(per_code[0]) == 1
                    else {}
                )
        elif isinstance(spec, ChoiceAxis) or not isinstance(spec, CountAxis):
            values = {x for v in per_code for x in v}
            joined = getattr(spec, "joined", {}).items() if together else ()
            whole = [v for v, parts in joined if set(parts) == values]
            if whole or len(values) == 1:
                out[axis] = whole[0] if whole else next(iter(values))
    return out


def _demanded(family: Family, code: str, axis: str) -> tuple[str, ...]:
    """The conditions on `axis` shared by all rules that yield `code`; () when they differ."""
    demands = {r.when.get(axis) for r in family.yielding.get(code, ())}
    if len(demands) != 1:
        return ()
    found = demands.pop() or ()
    return tuple(c for c in found if not c.endswith("+")) or found


def at_odds(family: Family, codes: Sequence[str], axis: str) -> bool:
    """Do the codes that a sender weighs demand different values of the axis?"""
    return len({v for c in codes if (v := _demanded(family, c, axis))}) > 1


def fits(family: Family, code: str, values: Mapping[str, Fact]) -> bool:
    """Could the code still be right for what is known?"""
    rules = family.yielding.get(code) or family.adding.get(code) or []
    return not rules or any(_truth(r, values) is not Truth.NO for r in rules)
