"""Spinal levels in words, as dictation is written down: "l four five", "l five s one", "lumbar four-five"."""

import re
from collections.abc import Iterator
from operator import attrgetter

from consultant.inquiry.levels import Level
from consultant.inquiry.numbers import ONES
from consultant.inquiry.vertebrae import bottom_of, numbered

_NUMBERS = {word: n for n, word in enumerate(ONES[:13]) if n}
_WORD = "|".join(_NUMBERS)
_LETTERS = re.compile(
    rf"(?P<a>[CTLSctls]) (?<!\S..)(?P<n>{_WORD})(?: (?:(?P<b>[CTLSctls]) )?(?P<m>{_WORD}))?(?![\w-])"
)
_NAMES = "cervical thoracic dorsal lumbar".split()
_REGIONS = tuple(w for name in _NAMES for w in (name, name.title(), name.upper()))  # a scan is faster so
_NUMBER = rf"{_WORD}|\d{{1,2}}"
_COUNTED = "views? films? levels? units? weeks? months? days? times? cc ml mg mm cm joints? years?".split()
_PAIR = re.compile(
    rf"\s+(?P<n>{_NUMBER})\s?[-\u2013/]\s?(?P<b>(?:s|sacral )\s?)?(?P<m>{_NUMBER})"
    rf"(?![\w-]|[.:/]\d|\s*(?:{'|'.join(_COUNTED)})\b)",
    re.I,
)


def spoken_levels(text: str) -> list[Level]:
    """Every level of `text` whose numbers are words, or whose region is one, in order."""
    return sorted([*_lettered(text), *_regional(text)], key=attrgetter("start"))


def _lettered(text: str) -> Iterator[Level]:
    for m in _LETTERS.finditer(text):
        letter, n = m["a"].upper(), _NUMBERS[m["n"]]
        top, end = numbered(letter, n), m.end("n")
        bottom = bottom_of(letter, n, (m["b"] or "").upper(), _NUMBERS[m["m"]]) if m["m"] and top else None
        if top is not None and bottom == top + 1:
            yield Level(m.start(), m.end(), top, bottom, letter)
        elif top is not None:
            yield Level(m.start(), end, top, top, letter)


def _regional(text: str) -> Iterator[Level]:
    for region in _REGIONS:
        at = text.find(region)
        while at >= 0:
            if (m := _PAIR.match(text, at + len(region))) and (level := _beside(m, at, region[0].upper())):
                yield level
            at = text.find(region, at + 1)


def _beside(m: re.Match[str], start: int, letter: str) -> Level | None:
    """The interspace that two numbers behind the word of a region name."""
    n = _value(m["n"])
    top = numbered(letter, n)
    bottom = bottom_of(letter, n, (m["b"] or "")[:1].upper(), _value(m["m"])) if top else None
    return Level(start, m.end(), top, bottom, letter) if top is not None and bottom == top + 1 else None


def _value(said: str) -> int:
    return int(said) if said.isdigit() else _NUMBERS[said.lower()]
