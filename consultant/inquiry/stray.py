"""Numbers of a pasted report that have the shape of a code: a bed, a kit, a form. Nobody speaks of codes."""

import re
from collections.abc import Iterable, Sequence

from consultant.inquiry.mention import CodeMention, Mention, SetAside
from consultant.inquiry.words import Sentence

_LONG = 12  # sentences of a mail that holds a report, though no heading of it is known
_SPEAKING = frozenset(("intent", "domain", "term", "modifier"))
_TALK = re.compile(  # somebody speaks of what was put down, and no report does
    r"\b(?:it|i|we|me|us|they|my|our|tell(?:s|ing)?|thinks?|wants?|insists?|claims?|biller"
    r"|scheduler|coder|doc|rep|facility|says?|said|told|sent|put|used?|verify|booked|picked"
    r"|chose|selected|svc|paid|den(?:y|ied|ial)|reject(?:ed)?|billed|add(?:ed)?|dropped"
    r"|attached|subject|question|line \d{1,2}|charge master|accepted)\b",
    re.I,
)
_WHY = "a number of the report"


def strays(
    text: str,
    parts: Sequence[Sentence],
    sections: Sequence[str | None],
    mentions: Iterable[Mention],
    codes: Iterable[CodeMention],
) -> list[CodeMention]:
    """The codes that are none: alone in a sentence of a report that names no service and speaks of no coding,
    behind a word, with no modifier and no units."""
    codes = list(codes)
    if not codes or not (any(sections) or len(parts) > _LONG):
        return []
    spoken = {m.sentence for m in mentions if m.kind in _SPEAKING}
    found: dict[int, list[CodeMention]] = {}
    for c in codes:
        found.setdefault(c.sentence, []).append(c)
    return [
        c
        for i, here in found.items()
        for c in here
        if len(here) == 1
        and i not in spoken
        and not parts[i].asks
        and not _TALK.search(text, parts[i].start, parts[i].end)
        and _plain(c)
        and _behind_a_word(text, c)
    ]


def set_aside(codes: Iterable[CodeMention]) -> list[SetAside]:
    """Why they are none, for the reply."""
    return [SetAside(text=c.text, why=_WHY, start=c.start, end=c.end) for c in codes]


def _plain(code: CodeMention) -> bool:
    return code.kind == "code" and not code.modifiers and code.units is None and not code.in_range


def _behind_a_word(text: str, code: CodeMention) -> bool:
    """Does it stand behind a word in its line, as the number of something?"""
    before = text[max(0, code.start - 2) : code.start]
    return len(before) == 2 and before[1] == " " and (before[0].isalpha() or before[0] in ".:#/")
