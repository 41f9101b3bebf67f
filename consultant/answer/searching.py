"""Search by words: the families' decisions first, then the codes whose wordings are likest."""

from collections.abc import Sequence

from consultant.answer.leading import Lead, leads
from consultant.frozen import Frozen
from consultant.inquiry.inquiry import Question
from consultant.knowledge.edition import Edition
from consultant.knowledge.indexed import Found, System

_NOT_THEIRS = (("icd10cm",), ("modifier",))  # systems no family decides in


class Search(Frozen):
    """What a search comes to: a list to choose from, and the families that decide among its codes."""

    found: Found
    leads: tuple[Lead, ...] = ()


def searched(
    text: str,
    questions: Sequence[Question],
    edition: Edition,
    system: System | None = None,
    limit: int = 10,
) -> Search:
    """Search the edition for a text; `questions` are the same text as the desk reads it."""
    lines = edition.published.lines
    led = leads(questions, edition)
    found = edition.finder.find(text, lines, system, limit, [x for lead in led for x in lead.led()])
    return Search(found=found, leads=() if found.systems in _NOT_THEIRS else led)
