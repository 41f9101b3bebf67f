"""Where and when a question is about: localities and days named in its words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from consultant.answer.sought import Sought
from consultant.inquiry.dates import MONTHS, day_of
from consultant.knowledge.published import Loaded, Locality

_US = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(20\d\d)(?!\d)")
_ISO = re.compile(r"(?<!\d)(20\d\d)-(\d{2})-(\d{2})(?!\d)")
_DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?,?", re.I)
_BEFORE_MONTH = re.compile(r"[A-Za-z]+\Z")
_FULL_YEAR = re.compile(r"20\d\d\b(?<=\s....)")
_LONGEST_BEFORE = 32
_PARTS = re.compile(r"[/-]20\d\d|20\d\d-")
_QUARTER = re.compile(
    r"[qQ2](?<!\w.)(?:(?<=[qQ])([1-4])\s*(?:[oO][fF]\s*)?(20\d\d)|(?<=2)(0\d\d)\s*[qQ]([1-4]))\b"
)
_YEAR = re.compile(r"20[12]\d(?<![\d$.,/-]....)(?![\d/-]|\.\d)")
_STATE = re.compile(r"(?:\bin|\bfor|,)\s+([A-Z]{2})\b(?!\s+\w+ing)")
_NUMBERS = re.compile(r"\blocality\s*#?\s*(\d{2})\b", re.I)
_MAC = re.compile(r"\bmac\s*#?\s*(\d{5})\b", re.I)
_HOSPITAL = Sought(
    r"\b(?:outpatient hospital|opps"
    r"|hospital (?:edits?|ptp|ncci|mue|outpatient|setting|table|claims?|billing))\b",
    "hospital opps",
)
_TABLE = Sought(r"\b(?:ncci|cci|ptp|mues?|edits?|medically unlikely)\b", "cci ptp mue edit unlikely")
_BARE = Sought(
    r"(?<!\bin )(?<!\bat )(?<!\bthe )(?<!\bour )(?<!\ba )\b(?:hospital|facility)\b(?! visit)",
    "hospital facility",
)
_PERSON = Sought(r"\b(?:practitioner|physician|professional)\b")


def days_in(text: str, releases: Sequence[Loaded] = ()) -> tuple[date, ...]:
    """The days a question names, in its order; of a year alone the newest release within it, or else its
    middle."""
    found: dict[int, date | None] = {}
    for pattern, order in ((_US, (3, 1, 2)), (_ISO, (1, 2, 3))) if _PARTS.search(text) else ():
        found |= {m.start(): day_of(*(int(m[i]) for i in order)) for m in pattern.finditer(text)}
    if not found:
        for year in _FULL_YEAR.finditer(text):
            if named := _month_before(text[max(0, year.start() - _LONGEST_BEFORE) : year.start()]):
                found[year.start()] = day_of(int(year.group()), *named)
        for m in _QUARTER.finditer(text) if "q" in text or "Q" in text else ():
            found[m.start()] = day_of(int(m[2] or f"2{m[3]}"), int(m[1] or m[4]) * 3 - 2, 1)
    if not found:
        found = {m.start(): _of_year(int(m.group()), releases) for m in _YEAR.finditer(text)}
    return tuple(dict.fromkeys(day for _, day in sorted(found.items()) if day))


def _month_before(text: str) -> tuple[int, int] | None:
    """(month, day or 1) named at the end of `text`: "June", "of June 3rd,"."""
    words = text.split()[-2:]
    day = _DAY_OF_MONTH.fullmatch(words[-1]) if words else None
    name = _BEFORE_MONTH.search(words[-1 - bool(day)].rstrip(".")) if len(words) > bool(day) else None
    month = MONTHS.get(name.group()[:3].lower()) if name else None
    return (month, int(day[1]) if day else 1) if month else None


def _of_year(year: int, releases: Sequence[Loaded]) -> date:
    days = [r.effective for r in releases if r.effective and r.effective.year == year]
    return max(days, default=date(year, 7, 1))


def setting_in(lower: str) -> str:
    """Whose tables a question in lower case is about. "NCCI for 62302 and 62304 hospital" is the hospital's;
    "can I bill both at the hospital" says only where it was done."""
    if _HOSPITAL.search(lower):
        return "hospital"
    named = _TABLE.search(lower) and _BARE.search(lower) and not _PERSON.search(lower)
    return "hospital" if named else "practitioner"


def localities_in(
    text: str, localities: Sequence[Locality], states: Mapping[str, str]
) -> tuple[Locality, ...]:
    """The payment localities a text names: by number, by city or county, or all of a state."""
    mac, number = _MAC.search(text), _NUMBERS.search(text)
    if mac or number:
        found = (
            x for x in localities if (not mac or x.mac == mac[1]) and (not number or x.number == number[1])
        )
        return tuple(found)
    named = _by_state(text, localities, states)
    by_name = _by_name(text, localities)
    if named and by_name:
        both = tuple(x for x in by_name if x in named)
        return both or named
    return by_name or named


def _by_name(text: str, localities: Sequence[Locality]) -> tuple[Locality, ...]:
    """The longest names that stand in the text: "suburban chicago" before "chicago"."""
    words = f" {' '.join(re.findall(r'[a-z.]+', text.lower()))} "
    best: dict[int, list[Locality]] = {}
    for place in localities:
        length = max((len(n) for n in _names(place) if f" {n} " in words), default=0)
        if length:
            best.setdefault(length, []).append(place)
    return tuple(best[max(best)]) if best else ()


@lru_cache(maxsize=1024)
def _names(place: Locality) -> tuple[str, ...]:
    return tuple(_read_names(place))


def _read_names(place: Locality) -> Iterable[str]:
    """The cities and counties of a locality; counties only with the word county."""
    name = place.name.lower()
    cities = re.sub(r"\(.*?\)", " ", name)
    for city in re.split(r"[-/,]", cities):
        plain = " ".join(city.split())
        if len(plain) > 3 and not plain.startswith(("rest of", "statewide")):
            yield plain
    inside = "/".join(re.findall(r"\((.*?)\)", name))
    for county in re.split(r"[/,;]| and ", f"{inside}/{place.counties.lower()}"):
        plain = re.sub(r"\b(?:cnty|county|counties)\b", "", county).strip()
        if plain and not plain.startswith("all "):
            yield f"{' '.join(plain.split())} county"


def _by_state(text: str, localities: Sequence[Locality], states: Mapping[str, str]) -> tuple[Locality, ...]:
    lower = text.lower()
    coded = {m[1] for m in _STATE.finditer(text)}
    for code, name in sorted(states.items(), key=lambda s: -len(s[1])):
        if code in coded or (name.lower() in lower and re.search(rf"\b{name}\b", text, re.I)):
            return tuple(x for x in localities if x.state == code)
    return ()
