"""The tokens of a text as the phrases see them: numbers read, spelling mended, a code in one piece."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

from consultant.inquiry.levels import Level, find_levels
from consultant.inquiry.mention import CodeMention, SetAside
from consultant.inquiry.numbers import number
from consultant.inquiry.phrase import Word
from consultant.inquiry.spelling import Speller
from consultant.inquiry.spoken import spoken_levels
from consultant.inquiry.words import TOKEN, Sentence, glues, spans, stem

_BREAKS = frozenset(".?!;:\n") | frozenset(
    "because but although though whereas however unless nothing without".split()
)
_MOST_REMEMBERED = 50_000  # words of strangers
_ONES, _TENS = range(1, 10), range(20, 100, 10)
Placed = tuple[int, int, Word, Level | None]  # start, end, what the walk sees, the level if it is one
_CODE, _ASIDE = (Word(kind, kind, None, False) for kind in ("{code}", "{aside}"))


@dataclass(slots=True)
class Tokens:
    """The tokens of a text, in columns: where each starts and ends, what the automaton sees of it,
    and the level of those that are one, by number of token."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    levels: list[tuple[int, Level]] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)  # where the cells of a table begin, but for the first

    def add(self, start: int, end: int, word: Word) -> None:
        """Append a token."""
        self.starts.append(start)
        self.ends.append(end)
        self.words.append(word)

    def joins(self, start: int, end: int, word: Word) -> bool:
        """Is a number one with that before it ("thirty" "five")? Then it is added to that."""
        before = self.words[-1] if self.words else None
        if (
            before is None
            or before.number not in _TENS
            or word.number not in _ONES
            or start - self.ends[-1] > 1
            or not (before.word.isalpha() and word.word.isalpha())
        ):
            return False
        value = (before.number or 0) + (word.number or 0)
        self.words[-1] = Word(str(value), str(value), value, False)
        self.ends[-1] = end
        return True


class Tokenizer:
    """Makes tokens; remembers how each word is read, alone and with the marks around it."""

    def __init__(self, speller: Speller) -> None:
        self._speller = speller
        self._read: dict[str, tuple[Word, ...]] = {}
        self._pieces: dict[str, tuple[tuple[int, int, Word], ...]] = {}  # of what stands between two spaces

    def of(self, text: str, part: Sentence, placed: Sequence[Placed], stop: int = 0) -> Tokens:
        """The tokens of a sentence of `text`, each of `placed` as one; what stands before `stop` belongs to
        one that began earlier."""
        out = Tokens()
        waiting = [*reversed(placed)]
        edge = waiting[-1][0] if waiting else part.end
        end = part.start
        pieces = self._pieces
        starts, ends, words = out.starts.append, out.ends.append, out.words.append
        for piece in text[end : part.end].split():
            start = text.find(piece, end)
            end = start + len(piece)
            known = pieces.get(piece)
            whole = start >= stop and end <= edge
            if known and whole:
                for a, b, word in known:
                    starts(start + a)
                    ends(start + b)
                    words(word)
                continue
            before = len(out.starts)
            for m in TOKEN.finditer(text, start, end):
                while m.start() >= edge:
                    stop = max(stop, _place(out, *waiting.pop()))
                    edge = waiting[-1][0] if waiting else part.end
                if m.start() >= stop:
                    self._add(out, text, m)
            if known is None and whole:
                self._remember(piece, start, out, before)
        return out

    def _remember(self, piece: str, start: int, out: Tokens, before: int) -> None:
        """Keep the tokens of a piece, none where one is a number, which may join that before it."""
        found = list(zip(out.starts[before:], out.ends[before:], out.words[before:], strict=True))
        plain = all(w.number is None for *_, w in found) and found[:1] and found[0][0] == start
        if len(self._pieces) < _MOST_REMEMBERED:
            self._pieces[piece] = tuple((a - start, b - start, w) for a, b, w in found) if plain else ()

    def _add(self, out: Tokens, text: str, m: re.Match[str]) -> None:
        """Append what is no placeholder: a word or two, or a mark."""
        said = m.group()
        if said == "|":
            out.cells.append(len(out.starts))
            return
        if said == "-" and glues(text, m.start()):
            return
        for word in self._read.get(said) or self._word(said):
            if word.number is None or not out.joins(m.start(), m.end(), word):
                out.add(m.start(), m.end(), word)

    def _word(self, said: str) -> tuple[Word, ...]:
        found = tuple(w for _, _, word in spans(said) for w in self._as_words(word))
        if len(self._read) < _MOST_REMEMBERED:
            self._read[said] = found
        return found

    def _as_words(self, word: str) -> tuple[Word, ...]:
        value = number(word)
        if value is not None:
            return (Word(word, stem(word), value, False),)
        return tuple(Word(w, stem(w), None, w in _BREAKS) for w in self._speller.mend(word))


def placed(text: str, codes: Iterable[CodeMention], aside: Iterable[SetAside]) -> list[Placed]:
    """What is one token whatever it is made of, in order; a level only where nothing else is."""
    found: dict[int, Placed] = {c.start: (c.start, c.end, _CODE, None) for c in codes}
    found |= {s.start: (s.start, s.end, _ASIDE, None) for s in aside}
    covered = bytearray(len(text) + 1)
    for start, end, *_ in found.values():
        covered[start:end] = b"\x01" * (end - start)
    for level in (*find_levels(text), *spoken_levels(text)):
        if covered.find(1, level.start, level.end) < 0:
            found[level.start] = level.start, level.end, _level(level.name), level
    return sorted(found.values(), key=itemgetter(0))


def _place(out: Tokens, start: int, end: int, word: Word, level: Level | None) -> int:
    if level:
        out.levels.append((len(out.starts), level))
    out.add(start, end, word)
    return end


@lru_cache(maxsize=4096)
def _level(name: str) -> Word:
    return Word("{level}", "{" + name + "}", None, False)
