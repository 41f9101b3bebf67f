"""One text, read: its sentences, clauses and mentions, each mention with its scope."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import NamedTuple, TypeVar

from consultant.inquiry.clauses import clause_starts
from consultant.inquiry.codes import Codes
from consultant.inquiry.cue import Cue, phrasebook
from consultant.inquiry.hits import Hit, assign, suppress
from consultant.inquiry.levels import Level, find_levels
from consultant.inquiry.mention import CodeMention, Mention, SetAside
from consultant.inquiry.modifiers import Modifiers
from consultant.inquiry.numbers import number
from consultant.inquiry.phrase import Word
from consultant.inquiry.sections import Sections
from consultant.inquiry.spelling import Speller
from consultant.inquiry.words import Sentence, sentences, spans, stem
from consultant.knowledge.family import Family
from consultant.knowledge.lexicon import Contexts, Intents, Lexicon

M = TypeVar("M", bound=Mention)
_sentence = attrgetter("sentence")

_BREAKS = frozenset(".?!;:\n") | frozenset(
    "because but although though whereas however unless nothing without".split()
)
_SILENT = frozenset(("hide", "role", "context", "ends"))  # they only say something of others
_MOST_REMEMBERED = 50_000  # words of strangers
_ONES, _TENS = range(1, 10), range(20, 100, 10)
_TITLES = frozenset(("dr", "drs", "doctor", "doc"))


class Token(NamedTuple):
    """A word or mark; `word` is what the automaton sees."""

    start: int
    end: int
    word: Word
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from `text`: all mentions in order, and the numbers set aside."""

    text: str
    sentences: tuple[Sentence, ...]
    sections: tuple[str | None, ...]
    mentions: tuple[Mention, ...]
    codes: tuple[CodeMention, ...]
    aside: tuple[SetAside, ...]
    near: tuple[str, ...]

    def mentions_of(self, first: int, stop: int) -> tuple[Mention, ...]:
        """The mentions of the sentences from `first` up to `stop`."""
        return _part(self.mentions, first, stop)

    def codes_of(self, first: int, stop: int) -> tuple[CodeMention, ...]:
        """The codes of the sentences from `first` up to `stop`."""
        return _part(self.codes, first, stop)


def _part(found: tuple[M, ...], first: int, stop: int) -> tuple[M, ...]:
    """Mentions stand in the order of the text, and so do their sentences."""
    a = bisect_left(found, first, key=_sentence)
    b = bisect_left(found, stop, a, key=_sentence)
    return found[a:b]


class Reader:
    """Reads texts with a given knowledge. Built once; `read` is pure."""

    def __init__(
        self,
        lexicon: Lexicon,
        contexts: Contexts,
        intents: Intents,
        families: Sequence[Family],
        modifiers: Sequence[str],
        english: Collection[str],
    ) -> None:
        """Raises BadPhrase when a phrase cannot be read."""
        self._book = phrasebook(lexicon, contexts, intents, families)
        self._speller = Speller(self._book.vocabulary, english)
        self._read_words: dict[str, tuple[Word, ...]] = {}
        self._codes = Codes(modifiers)
        self._modifiers = Modifiers(modifiers)
        self._sections = Sections({str(k): v for k, v in contexts.sections.items()})

    def read(self, text: str) -> Reading:
        """Sentences, clauses and mentions of `text`; linear in its length."""
        codes, aside = self._codes.find(text)
        tokens = self._tokens(text, codes, aside)
        parts = sentences(text)
        sections = self._sections.of(text, parts)
        named = [_place(m, parts) for m in self._modifiers.find(text, aside, codes)]
        mentions = sorted(
            [*self._mentions(text, tokens, parts, sections), *named], key=lambda m: (m.sentence, m.start)
        )
        return Reading(
            text=text,
            sentences=tuple(parts),
            sections=tuple(sections),
            mentions=tuple(mentions),
            codes=tuple(sorted((_place(c, parts) for c in codes), key=lambda c: c.sentence)),
            aside=tuple(aside),
            near=tuple(self._codes.near(text)),
        )

    def _tokens(self, text: str, codes: Iterable[CodeMention], aside: Iterable[SetAside]) -> list[Token]:
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

    def _mentions(
        self, text: str, tokens: list[Token], parts: list[Sentence], sections: list[str | None]
    ) -> Iterable[Mention]:
        starts = [t.start for t in tokens]
        base = 0
        for i, sentence in enumerate(parts):
            first = bisect_right(starts, sentence.start - 1)
            last = bisect_right(starts, sentence.end - 1)
            piece = tokens[first:last]
            if not piece:
                continue
            hits = suppress(self._hits(piece, i))
            words = [t.word for t in piece]
            clauses = clause_starts(words)
            assign(words, hits, clauses, base, sections[i])
            base += len(clauses)
            for hit in sorted(hits, key=lambda h: (h.first, -h.last)):
                if hit.cue.kind not in _SILENT:
                    yield _mention(text, hit)

    def _hits(self, piece: list[Token], sentence: int) -> list[Hit]:
        words = [t.word for t in piece]
        hits = [
            Hit(cue, a, b, piece[a].start, piece[b - 1].end, sentence) for a, b, cue in self._book.find(words)
        ]
        for k, token in enumerate(piece):
            if token.level:
                cue = Cue("level", value=token.level.name, name="+".join(token.level.regions))
                hits.append(Hit(cue, k, k + 1, token.start, token.end, sentence))
        named = [self._named(h, piece) for h in hits if h.cue.kind == "actor"]
        return hits + [h for h in named if h]

    def _named(self, hit: Hit, piece: list[Token]) -> Hit | None:
        """ "Dr Lee" is another person than "Dr Kim"."""
        if hit.last >= len(piece) or piece[hit.last - 1].word.word not in _TITLES:
            return None
        last = hit.last + (piece[hit.last].word.word == "." and hit.last + 1 < len(piece))
        name = piece[last].word
        if not name.word.isalpha() or self._speller.knows(name.word):
            return None
        cue = Cue("actor", name=hit.cue.name, value="named")
        return Hit(cue, hit.first, last + 1, hit.start, piece[last].end, hit.sentence)


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


def _mention(text: str, hit: Hit) -> Mention:
    said = text[hit.start : hit.end]
    value = hit.cue.value
    if hit.cue.kind in ("count", "deduct", "own", "restated"):
        value = str(next((n for _, _, w in spans(said) if (n := number(w)) is not None), 0) * int(value or 1))
    return Mention(
        kind=hit.cue.kind,
        owner=hit.cue.owner,
        name=hit.cue.name,
        value=value,
        text=said,
        start=hit.start,
        end=hit.end,
        sentence=hit.sentence,
        clause=hit.clause,
        assertion=hit.assertion,
        role=hit.role,
    )


def _place(mention: M, parts: Sequence[Sentence]) -> M:
    at = bisect_right(parts, mention.start, key=lambda p: p.start) - 1
    return replace(mention, sentence=max(at, 0))
