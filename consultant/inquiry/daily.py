"""Cases told by the day: a line for each of several dates of service."""

import re

from consultant.inquiry.items import each_tells
from consultant.inquiry.reading import Reading

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = re.compile(
    r"(?:[-*\u2022\u2013]\s*)?(?:(?:dos|date|on|visit|service)\b[\s:]*)?"
    r"(?:\d{1,2}/\d{1,2}(?:/\d{2,4})?|20\d\d-\d\d-\d\d"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:, 20\d\d)?)\b",
    re.I,
)
_APART = re.compile(
    r"\b(?:two|three|four|2|3|4|both|each|either|every|different|separate|per)\s+(?:separate\s+|different\s+)?"
    r"(?:dates?|days?|dos|dates? of service|sessions?)\b",
    re.I,
)
_TOLD = frozenset("term weak_term axis weak item level region".split())


def daily(reading: Reading) -> list[int]:
    """The sentences that begin a line with a day, where the mail says that its days are apart and each of
    them tells something; none otherwise."""
    text = reading.text
    begun = (
        (i, s.start) for i, s in enumerate(reading.sentences) if text[s.start - 1 : s.start] in ("", "\n")
    )
    marks = [i for i, start in begun if _DAY.match(text, start)]
    if len(marks) < 2 or not _APART.search(text):
        return []
    return marks if each_tells(reading, [*marks, marks[-1] + 1], _TOLD) else []
