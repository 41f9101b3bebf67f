"""A service: one thing of a family that was done, and what is known of it on each axis."""

from collections.abc import Container, Mapping, Sequence

from consultant.answer.decide import at_odds, decide, implied
from consultant.inquiry.attached import Key
from consultant.inquiry.fact import AxisFact, Facts
from consultant.inquiry.mention import Mention
from consultant.knowledge.axis import Axis, RegionsAxis
from consultant.knowledge.condition import Fact, Truth, holds
from consultant.knowledge.family import Family


class Service:
    """One service of a family to decide: what is said, kept, implied and assumed of it."""

    def __init__(
        self, family: Family, facts: Facts, kept: Mapping[str, AxisFact], key: Key, also: bool
    ) -> None:
        self.family = family
        self.said = facts
        for axis, value in key:
            fact = facts.known.get(axis) or AxisFact(axis=axis, value=value)
            single = isinstance(family.axes[axis], RegionsAxis)
            facts.known[axis] = fact.model_copy(update={"value": frozenset([value]) if single else value})
        self.known: dict[str, AxisFact] = dict(kept) | (self._joined(kept) if also else facts.known)

    def settle(
        self, codes: Sequence[str], named: Sequence[str], around: Container[str], *, together: bool
    ) -> None:
        """Fill in what `codes` imply and what the family assumes where the codes `named` do not
        differ about it and the families `around` let it; then decide."""
        for axis, value in implied(self.family, codes, together=together).items():
            joined = value in getattr(self.family.axes[axis], "joined", ()) and not self._at_one_level()
            if axis not in self.known and axis not in self.said.unclear and not joined:
                self.known[axis] = AxisFact(axis=axis, value=value, quotes=tuple(codes), how="implied")
        for name, spec in self.family.axes.items():
            over = spec.default.over if spec.default else ()
            if name in self.said.unclear or (name in self.known and self.known[name].told not in over):
                continue
            inferred = spec.default and spec.default.beside  # from a service beside it, whatever is weighed
            if at_odds(self.family, named, name) and not inferred:
                continue
            usual_here = spec.default and (
                not spec.default.beside or any(f in around for f in spec.default.beside)
            )
            if spec.default and usual_here and met(spec.default.when, self.values()):
                usual: Fact = int(spec.default.value) if spec.kind == "count" else spec.default.value
                self.known[name] = AxisFact(axis=name, value=usual, how="assumed", say=spec.default.say)
        self.result = decide(self.family, self.values())

    def _at_one_level(self) -> bool:
        spaces = (n for n, a in self.family.axes.items() if getattr(a, "levels_as", "") == "interspaces")
        return any(n in self.known and self.known[n].value == 1 for n in spaces)

    def restate(self, mentions: Sequence[Mention]) -> None:
        """ "It was 28, not 34" changes the one number that was kept from before."""
        said_anew = [int(m.value) for m in mentions if m.kind == "restated"]
        counts = [a for a, f in self.known.items() if isinstance(f.value, int) and f.how == "kept"]
        if said_anew and len(counts) == 1:
            quotes = tuple(m.text for m in mentions if m.kind == "restated")
            changed = {"value": said_anew[-1], "quotes": quotes, "how": "said"}
            self.known[counts[0]] = self.known[counts[0]].model_copy(update=changed)

    def values(self) -> dict[str, Fact]:
        """axis -> value of everything known."""
        return {a: f.value for a, f in self.known.items()}

    def told(self) -> dict[str, Fact]:
        """axis -> value of what the sender said, now or before."""
        return {a: f.value for a, f in self.known.items() if f.how in ("said", "kept")}

    def _joined(self, kept: Mapping[str, AxisFact]) -> dict[str, AxisFact]:
        """Regions said to be there "also" join those kept from before."""
        now = dict(self.said.known)
        for axis, fact in self.said.known.items():
            before = kept.get(axis)
            if before and (both := _sum(before, fact, self.family.axes[axis])) is not None:
                quotes = tuple(dict.fromkeys((*before.quotes, *fact.quotes)))
                now[axis] = fact.model_copy(update={"value": both, "quotes": quotes})
        return now


def _sum(before: AxisFact, now: AxisFact, axis: Axis) -> Fact | None:
    """Regions join, of which the uppermost is the first; numbers add up, each level once; other values do
    not."""
    if isinstance(before.value, frozenset) and isinstance(now.value, frozenset):
        both = before.value | now.value
        if isinstance(axis, RegionsAxis) and axis.many == "first":
            return frozenset([next(g for g in axis.groups if g in both)])
        return both
    if isinstance(before.value, int) and isinstance(now.value, int):
        again = {q.upper() for q in before.quotes} & {q.upper() for q in now.quotes}
        return before.value + now.value - len(again)
    return None


def met(when: Mapping[str, Sequence[str]], values: Mapping[str, Fact]) -> bool:
    """Do all conditions surely hold?"""
    return all(holds(allowed, values.get(axis)) is Truth.YES for axis, allowed in when.items())


def may_hold(when: Mapping[str, Sequence[str]], values: Mapping[str, Fact]) -> bool:
    """Is no condition ruled out?"""
    return all(holds(allowed, values.get(axis)) is not Truth.NO for axis, allowed in when.items())
