"""Families that are in a question only by a code proposed for what another family decides."""

from consultant.answer.case import Case
from consultant.answer.draft import Draft


def outdone(draft: Draft, case: Case) -> bool:
    """Is the family here only by a code proposed for a service that another family decides?"""
    if _rivalled(draft, case):
        return True
    if not draft.intents & {"propose", "validity"}:
        return False
    if _part_of_another(draft, case):
        return True
    if "propose" not in draft.intents or _paired(draft, case) or draft.spoken_of(case):
        return False
    if case.family.visit and case.active and any(c.active for c in draft.cases if not c.family.visit):
        return False  # a visit and a procedure on one claim are no rivals
    return any(c.decides() and draft.spoken_of(c) for c in draft.cases if c is not case)


def _rivalled(draft: Draft, case: Case) -> bool:
    """Is the service told of and decided by a family that this one yields to, or that yields to this one?
    They are ways to do the same, so a code of this one is no second service ("interlaminar ... 64483?")."""
    if "pair" in draft.intents or not case.active or draft.spoken_of(case):
        return False
    mine = case.family
    rivals = (
        c for c in draft.cases if c.family.family in mine.yields_to or mine.family in c.family.yields_to
    )
    return any(c.decides() and draft.spoken_of(c) for c in rivals)


def _paired(draft: Draft, case: Case) -> bool:
    """Is a code of the family asked about beside another one?"""
    pairs = {m.sentence for m in draft.question.mentions if m.kind == "intent" and m.name == "pair"}
    return any(c.value in case.active and c.sentence in pairs for c in draft.question.all_codes())


def _part_of_another(draft: Draft, case: Case) -> bool:
    """Are the codes named of this family inside those of another that was told?"""
    if not case.active or (case.family.visit and draft.told_of(case)):
        return False
    inside = {
        i
        for c in draft.cases
        if c is not case and c.has_evidence()
        for r in c.family.included
        for i in r.items
    }
    return set(case.active) <= inside
