"""What a draft says of the codes and modifiers that the sender named, and which codes stay."""

from collections.abc import Sequence

from consultant.answer.additions import due_extras
from consultant.answer.addons import parents_first
from consultant.answer.decide import Decided, fits
from consultant.answer.draft import Draft, Valued
from consultant.answer.parts import Asked
from consultant.answer.service import Service
from consultant.answer.verdict import Verdict
from consultant.answer.verdicts import beside, included, mismatch, status
from consultant.answer.yielded import named
from consultant.knowledge.family import Family


def reconcile(draft: Draft) -> None:
    """Say of each named code what it is here, and keep what belongs."""
    for code in draft.named:
        _judge_code(draft, code)
    _replace_deleted(draft)
    _only_asked_about(draft)
    draft.recommended = parents_first(draft.recommended, draft.edition)
    codes = draft.codes()
    every = [*codes, *draft.billed]
    pairs = _paired(draft)
    inside = {
        c
        for c in codes
        if included(c, [x for x in every if x != c], draft.valued_with(every, c), surely=c in pairs)
    }
    draft.recommended = [r for r in draft.recommended if r.code not in inside]
    _together(draft)
    _without_idle_asks(draft)


def _without_idle_asks(draft: Draft) -> None:
    """A family that is here only by codes which are part of what was decided is not asked about."""
    inside = {v.code for v in draft.verdicts if v.kind == "included"}
    idle = {
        c.family.family
        for c in draft.cases
        if c.active and set(c.active) <= inside and not draft.told_of(c) and draft.recommended
    }
    draft.asks = [a for a in draft.asks if a.family not in idle]


def _paired(draft: Draft) -> set[str]:
    """Codes that are right together under a condition: nothing less than that rules one of them out."""
    return {c for case in draft.cases for rule in case.family.together for c in rule.codes}


def _together(draft: Draft) -> None:
    """Codes that are right together only under a condition nobody stated."""
    codes = set(draft.codes())
    for case in draft.cases:
        for rule in case.family.together:
            known = any(rule.axis in s.known for s in case.services)
            if set(rule.codes) <= codes and not known and not draft.explains():
                draft.ask(case.family, [rule.axis])


def _replace_deleted(draft: Draft) -> None:
    """ "22851 was rejected, what replaced it?": the one that fits what was told, or which it was."""
    deleted = [v for v in draft.verdicts if v.kind == "deleted"]
    if not deleted:
        return
    draft.recommend(named(code, draft.edition) for code in _took_its_place(draft, deleted))
    if "propose" not in draft.intents and not _replaced(draft):
        return
    for gone in [v for v in deleted if len(v.others) > 1]:
        due = [r for c in draft.cases for s in c.services for r in due_extras(s) if r.code in gone.others]
        draft.recommend(due)
        if not due and not draft.recommended and len(deleted) == 1:  # a list is told, not asked about
            options = ((c, draft.edition.entry(c)) for c in gone.others)
            named_ = "; ".join(f"{e.plain} ({c})" for c, e in options if e)
            text = f"Which of these was it, in place of {gone.code}: {named_}?"
            draft.asks.append(Asked(family="", axis="", text=text))


def _took_its_place(draft: Draft, deleted: Sequence[Verdict]) -> list[str]:
    """The one code in the place of a deleted one: whatever the case, and where replacements are asked for
    also in a family of which no case is told."""
    sole = [(code, draft.edition.family_of(code)) for v in deleted if len(v.others) == 1 for code in v.others]
    none_due = {c.family.family for c in draft.cases if any(_decided_none(s) for s in c.services)}
    found = [code for code, f in sole if f and f.family not in none_due and _unconditional(code, f)]
    if _replaced(draft):
        told = {c.family.family for c in draft.cases if c.has_evidence()}
        found += [code for code, f in sole if f is None or f.family not in told]
    return found


def _replaced(draft: Draft) -> bool:
    """Is it asked what replaces a code ("what do I crosswalk it to?")?"""
    return "replacement" in draft.intents or {"crosswalk", "choose"} <= draft.intents


def _decided_none(service: Service) -> bool:
    return isinstance(service.result, Decided) and not service.result.rule.codes


def _unconditional(code: str, family: Family) -> bool:
    """Does a rule of the family give the code whatever the case is?"""
    return any(not r.when for r in family.yielding.get(code, ()))


def _only_asked_about(draft: Draft) -> None:
    """ "Can I add X?" is about X: what another family decides of its own is taken for granted,
    unless it is what X is part of."""
    if "pair" not in draft.intents or draft.intents & {"choose", "propose"}:
        return
    coded = {c.family.family for c in draft.cases if c.active or c.proposed}
    if not coded or any(c.family.visit and c.active for c in draft.cases):
        return  # a visit beside a procedure is a matter of both
    needed = {
        *draft.named,
        *(o for v in draft.verdicts if v.kind in ("included", "beside") for o in v.others),
    }
    titles = {c.family.title for c in draft.cases if c.active}
    needed |= {c for w in draft.whys if w.title in titles for c in w.codes}
    coded |= {f.family for c in needed if (f := draft.edition.family_of(c))}
    asked = draft.question.asked_in
    coded |= {m.owner for m in draft.question.mentions if m.kind == "term" and m.sentence in asked}
    for r in list(draft.recommended):
        family = draft.edition.family_of(r.code)
        if family and family.family not in coded:
            draft.recommended.remove(r)
            draft.optional.append(r)


def _judge_code(draft: Draft, code: str) -> None:
    codes = draft.codes()
    valued = draft.valued_with((*codes, *draft.billed), code)
    if gone := status(code, draft.edition):
        draft.verdicts.append(gone)
    elif found := included(
        code, [c for c in (*codes, *draft.billed) if c != code], valued, surely=code in _paired(draft)
    ):
        draft.verdicts.append(found)
    elif code in codes and (may := _condition(code, codes, valued)):
        draft.verdicts.append(may)
    elif code in codes:
        units = next((r.units for r in draft.recommended if r.code == code), 1)
        draft.verdicts.append(Verdict(kind="right", code=code, say=f"{units} units" if units > 1 else ""))
    elif may := beside(code, codes or draft.named, valued):
        part = None if codes else included(code, draft.named, valued)  # of another code that was named
        draft.verdicts.append(part or may)
        if not part:
            draft.recommend([named(code, draft.edition)])
    elif service := _decided_for(draft, code):
        draft.verdicts.append(mismatch(code, service))
    elif codes and not ((family := draft.edition.family_of(code)) and family.rules):
        draft.verdicts.append(Verdict(kind="no_rule", code=code))


def _condition(code: str, codes: Sequence[str], valued: Valued) -> Verdict | None:
    """What must be so for the code to stand beside the others, where nobody said it."""
    may = beside(code, [c for c in codes if c != code], valued)
    sure = may and beside(code, [c for c in codes if c != code], valued, surely=True)
    return None if sure else may


def _decided_for(draft: Draft, code: str) -> Service | None:
    """The service of the code's family that was decided otherwise, or of which enough is told to
    rule the code out."""
    services = [s for c in draft.cases if code in c.active for s in c.services]
    if draft.none_because or any(w.codes for w in draft.whys):
        return next((s for s in services if isinstance(s.result, Decided)), None)
    out = bool(services) and not any(fits(s.family, code, s.told()) for s in services)
    return services[0] if out else None
