"""Codes and units: is each code in force and payable, no more often than it may be, with its primary?"""

from consultant.knowledge.claim.bench import Bench
from consultant.knowledge.claim.claim import Line
from consultant.knowledge.published import UnitLimit


def check(bench: Bench) -> None:
    """Every code of the claim."""
    for code in dict.fromkeys(line.code for line in bench.claim.lines):
        if _in_force(bench, code):
            _status(bench, code)
            _units(bench, code)
            _add_on(bench, code)
    _duplicates(bench)


def _in_force(bench: Bench, code: str) -> bool:
    """Says of a code that is deleted or unknown why it is; is there anything more to check?"""
    entry = bench.edition.entry(code)
    if entry and entry.status in ("deleted", "unassigned"):
        since = f" since {entry.since}" if entry.since else ""
        codes = ", ".join(entry.replaced_by) or "its successor"
        bench.say("deleted", [code], facts=entry.facts, why=since, codes=codes)
        return False
    supply = bench.published.concepts.supply(code, bench.on) if code[0].isalpha() else None
    if supply:
        bench.used(supply.trace)
        if supply.terminated and (bench.on is None or bench.on > supply.terminated):
            bench.say("terminated", [code], supply.trace, limit=supply.terminated.isoformat())
            return False
    if bench.value(code):
        return True
    if history := bench.published.fees.history(code):
        bench.say("left", [code], history[-1].trace, release=_later(bench, code))
        return False
    if not supply and not bench.published.edits.limit(code, bench.setting, bench.on):
        bench.say("not_loaded", [code])
        bench.lacking("the fee schedule row of", code)
    return True


def _later(bench: Bench, code: str) -> str:
    """The newest release that no longer has the code."""
    return next(
        (s.title for s in reversed(bench.published.loaded("rvu")) if not s.variant), "the newest release"
    )


def _status(bench: Bench, code: str) -> None:
    """The payment status, and places where it is rarely done; both are the practitioner's."""
    value = bench.value(code)
    if value is None or bench.setting != "practitioner":
        return
    severity = bench.edition.claims.statuses.get(value.status)
    if severity:
        meaning = bench.meaning("status", value.status)
        bench.say("status", [code], value.trace, severity=severity, indicator=value.status, meaning=meaning)
    elif value.nonfacility_na and not all("26" in line.modifiers for line in _lines(bench, code)):
        bench.say("rarely", [code], value.trace)


def _lines(bench: Bench, code: str) -> list[Line]:
    return [line for line in bench.claim.lines if line.code == code]


def _units(bench: Bench, code: str) -> None:
    limit = bench.published.edits.limit(code, bench.setting, bench.on)
    if limit is None:
        if not bench.published.edits.covers_units(code, bench.setting):
            bench.lacking(f"the unlikely edits ({bench.setting}) of", code)
        return
    bench.used(limit.trace)
    if limit.units == 0:
        bench.say("never_units", [code], limit.trace)
    elif limit.indicator == "1":
        for line in _lines(bench, code):
            _above(bench, "over_line", limit, line.units)
    else:
        kind = "over_policy" if limit.indicator == "2" else "over_clinical"
        _above(bench, kind, limit, bench.claim.units(code))


def _above(bench: Bench, kind: str, limit: UnitLimit, units: int) -> None:
    if units > limit.units:
        bench.say(kind, [limit.code], limit.trace, units=units, limit=limit.units)


def _add_on(bench: Bench, code: str) -> None:
    """An add-on needs one of its primaries."""
    entry = bench.edition.entry(code)
    pairs = bench.published.edits.primaries(code, bench.on)
    primaries = [p.primary for p in pairs if p.primary] + list(entry.addon_to if entry else ())
    for pair in pairs[:1]:
        bench.used(pair.trace)
    on_claim = {line.code for line in bench.claim.lines}
    if on_claim & set(primaries):
        return
    if any(not p.primary or p.type != "1" for p in pairs):
        bench.say("parent_contractor", [code], pairs[0].trace)
    elif primaries:
        shown = ", ".join(sorted(set(primaries))[:8])
        bench.say("parent", [code], pairs[0].trace if pairs else None, codes=shown)
    elif bench.indicator(code, "global_days") == "ZZZ":
        value = bench.value(code)
        bench.say("parent_unknown", [code], value.trace if value else None)


def _duplicates(bench: Bench) -> None:
    """The same code twice, with nothing that explains the second line."""
    known = bench.edition.modifiers.modifiers
    seen: dict[tuple[str, frozenset[str]], bool] = {}
    for line in bench.claim.lines:
        key = line.code, frozenset(line.modifiers)
        explained = any(m in known and known[m].repeats for m in line.modifiers)
        if key in seen and not explained:
            bench.say("duplicate", [line.code])
        seen[key] = True
    for code in dict.fromkeys(line.code for line in bench.claim.lines):
        parts = {m for line in _lines(bench, code) for m in line.modifiers} & {"26", "TC"}
        if len(parts) == 2 and not any({"26", "TC"} <= set(line.modifiers) for line in _lines(bench, code)):
            bench.say("both_parts", [code])
