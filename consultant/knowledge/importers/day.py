"""Calendar days as the numbers yyyymmdd, and the periods that releases are valid for."""

import calendar
import re
from datetime import date

from consultant.knowledge.importers.broken import Broken, shown

OPEN = 99991231
_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name}


def number(day: date) -> int:
    """20260701 of a date."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of(value: int) -> date | None:
    """The date of a number; None for 0 and for the open end."""
    if not value or value >= OPEN:
        return None
    return date(value // 10_000, value // 100 % 100, value % 100)


def valid(value: int) -> bool:
    """Is it a day of the calendar between 1900 and 2999?"""
    year, month, day = value // 10_000, value // 100 % 100, value % 100
    return 1900 <= year < 3000 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def read_day(text: str, line: int, what: str) -> int:
    """yyyymmdd as published, to its number."""
    text = text.strip()
    if not (len(text) == 8 and text.isascii() and text.isdigit() and valid(int(text))):
        raise Broken(f"{what} as yyyymmdd", shown(text), line)
    return int(text)


def read_year_day(text: str, line: int, what: str) -> int:
    """yyyyddd (day of the year), as add-on code files write it."""
    text = text.strip()
    if len(text) == 7 and text.isascii() and text.isdigit() and 1900 <= int(text[:4]) < 3000:
        year, nth = int(text[:4]), int(text[4:])
        if 1 <= nth <= 365 + calendar.isleap(year):
            return number(date.fromordinal(date(year, 1, 1).toordinal() + nth - 1))
    raise Broken(f"{what} as yyyyddd, a year and a day of it", shown(text), line)


def read_us(text: str, line: int, what: str) -> int:
    """mm/dd/yyyy."""
    m = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text.strip())
    value = int(m[3]) * 10_000 + int(m[1]) * 100 + int(m[2]) if m else 0
    if value == 99991231:
        return OPEN
    if not valid(value):
        raise Broken(f"{what} as mm/dd/yyyy", shown(text), line)
    return value


def quarter_end(day: int) -> int:
    """The last day of the calendar quarter."""
    month = (day // 100 % 100 + 2) // 3 * 3
    year = day // 10_000
    return year * 10_000 + month * 100 + calendar.monthrange(year, month)[1]


def year_end(day: int) -> int:
    """31 December."""
    return day // 10_000 * 10_000 + 1231


def fiscal_end(day: int) -> int:
    """30 September that ends the federal fiscal year."""
    year = day // 10_000 + (day // 100 % 100 >= 10)
    return year * 10_000 + 930


def in_name(name: str) -> int:
    """The day a file name speaks of ("Eff_04-01-2026", "PPRRVU2026_Jul", "april-1-2026", "2026q3"); or 0."""
    low = name.lower()
    if m := re.search(r"(?<!\d)(\d{2})[-_](\d{2})[-_](\d{4})(?!\d)", low):
        value = int(m[3]) * 10_000 + int(m[1]) * 100 + int(m[2])
        return value if valid(value) else 0
    if m := re.search(r"(?<!\d)(20\d{2})-?q([1-4])(?!\d)", low):
        return int(m[1]) * 10_000 + (int(m[2]) * 3 - 2) * 100 + 1
    words = re.finditer(r"(?<![a-z])([a-z]{3})[a-z]*[-_ ](?:\d{1,2}[-_ ])?(20\d{2})", low)
    if m := next((w for w in words if w[1] in _MONTHS), None):
        return int(m[2]) * 10_000 + _MONTHS[m[1]] * 100 + 1
    if (m := re.search(r"(\d{2}|20\d{2})[-_ ]?([a-z]{3})[a-z]*(?![a-z])", low)) and m[2] in _MONTHS:
        year = int(m[1]) if len(m[1]) == 4 else 2000 + int(m[1])
        return year * 10_000 + _MONTHS[m[2]] * 100 + 1
    return 0
