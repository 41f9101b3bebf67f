"""Days named in a text: "08/14/2023", "2023-08-14", "Aug 14, 2023", "January 2024"."""

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

MONTHS = {name[:3].lower(): i for i, name in enumerate(calendar.month_name) if i}
_NUMERIC = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:20)?\d\d)(?![\d/])")
_ISO = re.compile(r"(?<!\d)(20\d\d)-(\d{2})-(\d{2})(?!\d)")
_YEAR = re.compile(r"20\d\d\b(?<=\s....)")  # a scan is fast when it begins at the year
_BEFORE = re.compile(r"\b([A-Za-z]{3,9})\.?,?\s+(?:of\s+)?(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?:of\s+)?\Z")
_LONGEST = 32


class Day(NamedTuple):
    """A day of the half-open span of the text, as far as it is told: the first and the last it may be."""

    start: int
    end: int
    first: date
    last: date


def days(text: str) -> list[Day]:
    """The days of a text in its order; of a month its first and last day."""
    return sorted([*_exact(text), *_by_name(text)])


def latest(told: Sequence[Day]) -> Day | None:
    """The last of these days, that of the service where others look back from it."""
    return max(told, key=attrgetter("first"), default=None)


def _exact(text: str) -> Iterator[Day]:
    for pattern, (y, m, d) in ((_NUMERIC, (3, 1, 2)), (_ISO, (1, 2, 3))):
        for found in pattern.finditer(text):
            year = int(found[y]) + (2000 if len(found[y]) == 2 else 0)
            if day := day_of(year, int(found[m]), int(found[d])):
                yield Day(found.start(), found.end(), day, day)


def _by_name(text: str) -> Iterator[Day]:
    for found in _YEAR.finditer(text):
        named = _BEFORE.search(text, max(0, found.start() - _LONGEST), found.start())
        month = MONTHS.get(named[1][:3].lower()) if named else None
        if not named or not month or named[1].lower() not in calendar.month_name[month].lower():
            continue
        year = int(found.group())
        last = int(named[2]) if named[2] else calendar.monthrange(year, month)[1]
        first, end = day_of(year, month, int(named[2] or 1)), day_of(year, month, last)
        if first and end:
            yield Day(named.start(), found.end(), first, end)


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None when the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
