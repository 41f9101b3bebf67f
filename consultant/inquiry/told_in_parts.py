"""One study told in several items: "1. Our surgeon injected. 2. The radiologist read it." """

from collections.abc import Sequence
from dataclasses import replace

from consultant.inquiry.inquiry import Question
from consultant.inquiry.mention import Assertion, Mention

_TOLD = frozenset(("act", "actor"))


def told_in_parts(questions: Sequence[Question]) -> list[Question]:
    """The questions, those that tell one act of a service each, and each another, sharing who did them."""
    parts = {n: acts for n, q in enumerate(questions) if (acts := _acts(q)) and not (q.apart or q.supposes)}
    if len(parts) < 2:
        return list(questions)
    out = list(questions)
    for n, acts in parts.items():
        others = [k for k, theirs in parts.items() if k != n and _completes(acts, theirs)]
        told = tuple(m for k in others for m in _told(questions[k]))
        if told:
            out[n] = replace(questions[n], shared=(*questions[n].shared, *told))
    return out


def _acts(question: Question) -> dict[tuple[str, str], set[str]]:
    """(family, axis) -> the acts done, in the item itself."""
    found: dict[tuple[str, str], set[str]] = {}
    for m in question.mentions:
        if m.kind == "act" and m.assertion is Assertion.ASSERTED:
            found.setdefault((m.owner, m.name), set()).add(m.value)
    return found


def _completes(mine: dict[tuple[str, str], set[str]], theirs: dict[tuple[str, str], set[str]]) -> bool:
    """Does the other item tell of one act, of which this one tells another?"""
    return any(
        len(acts) == len(theirs[axis]) == 1 and acts != theirs[axis]
        for axis, acts in mine.items()
        if axis in theirs
    )


def _told(question: Question) -> list[Mention]:
    """Who did what, in the sentences that tell an act."""
    told = {m.sentence for m in question.mentions if m.kind == "act"}
    return [m for m in question.mentions if m.kind in _TOLD and m.sentence in told]
