"""Pairs of codes in both orders, and visits beside procedures."""

from itertools import combinations

from consultant.knowledge.claim.bench import Bench
from consultant.knowledge.claim.claim import Line
from consultant.knowledge.family import Included
from consultant.knowledge.modifier import BesideProcedure
from consultant.knowledge.published import PairEdit

_MAJOR = "57"


def check(bench: Bench) -> None:
    """Every pair of different codes."""
    codes = list(dict.fromkeys(line.code for line in bench.claim.lines))
    paired: set[frozenset[str]] = set()
    for a, b in combinations(codes, 2):
        edits = bench.published.edits
        both = (edits.pair(a, b, bench.setting, bench.on), edits.pair(b, a, bench.setting, bench.on))
        for edit in filter(None, both):
            bench.used(edit.trace)
            if not _judge(bench, edit):
                paired.add(frozenset((a, b)))
        if not any(both):
            _uncovered(bench, a, b)
        _by_family(bench, a, b)
    _visits(bench, codes, paired)


def _judge(bench: Bench, edit: PairEdit) -> bool:
    """Say what the edit says; is the pair open as it stands?"""
    codes = (edit.column_1, edit.column_2)
    if edit.indicator == "9":
        return True
    if edit.indicator == "0":
        bench.say("pair_never", codes, edit.trace)
        return False
    modifiers = bench.apart(codes)
    if modifiers:
        bench.say("pair_open", codes, edit.trace, modifier=" and ".join(modifiers))
    elif inside := [rule for rule in _inside(bench, *codes) if not rule.when]:
        bench.say("pair_inside", codes, edit.trace, inside[0].facts, why=inside[0].say)
    else:
        bench.say("pair_modifier", codes, edit.trace, set=sets_apart(bench, codes))
    return bool(modifiers)


def _by_family(bench: Bench, a: str, b: str) -> None:
    """What the families themselves say is included, whatever an edit allows."""
    for codes in ((a, b), (b, a)):
        for rule in _inside(bench, *codes):
            if not bench.said("pair_inside", codes):
                severity = "note" if rule.when else "warn"
                bench.say("family", codes, None, rule.facts, severity, why=rule.say)


def _inside(bench: Bench, into: str, item: str) -> list[Included]:
    """The rules by which the family of `into` says that `item` is part of it."""
    family = bench.edition.family_of(into)
    return [r for r in family.included if into in r.into and item in r.items] if family else []


def sets_apart(bench: Bench, codes: tuple[str, str]) -> str:
    """The modifier that would set the pair apart: a visit takes 25 or 57, a procedure 59 or an X modifier."""
    visits = [c for c in codes if bench.is_visit(c)]
    if not visits or len(visits) == 2:
        return "an NCCI modifier such as XS or 59"
    procedure = next(c for c in codes if c not in visits)
    major = bench.indicator(procedure, "global_days") == "090"
    return f"{'57' if major else '25'} to {visits[0]}"


def _uncovered(bench: Bench, a: str, b: str) -> None:
    """No edit found, but was there a table to find it in?"""
    edits = bench.published.edits
    missing = [code for code in (a, b) if not edits.covers(code, bench.setting)]
    for code in missing:
        bench.lacking(f"the NCCI pairs ({bench.setting}) of", code)
    if not missing:
        bench.searched("ptp")


def _visits(bench: Bench, codes: list[str], paired: set[frozenset[str]]) -> None:
    """A visit beside procedures with global days carries 25 or 57; where an edit denies it,
    that is enough."""
    visits = [c for c in codes if bench.is_visit(c) and not bench.is_add_on(c)]
    for rule in (r for r in bench.edition.modifiers.visits if r.modifier):
        beside = [
            c for c in codes if c not in visits and bench.indicator(c, "global_days") in rule.global_days
        ]
        for visit in visits:
            if any(frozenset((code, visit)) in paired for code in beside) or _carries(bench, visit, rule):
                continue
            if beside:
                _say_visit(bench, visit, beside, rule)


def _say_visit(bench: Bench, visit: str, beside: list[str], rule: BesideProcedure) -> None:
    kind = "visit_57" if rule.modifier == _MAJOR else "visit_25"
    value = bench.value(beside[0])
    days = " and ".join(dict.fromkeys(bench.indicator(c, "global_days") for c in beside))
    bench.say(
        kind,
        (*beside, visit),
        value.trace if value else None,
        rule.facts,
        code=" and ".join(beside),
        other=visit,
        modifier=rule.modifier,
        indicator=days,
    )


def _carries(bench: Bench, visit: str, rule: BesideProcedure) -> bool:
    lines: list[Line] = [line for line in bench.claim.lines if line.code == visit]
    return any({rule.modifier, "24"} & set(line.modifiers) for line in lines)
