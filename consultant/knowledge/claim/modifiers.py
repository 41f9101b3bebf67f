"""Modifiers: is each known, in force, and allowed on its code by the published indicators?"""

from consultant.knowledge.claim.bench import Bench
from consultant.knowledge.claim.claim import Line
from consultant.knowledge.modifier import Modifier


def check(bench: Bench) -> None:
    """Every modifier of every line; then lines of one code against each other."""
    for line in bench.claim.lines:
        for modifier in dict.fromkeys(line.modifiers):
            if line.modifiers.count(modifier) > 1:
                bench.say("modifier_twice", [line.code], modifier=modifier)
            known = bench.edition.modifiers.modifiers.get(modifier)
            if _in_force(bench, line, modifier, known):
                _allowed(bench, line, modifier, known or Modifier(plain=""))
    _sides(bench)


def _in_force(bench: Bench, line: Line, modifier: str, known: Modifier | None) -> bool:
    published = bench.published.concepts.modifier(modifier, bench.on)
    if published and published.terminated and (bench.on is None or bench.on > published.terminated):
        limit = published.terminated.isoformat()
        bench.say("modifier_ended", [line.code], published.trace, modifier=modifier, limit=limit)
        return False
    if known is None and published is None:
        bench.say("unknown_modifier", [line.code], modifier=modifier)
    return known is not None


def _allowed(bench: Bench, line: Line, modifier: str, known: Modifier) -> None:
    code, facts = line.code, known.facts
    clash = [m for m in known.not_with if m in line.modifiers and m > modifier]
    if clash:
        bench.say("modifier_together", [code], facts=facts, modifier=modifier, set=", ".join(clash))
    if known.one_unit and line.units > 1:
        bench.say("modifier_units", [code], facts=facts, modifier=modifier, units=line.units)
    if known.not_on_add_ons and bench.is_add_on(code):
        bench.say("modifier_add_on", [code], facts=facts, modifier=modifier)
    visit = bench.is_visit(code)
    if known.visits_only and not visit:
        bench.say("modifier_visit", [code], facts=facts, modifier=modifier)
    elif known.procedures_only and visit:
        bench.say("modifier_procedure", [code], facts=facts, modifier=modifier)
    elif not _by_indicators(bench, line, modifier, known) and known.period:
        bench.say("period", [code], facts=facts, modifier=modifier)


def _by_indicators(bench: Bench, line: Line, modifier: str, known: Modifier) -> bool:
    """Did a published indicator refuse the modifier, or ask for documentation?"""
    value = bench.value(line.code)
    if value is None:
        return False
    for column, allowed in known.needs.items():
        found = getattr(value, column)
        if found not in allowed:
            why = known.refused or bench.meaning(column, found)
            said = f"{why} (indicator {found}: {bench.meaning(column, found)})"
            bench.say("modifier_refused", [line.code], value.trace, known.facts, modifier=modifier, why=said)
            return True
    for column, values in known.documented.items():
        found = getattr(value, column)
        if found in values:
            meaning = bench.meaning(column, found)
            bench.say(
                "modifier_documented",
                [line.code],
                value.trace,
                known.facts,
                modifier=modifier,
                meaning=meaning,
            )
            return True
    return False


def _sides(bench: Bench) -> None:
    """Left and right of a code that already says both sides."""
    sides: dict[str, set[str]] = {}
    for line in bench.claim.lines:
        sides.setdefault(line.code, set()).update({"LT", "RT"} & set(line.modifiers))
    for code, found in sides.items():
        value = bench.value(code)
        if len(found) == 2 and value and value.bilateral == "2":
            bench.say("sides_both", [code], value.trace, meaning=bench.meaning("bilateral", "2"))
