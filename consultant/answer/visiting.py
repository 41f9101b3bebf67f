"""A visit beside a procedure: the modifier it carries, and when there is no room for one."""

from consultant.answer.addons import is_addon
from consultant.answer.deciding import as_named
from consultant.answer.draft import Draft
from consultant.answer.modifying import is_visit
from consultant.answer.recommendation import Recommendation
from consultant.answer.service import met
from consultant.answer.verdict import Verdict
from consultant.knowledge.modifier import BesideProcedure


def without_visit(draft: Draft) -> None:
    """Nothing is asked of a visit that what was told rules out beside the procedure decided."""
    figures = [f for c in draft.codes() if (f := draft.edition.figure(c))]
    days = {f.global_days for f in figures}
    rules = [r for r in draft.edition.modifiers.visits if r.unless and days & set(r.global_days)]
    for case in draft.cases:
        none_due = any(met(r.unless, s.values()) for r in rules for s in case.services)
        if case.family.visit and none_due:
            over = {c.family.family for c in draft.cases if c.family.overrides}
            draft.asks = [a for a in draft.asks if a.family not in {case.family.family, *over}]
            as_named(draft, case)


def beside_procedures(draft: Draft) -> None:
    """A visit beside a procedure carries 25 or 57, by the procedure's published global days, or is none."""
    visits = [r for r in draft.recommended if is_visit(r.code, draft.edition)]
    if visits and (due := _of_period(draft)):
        named = (r.code for r in draft.recommended if r.as_named)
        draft.before = frozenset(c for c in named if _has_period(draft, c))
        here = [r for r in draft.recommended if r.code not in draft.before]
        draft.recommended = [r.bearing(due) if r in visits else r for r in here]
        return
    for rule in draft.edition.modifiers.visits if visits else ():
        beside = _beside(draft, rule)
        if beside and any(rule.unless and f.visit and met(rule.unless, values) for f, values in draft.valued):
            _refuse(draft, visits, rule, beside)
            return
        if beside and rule.modifier:
            for v in visits:
                if not is_addon(v.code, draft.edition):
                    _carry(draft, v, rule, beside)
            return


def due_for_visits(draft: Draft) -> list[str]:
    """The modifiers found due that only a visit bears."""
    known = draft.edition.modifiers.modifiers
    due = (v.code for v in draft.verdicts if v.kind == "modifier_due")
    return [m for m in due if m in known and known[m].visits_only]


def _has_period(draft: Draft, code: str) -> bool:
    """Has the procedure a global period, in which aftercare is no visit of its own?"""
    figure = draft.edition.figure(code)
    periods = (r.global_days for r in draft.edition.modifiers.visits if not r.modifier)
    return figure is not None and any(figure.global_days in days for days in periods)


def _of_period(draft: Draft) -> str:
    """The modifier that is due because the visit lies in the global period of a procedure of before, which is
    not on its claim; "" where none is."""
    known = draft.edition.modifiers.modifiers
    return next((m for m in due_for_visits(draft) if known[m].period), "")


def _beside(draft: Draft, rule: BesideProcedure) -> tuple[str, ...]:
    """The procedures with these global days: the ones decided, and for aftercare those named as well, since
    they were done on another day."""
    codes = [r.code for r in draft.recommended]
    codes += [] if rule.modifier else [*draft.named, *draft.billed]
    figures = ((c, draft.edition.figure(c)) for c in dict.fromkeys(codes) if not is_visit(c, draft.edition))
    return tuple(c for c, f in figures if f and f.global_days in rule.global_days)


def _refuse(
    draft: Draft, visits: list[Recommendation], rule: BesideProcedure, beside: tuple[str, ...]
) -> None:
    """No visit is due; nor is anything asked of a procedure of before that the visit only looks after."""
    codes = {v.code for v in visits}
    draft.recommended = [r for r in draft.recommended if r.code not in codes]
    draft.verdicts = [v for v in draft.verdicts if v.code.partition("-")[0] not in codes]
    planned = beside if rule.modifier else ()  # aftercare is told by the rule alone
    draft.verdicts += [
        Verdict(kind="no_visit", code=v.code, others=planned, say=rule.say, facts=rule.facts) for v in visits
    ]
    if not rule.modifier and not draft.intents & {"choose", "units"}:
        done = {f.family for c in beside if (f := draft.edition.family_of(c))}
        draft.asks = [a for a in draft.asks if a.family not in done]


def _carry(draft: Draft, visit: Recommendation, rule: BesideProcedure, beside: tuple[str, ...]) -> None:
    """The visit with its modifier, and why."""
    draft.recommended[draft.recommended.index(visit)] = visit.bearing(rule.modifier)
    code = f"{visit.code}-{rule.modifier}"
    draft.verdicts.append(Verdict(kind="visit", code=code, others=beside, say=rule.say, facts=rule.facts))
