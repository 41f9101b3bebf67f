"""Levels with a side of their own: "right L4-5 and left L5-S1" is RT on one line and LT on the other."""

from collections.abc import Iterable, Mapping, Sequence

from consultant.answer.addons import is_addon
from consultant.answer.case import Case
from consultant.answer.decide import Decided
from consultant.answer.draft import Draft
from consultant.answer.parts import Why
from consultant.answer.recommendation import Recommendation
from consultant.inquiry.levels import lies_inside, parse_level
from consultant.inquiry.mention import Assertion, Mention, Role
from consultant.knowledge.family import Family
from consultant.knowledge.sites import Sides

BOTH = "bilateral"  # a value of the lexicon's side
_ROLES = ((Role.PLAIN, Role.APPROACH), (Role.FINDING,))  # in which a level counts, the better first
_OTHER = {"left": "right", "right": "left"}
Level = tuple[int, int]


def by_level(draft: Draft) -> None:
    """Give each line the modifier of the sides that its levels were done on, where these differ."""
    for case in draft.cases:
        spec = case.family.sides
        result = case.services[0].result if len(case.services) == 1 else None
        if spec is None or not isinstance(result, Decided):
            continue
        mentions = draft.question.all_mentions()
        told = _sides(mentions, spec)
        count = case.services[0].known.get(spec.levels)
        if not count or count.value != len(told) or not all(told.values()):
            continue
        if len(set(told.values())) > 1 or _denied(next(iter(told.values())), mentions, spec):
            _spread(draft, case, spec, told)


def _spread(draft: Draft, case: Case, spec: Sides, told: Mapping[Level, str]) -> None:
    """The modifiers of the levels, both sides first, over the first line and those of the add-ons."""
    of_side = side_modifiers(case.family, spec.axis)
    due = [of_side[s] for s in sorted(told.values(), key=lambda s: s != BOTH) if s in of_side]
    result = case.services[0].result
    mine = [r for r in draft.recommended if isinstance(result, Decided) and result.yields(r.code)]
    mine.sort(key=lambda r: is_addon(r.code, draft.edition))
    if len(due) != len(told) or not mine:
        return
    for r in mine:
        last = r is mine[-1]
        own, due = (due, []) if last else (due[: r.units], due[r.units :])
        at = draft.recommended.index(r)
        draft.recommended[at : at + 1] = _lines(r, own, set(of_side.values()))
        draft.sided[r.code] = (frozenset(of_side.values()) - set(own), spec)
    if len(set(told.values())) > 1:
        why = Why(
            title=case.family.title, because=spec.say, facts=(), sources=spec.facts, codes=(mine[0].code,)
        )
        draft.because(why)


def _lines(r: Recommendation, own: Sequence[str], sides: set[str]) -> list[Recommendation]:
    """One line for each modifier, with its units."""
    kept = tuple(m for m in r.modifiers if m not in sides)
    units = {m: own.count(m) for m in dict.fromkeys(own)}
    if len(units) == 1:
        return [r.model_copy(update={"modifiers": (*kept, *units)})]
    each = r.units >= len(own)  # an add-on that is billed once has one line
    return [
        r.model_copy(update={"modifiers": (*kept, m), "units": n if each else 1}) for m, n in units.items()
    ]


def side_modifiers(family: Family, axis: str) -> dict[str, str]:
    """side -> the modifier that the family's rules name for it."""
    return {v: rule.modifier for rule in family.modifiers if not rule.refuse for v in rule.when.get(axis, ())}


def _sides(mentions: Sequence[Mention], spec: Sides) -> dict[Level, str]:
    """Each level treated and its side, "" where none is told."""
    live = [m for m in mentions if m.assertion is Assertion.ASSERTED]
    levels = next((some for roles in _ROLES if (some := _levels(live, roles))), [])
    sides = [m for m in live if m.kind == "axis" and m.name == spec.axis]
    sides = [m for m in sides if not any(_covers(o, m) for o in sides)]
    found: dict[Level, set[str]] = {}
    for m in levels:
        side = _side(m, [x for x in levels if x.sentence == m.sentence], sides)
        found.setdefault(parse_level(m.value), set()).update({side} - {""})
    outer = {k: v for k, v in found.items() if not any(lies_inside(k, other) for other in found)}
    return {k: BOTH if len(v) > 1 else next(iter(v), "") for k, v in outer.items()}


def _levels(live: Iterable[Mention], roles: Sequence[Role]) -> list[Mention]:
    return [m for m in live if m.kind == "level" and m.role in roles]


def _denied(side: str, mentions: Iterable[Mention], spec: Sides) -> bool:
    """Is it said that the other side was left out ("left side deferred")?"""
    denied = {m.value for m in mentions if m.name == spec.axis and m.assertion is Assertion.NEGATED}
    return _OTHER.get(side) in denied


def _covers(other: Mention, m: Mention) -> bool:
    """Does a cue that says no side ("is that right") take this one up?"""
    return other.value == "unsaid" and m.within(other)


def _side(level: Mention, beside: Sequence[Mention], sides: Iterable[Mention]) -> str:
    """The side of a level: the last before it where the sides lead in its sentence ("right L4-5 and L5-S1,
    left L3-4"), or else the next behind it ("L4-5 on the right")."""
    here = [s for s in sides if s.sentence == level.sentence]
    leads = bool(here) and here[0].start < beside[0].start
    before = [s.value for s in here if s.start < level.start]
    after = [s.value for s in here if s.start > level.start]
    return (before[-1:] if leads else after[:1] or before[-1:] or [""])[0]
