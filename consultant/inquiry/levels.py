"""Spinal levels: "C5-6", "L4 through S1", "T12-L1", "L45", as vertebrae counted from the top."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from consultant.inquiry.vertebrae import COUNT, NEXT, bottom_of, level_name, numbered, region_of

_LEVEL = re.compile(  # the letter before what stands before it: a scan is faster so
    r"(?P<a>[CTDLSctdls])(?=[\s.\d-])(?<![\w.$'’-].)(?P<gap>\s?-\s?|\.|\s)?(?P<n>\d{1,2})"
    r"(?:(?:\s?(?P<sep>-|–|—|/|\b(?i:to|thru|through|down to)\b)\s?|(?=[CTDLSctdls]\d))"  # or "l5s1"
    r"(?P<b>[CTDLSctdls])?-?(?P<m>\d{1,2}))?"
    r"(?!\w|[.:]\d|-(?!\d{1,2}(?![\d/-]))\d)"
)
_CHAINED = re.compile(
    r"(?:(?P<sep>[-–/])|\s?(?P<apart>[-–/])\s?(?=[CTDLS]\d))(?P<b>[CTDLS])?(?P<m>\d{1,2})(?!\w|[.:]\d|-\d{2})",
    re.I,
)
_MORE = re.compile(
    r"(?:\s*(?:,|&|\band\b|\+|/|\bor\b)\s*){1,2}(?P<n>\d{1,2})(?:\s?(?:-|–|/)\s?(?P<b>[CTLS])?(?P<m>\d{1,2}))?(?!\w|[.:]\d|-\d|%)"
    r"(?!\s*(?:view|mg|ml|cc|mm|cm|unit|level|min|lead|week|day|year|month|joint|time|region|different|separate))",
    re.I,
)


_PLACES = "bldg building suite ste room rm bay gate apt wing".split()
_ADDRESS = tuple(
    f"{before}{w}" for p in _PLACES for w in (p, p.title(), p.upper()) for before in (" ", "\n", ",")
)
_AND = re.compile(r"\s+and\s+(?P<b>[CTLSctls])?(?P<m>\d{1,2})(?!\w|[.:]\d|-\d)")
_THROUGH = re.compile(
    r"\s+(?:all\s+)?(?:the\s+way\s+)?(?:on\s+)?(?:down\s+|up\s+)?(?:through|thru|to)\s+", re.I
)


@dataclass(frozen=True, slots=True)
class Level:
    """A vertebra (top == bottom), an interspace (bottom == top + 1) or a longer range."""

    start: int
    end: int
    top: int
    bottom: int
    region: str  # of the letter written first: C, T, L or S

    @property
    def name(self) -> str:
        """ "L4", "L4-L5", "L4-S1"."""
        return _name(self.top, self.bottom)

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions that the level or range lies in, from the top."""
        return _regions(self.top, self.bottom)


@lru_cache(maxsize=1024)
def _name(top: int, bottom: int) -> str:
    return level_name(top) if top == bottom else f"{level_name(top)}-{level_name(bottom)}"


@lru_cache(maxsize=1024)
def _regions(top: int, bottom: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(region_of(n) for n in range(top, bottom + 1)))


@lru_cache(maxsize=4096)
def lies_inside(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    """Is a level, (top, bottom), a part of another: L5 of L4-L5, and L4-L5 of L4-S1?"""
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]


@lru_cache(maxsize=1024)
def parse_level(name: str) -> tuple[int, int]:
    """(top, bottom) of "L4" or "T12-L1". Raises ValueError on anything else."""
    found = list(find_levels(name))
    if len(found) != 1 or found[0].end - found[0].start != len(name):
        raise ValueError(f"{name!r} is not a spinal level such as L4 or T12-L1")
    return found[0].top, found[0].bottom


