"""The phrase grammar of the knowledge files.

A phrase is words of any inflection ("inject contrast" finds "injected contrast"), and may hold

    (a|b c|)     one of several, or nothing
    {provider}   a word class of the lexicon;  {code}  a code number
    {level} {L} {C1-C2}   any level, a level beginning in L (C, T, S), this very level
    {2+} {1} {2-3} {number}   a number, as digits or in words, within these bounds
    ..  ...      up to three words between; up to seven, but not across a comma
    =word        this word exactly, not another form of it;  \\( \\)  a bracket in the text
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Union

from consultant.inquiry.levels import Level, parse_level
from consultant.inquiry.words import spans, stem

Element = Union[str, "Group"]
Sequel = tuple[Element, ...]

_NUMBER = re.compile(r"(\d+)(?:(\+)|-(\d+))?$")
_ELEMENT = re.compile(r"\\[()]|\(|\)|\||\{[^}]*\}|\.{2,3}|=(?=[\s|)])|=?[^\s(){}|=\\]+")
_LEVEL = re.compile(r"[CTLS]\d+(-[CTLS]?\d+)?$")
_MANY = 10**6
_MARKED = "{.\\"  # how what is no word begins


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says what is wrong with it."""

    def __init__(self, what: str, phrase: str) -> None:
        super().__init__(f"{what} in phrase {phrase!r}")
        self.phrase = phrase


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives, one of which may be empty."""

    options: tuple[Sequel, ...]


def parse(phrase: str, classes: Container[str] = ()) -> list[Sequel]:
    """The phrase as sequences of words, marks and groups; more than one when its first group
    may be empty. Raises PhraseError on unbalanced brackets, an unknown class, or a gap at an end.
    """
    parts = _ELEMENT.findall(phrase)
    options, rest = _options(parts, 0, classes, phrase)
    if rest != len(parts):
        raise PhraseError("unbalanced ')'", phrase)
    found = [plain for option in options for plain in _opened(option)]
    if not found or any(_gap(s[0]) or _gap(s[-1]) for s in found):
        raise PhraseError("nothing, or a gap at an end,", phrase)
    if any(_gap(a) and _gap(b) for s in found for a, b in pairwise(s)):
        raise PhraseError("two gaps in a row", phrase)
    return found


def _gap(part: Element) -> bool:
    return isinstance(part, str) and part.startswith("..")


def _opened(sequel: Sequel) -> list[Sequel]:
    """Without an empty way through the first group, so that no search begins with nothing."""
    if not sequel:
        return []
    first = sequel[0]
    if isinstance(first, str):
        return [sequel]
    full = tuple(o for o in first.options if o)
    out: list[Sequel] = [(Group(full), *sequel[1:])] if full else []
    return out + (_opened(sequel[1:]) if len(full) < len(first.options) else [])


def _options(parts: Sequence[str], at: int, classes: Container[str], phrase: str) -> tuple[list[Sequel], int]:
    done: list[Sequel] = []
    current: list[Element] = []
    while at < len(parts) and parts[at] != ")":
        if parts[at] == "|":
            done.append(tuple(current))
            current = []
        elif parts[at] == "(":
            inner, at = _options(parts, at + 1, classes, phrase)
            if at >= len(parts):
                raise PhraseError("missing ')'", phrase)
            current.append(Group(tuple(inner)))
        elif parts[at][0] in _MARKED:
            current += _element(parts[at], classes, phrase)
        else:
            current += _words(parts[at])
        at += 1
    return [*done, tuple(current)], at


def _element(part: str, classes: Container[str], phrase: str) -> Sequence[str]:
    """What a part that begins with a mark stands for."""
    if part.startswith(".."):
        return (part,)
    if part[0] == "\\":
        return (part[1:],)
    if part[0] != "{":
        return _words(part)
    name = part[1:-1]
    if name in ("level", "code", "C", "T", "L", "S"):
        return (part,)
    if _LEVEL.match(name):
        top, bottom = parse_level(name)
        return ("{" + Level(0, 0, top, bottom, name[0]).name + "}",)
    if name == "number":
        return (f"{{#0:{_MANY}}}",)
    if m := _NUMBER.match(name):
        low = int(m[1])
        high = _MANY if m[2] else int(m[3] or low)
        return (f"{{#{low}:{high}}}",)
    if name not in classes:
        raise PhraseError(f"no word class {part}", phrase)
    return (f"{{@{name}}}",)


@lru_cache(maxsize=8192)
def _words(part: str) -> Sequence[str]:
    if part.startswith("=") and part != "=":
        return tuple("=" + word for _, _, word in spans(part[1:]))
    return tuple(stem(word) for _, _, word in spans(part))


@dataclass(frozen=True, slots=True)
class Word:
    """What is looked at of a token: its forms, and its number if it is one."""

    word: str
    stem: str
    number: int | None
    breaks: bool  # a mark that no gap may cross
