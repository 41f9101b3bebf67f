"""A visit beside a procedure that leaves no room for one."""

from consultant.answer.deciding import as_named
from consultant.answer.draft import Draft
from consultant.answer.service import met


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