def find_levels(text: str) -> Iterator[Level]:
    """Every level of `text` in order; "L3, 4 and 5" and "C4-5, 5-6" give one each."""
    end = 0
    for m in _LEVEL.finditer(text):
        if m.start() < end or text[max(0, m.start() - 12) : m.start()].rstrip(" .#").endswith(_ADDRESS):
            continue
        level = _read(m, m["a"].upper())
        if level is None:
            continue
        level = _between(text, level) or _chained(text, level) or _through(text, level)
        if text[level.end : level.end + 1] == "-" and text[level.end + 1 : level.end + 2].isdigit():
            continue  # "T1-2-26"
        yield level
        end = level.end
        letter = (m["b"] or m["a"]).upper()
        while (more := _MORE.match(text, end)) and (nxt := _follow(more, letter, level)):
            yield nxt
            level, end = nxt, nxt.end


def _chained(text: str, level: Level) -> Level | None:
    """ "L3/L4/L5" and "C4-5-6" are one range."""
    found = None
    while level.bottom > level.top and (m := _CHAINED.match(text, level.end)):
        below = level_name(level.bottom + 1)
        letter = (m["b"] or "").upper().replace("D", "T")
        listed = (m["sep"] or m["apart"]) in text[level.start : level.end]  # "L3-L4/L5-S1" are two
        if not listed or int(m["m"]) != int(below[1:]) or letter not in ("", below[0]) or below == "S2":
            break
        level = found = Level(level.start, m.end(), level.top, level.bottom + 1, level.region)
    return found


def _through(text: str, level: Level) -> Level:
    """ "L2-3 through L5-S1" is one range."""
    word = _THROUGH.match(text, level.end) if level.bottom == level.top + 1 else None
    m = _LEVEL.match(text, word.end()) if word else None
    last = _read(m, m["a"].upper()) if m else None
    if last is None or last.top <= level.top or last.bottom != last.top + 1:
        return level
    return Level(level.start, last.end, level.top, last.bottom, level.region)


def _between(text: str, level: Level) -> Level | None:
    """ "Between L3 and L4" is their interspace."""
    m = _AND.match(text, level.end) if level.top == level.bottom else None
    if m is None or text[max(0, level.start - 8) : level.start].lower().rstrip() != "between":
        return None
    letter = (m["b"] or level.region).upper()
    bottom = numbered(letter, int(m["m"]))
    return Level(level.start, m.end(), level.top, bottom, level.region) if bottom == level.top + 1 else None


def _read(m: re.Match[str], letter: str) -> Level | None:
    n = m["n"]
    if m["m"] is None and len(n) == 2 and letter in "CLT" and not 1 <= int(n) <= COUNT[letter]:
        return _glued(m, letter, n)
    if m["gap"] == " " and m["m"] is None:  # "L 4-5" is a level, "patients 2" or "vitamin D 3" is not
        return None
    top = numbered(letter, int(n))
    if top is None:
        return None
    if m["m"] is None:
        return Level(m.start(), m.end(), top, top, letter)
    bottom = bottom_of(letter, int(n), (m["b"] or "").upper(), int(m["m"]))
    if bottom is None or bottom < top:
        return None
    return Level(m.start(), m.end(), top, bottom, letter)


def _glued(m: re.Match[str], letter: str, digits: str) -> Level | None:
    """ "L45" is L4-L5 and "L51" is L5-S1, written on a phone."""
    top, bottom = numbered(letter, int(digits[0])), bottom_of(letter, int(digits[0]), "", int(digits[1]))
    if top is None or bottom != top + 1:
        return None
    return Level(m.start(), m.end(), top, bottom, letter)


def _follow(m: re.Match[str], letter: str, before: Level) -> Level | None:
    """What "4-5" or "5" after a level means; a lower number belongs to the next letter down."""
    n = int(m["n"])
    top = numbered(letter, n)
    if top is None or top < before.top:
        letter = NEXT.get(letter, letter)
        top = numbered(letter, n)
    if top is None or top < before.top or (m["m"] is None and before.top != before.bottom):
        return None
    bottom = bottom_of(letter, n, (m["b"] or "").upper(), int(m["m"])) if m["m"] else top
    if bottom is None or bottom < top:
        return None
    start = m.start("n")
    return Level(start, m.end(), top, bottom, letter)
