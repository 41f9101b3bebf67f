"""Questions back about a service that nobody asks about, beside one that is decided."""

from consultant.answer.aside import asked_about, done_together, told_much
from consultant.answer.draft import Draft
from consultant.answer.parts import Asked


def incidental(draft: Draft) -> None:
    """Hold no answer up for a service that the mail names in a word or two: a code is given, and what another
    family would have to know is said beside it. What is asked about by name, told of at length or in one
    sentence with the service that is decided, is asked as before."""
    decided = {f.family for c in draft.codes() if (f := draft.edition.family_of(c))}
    asked = asked_about(draft, ("term",))
    for a in [a for a in draft.asks if _idle(draft, a, decided, asked)] if decided else ():
        draft.asks.remove(a)
        draft.mentioned.append(a)


def _idle(draft: Draft, ask: Asked, decided: set[str], asked: set[str]) -> bool:
    """Is the question about a family that neither decides nor is asked about?"""
    if not ask.family or ask.family in decided | asked or draft.edition.families[ask.family].overrides:
        return False
    return not (told_much(draft, ask.family) or done_together(draft, ask.family, decided))
