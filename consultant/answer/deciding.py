"""What the families in play decide for a draft: codes, or a question back, or the sender's own codes."""

from consultant.answer.additions import add_extras, only_extras, orphaned, why
from consultant.answer.addons import addon_of, parented
from consultant.answer.aside import aside, denied
from consultant.answer.case import Case
from consultant.answer.decide import Decided, Needed
from consultant.answer.draft import EXPLAINING, Draft
from consultant.answer.outdone import outdone
from consultant.answer.parts import Asked
from consultant.answer.service import Service
from consultant.answer.verdict import Verdict
from consultant.answer.yielded import named, rule_codes
from consultant.inquiry.inquiry import DECIDING
from consultant.knowledge.axis import CountAxis
from consultant.knowledge.units import count_axis, units


def decide(draft: Draft) -> None:
    """Let every family decide, or take the sender's codes as they are, or ask."""
    asked_for = draft.among()
    meant = draft.only_asked() & {c.family.family for c in draft.cases}
    for case in draft.cases:
        if meant and case.family.family not in meant:
            continue
        if outdone(draft, case) or aside(draft, case) or denied(draft, case):
            continue
        if asked_for and case.family is not asked_for:
            continue
        if draft.background(case) and not _visit_told(case):
            as_named(draft, case)
            continue
        for service in case.services:
            if not only_extras(draft, service):
                _settle(draft, case, service)
        _ask_of_the_rest(draft, case)
    if draft.asks:  # "an epidural, 62323 or 64483?" is open: none is taken because it was named
        silent = {c for x in draft.cases if not draft.spoken_of(x) for c in x.family.codes}
        offered = silent & set(draft.question.alternatives)
        draft.recommended = [r for r in draft.recommended if r.code not in offered]


def _ask_of_the_rest(draft: Draft, case: Case) -> None:
    """Of several services of a family none is dropped without a word when another is decided."""
    if case.decides() and draft.codes():
        for result in (s.result for s in case.services if isinstance(s.result, Needed)):
            draft.ask(case.family, result.axes)


def _visit_told(case: Case) -> bool:
    """A visit whose level was told is billed, whatever modifier is asked about."""
    return case.family.visit and any(isinstance(s.result, Decided) for s in case.services)


def _settle(draft: Draft, case: Case, service: Service) -> None:
    match service.result:
        case Decided() if case.has_evidence() or case.active:
            _take(draft, service, service.result)
        case Needed():
            _undecided(draft, case, service, service.result)
        case _:
            as_named(draft, case)


def _take(draft: Draft, service: Service, result: Decided) -> None:
    rule = result.rule
    found = rule_codes(service.family, result)
    if rule.codes and orphaned(draft, service, found):
        draft.ask(service.family, list(rule.when)[:1])
        return
    draft.recommend(found)
    if rule.codes and not draft.asks_for("rules_only", service.family):
        add_extras(draft, service, result.values)
    else:
        draft.none_because = draft.none_because or rule.because
    draft.verdicts += [
        Verdict(kind="modifier_due", code=m, say=rule.because, facts=rule.facts) for m in rule.modifiers
    ]
    if rule.ask and not _only_diagnosed(draft):
        draft.asks.append(Asked(family=service.family.family, axis="", text=rule.ask))
    axes = set(rule.when) | {a for i in rule.codes if (a := count_axis(i))}
    draft.because(why(service, rule.because, rule.facts, axes, [r.code for r in found]))


def _only_diagnosed(draft: Draft) -> bool:
    """Is only the order of the diagnoses in question? Then how the service was done is not asked."""
    return "diagnosis" in draft.intents and draft.explains()


def _undecided(draft: Draft, case: Case, service: Service, result: Needed) -> None:
    kept = [] if draft.question.alternatives else case.fitting()
    kept = [c for c in kept if not addon_of(c, kept, draft.edition)] if "pair" not in draft.intents else kept
    picking = "choose" in draft.intents and len(kept) > 2
    if len(kept) > 1 and ("pair" not in draft.intents or picking):
        kept = []  # several that cannot all be meant
    unclear = any(a in service.said.unclear for a in result.axes)
    wanted = _code_wanted(draft, case) and not _only_others_doubted(draft, kept)
    if kept and not (wanted or _counted(draft, case, result) or unclear):
        as_named(draft, case)
    elif not draft.explains():
        draft.ask(case.family, result.axes)
        if not any(isinstance(case.family.axes[a], CountAxis) for a in result.axes):
            _take_certain(draft, result)  # of a number that is open, not even the first is named


def _only_others_doubted(draft: Draft, kept: list[str]) -> bool:
    """Is another code the one in doubt, and no code to be chosen ("99214-25 and 20610. Does G2211 stay?")?"""
    doubts = draft.question.doubted
    return bool(doubts) and "choose" not in draft.intents and doubts.isdisjoint(kept)


def _counted(draft: Draft, case: Case, result: Needed) -> bool:
    """Does the sender ask for units, or name some, while the number is open?"""
    named_units = any(c.units and c.value in case.family.codes for c in draft.question.all_codes())
    wanted = "units" in draft.intents or named_units
    return wanted and any(isinstance(case.family.axes[a], CountAxis) for a in result.axes)


def _code_wanted(draft: Draft, case: Case) -> bool:
    """Does the sender want a code chosen or a proposal judged, and told something of the case?"""
    paired = (
        "pair" in draft.intents
        and len([c for c in draft.named if not addon_of(c, draft.named, draft.edition)]) > 1
        and not ("choose" in draft.intents and len(draft.named) > 2)
    )
    visits = (
        [c for c in case.fitting() if not addon_of(c, case.active, draft.edition)]
        if case.family.visit
        else []
    )
    other = draft.intents & (DECIDING | EXPLAINING) - {"propose", "choose"}
    alone = "propose" in draft.intents and len(draft.named) == 1 and not draft.question.leans
    if alone and not other and not case.has_evidence():
        return True  # a code does not prove itself
    if not case.has_evidence() or paired or ("pair" in draft.intents and len(visits) == 1):
        return False
    return bool(draft.intents & {"propose", "choose"})


def _take_certain(draft: Draft, result: Needed) -> None:
    """What every rule still possible yields is certain already; an add-on only with a parent of its own."""
    if len(result.open) < 2:
        return
    common = set.intersection(*({i.code for i in r.codes} for r in result.open))
    there = {*common, *draft.named, *draft.codes()}
    certain = (named(i.code, draft.edition) for i in result.open[0].codes if i.code in common)
    kept = (r for r in certain if parented(r.code, there, draft.edition))
    draft.recommend(r.model_copy(update={"as_named": False}) for r in kept)


def as_named(draft: Draft, case: Case) -> None:
    """Take the codes of the family that the sender named and nothing said rules out; of a family without
    rules only where nothing else is told, since there is nothing to confirm them by."""
    if not case.family.rules and any(c.has_evidence() for c in draft.cases):
        return
    draft.recommend(
        named(code, draft.edition).model_copy(update={"units": _told_units(case, code)})
        for code in case.fitting()
    )


def _told_units(case: Case, code: str) -> int:
    """The units of a named code by what was told, where every rule that yields it counts alike."""
    items = {
        (i.units, i.modifiers): i
        for r in case.family.yielding.get(code, ())
        for i in r.codes
        if i.code == code
    }
    values = case.services[0].values() if len(case.services) == 1 else {}
    item = next(iter(items.values())) if len(items) == 1 else None
    counted = item is not None and count_axis(item) in values
    return max(units(item, values), 1) if item and counted else 1
