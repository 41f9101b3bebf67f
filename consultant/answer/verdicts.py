"""What is said of each code that the sender named: right, included, deleted, not for this case."""

from collections.abc import Iterable, Mapping, Sequence

from consultant.answer.case import say_value
from consultant.answer.service import Service, may_hold, met
from consultant.answer.verdict import Verdict
from consultant.inquiry.fact import AxisFact
from consultant.knowledge.axis import CountAxis
from consultant.knowledge.condition import Fact, Truth, holds
from consultant.knowledge.edition import Edition
from consultant.knowledge.family import Family

OUT = ("not_it", "included", "deleted", "unassigned")  # verdicts by which a code is not billed


def status(code: str, edition: Edition) -> Verdict | None:
    """A verdict on a code that is not active in the edition; None when it is."""
    entry = edition.entry(code)
    if entry is None:
        return None if edition.figure(code) else Verdict(kind="unknown", code=code)
    if entry.status == "active":
        return None
    return Verdict(
        kind=entry.status,
        code=code,
        others=entry.replaced_by,
        year=entry.since,
        say=entry.plain,
        facts=entry.facts,
    )


def included(
    code: str,
    into: Iterable[str],
    families: Iterable[tuple[Family, Mapping[str, Fact]]],
    surely: bool = False,
) -> Verdict | None:
    """Is the code part of one of the codes `into`, as far as is known, or `surely`?"""
    holds_here = met if surely else may_hold
    wanted = list(into)
    for family, values in families:
        for rule in family.included:
            found = [c for c in wanted if c in rule.into and c != code]
            if code in rule.items and found and holds_here(rule.when, values):
                return Verdict(
                    kind="included", code=code, others=tuple(found), say=rule.say, facts=rule.facts
                )
    return None


def beside(
    code: str,
    to: Sequence[str],
    families: Iterable[tuple[Family, Mapping[str, Fact]]],
    surely: bool = False,
) -> Verdict | None:
    """May the code be billed beside one of the codes `to`, as far as is known, or `surely`?"""
    holds_here = met if surely else may_hold
    for family, values in families:
        for rule in family.alongside:
            found = [c for c in to if (not rule.to or c in rule.to) and c != code]
            if code in rule.codes and found and holds_here(rule.when, values):
                return Verdict(kind="beside", code=code, others=tuple(found), say=rule.say, facts=rule.facts)
    return None


def mismatch(code: str, case: Service) -> Verdict:
    """Why a named code of the family is not the one: what it would need, and what was said."""
    said = {a: f for a, f in case.known.items() if f.how in ("said", "kept", "implied", "assumed")}
    best: list[tuple[str, str, str]] = []
    for rule in case.family.rules:
        if not any(i.code == code for i in rule.codes):
            continue
        wrong = [
            (
                axis,
                _either(_say(case.family, axis, c) for c in allowed),
                _found(case.family, said[axis]),
            )
            for axis, allowed in rule.when.items()
            if axis in said and holds(allowed, said[axis].value) is Truth.NO
        ]
        if wrong and (not best or len(wrong) < len(best)):
            best = wrong
    say = "; ".join(f"needs: {needs}; here: {found}" for _, needs, found in best[:2])
    return Verdict(kind="not_it", code=code, say=say)


def _either(said: Iterable[str]) -> str:
    """One of these; "two or more" adds nothing to "two or more regions"."""
    words = list(dict.fromkeys(said))
    return " or ".join(w for w in words if not any(o != w and o.startswith(f"{w} ") for o in words))


def _say(family: Family, axis: str, condition: str) -> str:
    if not isinstance(family.axes[axis], CountAxis):
        return {"2+": "two or more regions"}.get(condition) or say_value(family, axis, condition)
    least, more = condition.rstrip("+"), condition.endswith("+")
    return f"{least}{' or more' if more else ''} {family.axes[axis].title or axis}"


def _found(family: Family, fact: AxisFact) -> str:
    """What was said, and how it was counted where that needs a word."""
    counted = isinstance(family.axes[fact.axis], CountAxis) and fact.say and fact.how != "assumed"
    return f"{say_value(family, fact.axis, fact.value)}{f' ({fact.say})' if counted else ''}"
