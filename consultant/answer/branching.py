"""What it would be, value by value, when one deciding fact is open."""

from consultant.answer.case import say_value
from consultant.answer.decide import Decided, Needed, decide
from consultant.answer.parts import Branch
from consultant.answer.recommendation import Recommendation
from consultant.answer.service import Service
from consultant.knowledge.axis import ActsAxis, ChoiceAxis, GradeAxis, RegionsAxis
from consultant.knowledge.condition import Fact
from consultant.knowledge.units import units

_MOST = 6


def branches(case: Service) -> list[Branch]:
    """One branch per value of the only open axis; nothing when more than one is open."""
    if not isinstance(case.result, Needed) or len(case.result.axes) != 1:
        return []
    axis = case.result.axes[0]
    out = []
    for value in _values(case, axis):
        found = decide(case.family, case.values() | {axis: value})
        if isinstance(found, Decided) and found.rule.codes:
            codes = tuple(
                Recommendation(code=i.code, units=n, to=i.to)
                for i in found.rule.codes
                if (n := units(i, found.values)) > 0
            )
            out.append(Branch(when=say_value(case.family, axis, value), codes=codes))
    return out if len(out) <= _MOST else []


def _values(case: Service, axis: str) -> list[Fact]:
    spec = case.family.axes[axis]
    if isinstance(spec, RegionsAxis):
        return [frozenset([g]) for g in spec.groups]
    if isinstance(spec, GradeAxis):
        return list(spec.grades)
    if isinstance(spec, ChoiceAxis | ActsAxis):
        unclear = case.said.unclear.get(axis)
        return list(unclear.values) if unclear else list(spec.values)
    return []
