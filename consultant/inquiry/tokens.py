"""The tokens of a text as the phrases see them: numbers read, spelling mended, a code in one piece."""

from collections.abc import Iterable
from typing import NamedTuple

from consultant.inquiry.levels import Level, find_levels
from consultant.inquiry.mention import CodeMention, SetAside
from consultant.inquiry.numbers import number
from consultant.inquiry.phrase import Word
from consultant.inquiry.spelling import Speller
from consultant.inquiry.words import spans, stem

_BREAKS = frozenset(".?!;:\n") | frozenset(
    "because but although though whereas however unless nothing without".split()
)
_MOST_REMEMBERED = 50_000  # words of strangers
_ONES, _TENS = range(1, 10), range(20, 100, 10)


class Token(NamedTuple):
    """A word or mark; `word` is what the automaton sees."""

    start: int
    end: int
    word: Word
    level: Level | None = None


class Tokens:
    """Makes tokens; remembers how each word is read."""

    def __init__(self, speller: Speller) -> None:
        self._speller = speller
        self._read_words: dict[str, tuple[Word, ...]] = {}

    def of(self, text: str, codes: Iterable[CodeMention], aside: Iterable[SetAside]) -> list[Token]:
        """Tokens with every code, level and set-aside number as one placeholder."""
        blocks = {(c.start, c.end): "{code}" for c in codes} | {(s.start, s.end): "{aside}" for s in aside}
        covered = bytearray(len(text) + 1)
        for start, end in blocks:
            covered[start:end] = b"\x01" * (end - start)
        out = [Token(a, b, Word(kind, kind, None, False)) for (a, b), kind in blocks.items()]
        for level in find_levels(text):
            if not any(covered[level.start : level.end]):
                covered[level.start : level.end] = b"\x01" * (level.end - level.start)
                named = Word("{level}", "{" + level.name + "}", None, False)
                out.append(Token(level.start, level.end, named, level))
        for start, end, word in spans(text):
            if not covered[start]:
                read = self._read_words.get(word) or self._word(word)
                out += [Token(start, end, w) for w in read]
        return _join_numbers(sorted(out, key=lambda t: t.start))

    def _word(self, word: str) -> tuple[Word, ...]:
        found = self._as_words(word)
        if len(self._read_words) < _MOST_REMEMBERED:
            self._read_words[word] = found
        return found

    def _as_words(self, word: str) -> tuple[Word, ...]:
        value = number(word)
        if value is not None:
            return (Word(word, stem(word), value, False),)
        return tuple(Word(w, stem(w), None, w in _BREAKS) for w in self._speller.mend(word))


def _join_numbers(tokens: list[Token]) -> list[Token]:
    """ "thirty" "five" is one number."""
    out: list[Token] = []
    for t in tokens:
        before = out[-1] if out and t.word.number is not None else None
        if (
            before
            and before.word.number in _TENS
            and t.word.number in _ONES
            and before.word.word.isalpha()
            and t.word.word.isalpha()
            and t.start - before.end <= 1
        ):
            value = (before.word.number or 0) + (t.word.number or 0)
            out[-1] = Token(before.start, t.end, Word(str(value), str(value), value, False))
        else:
            out.append(t)
    return out
