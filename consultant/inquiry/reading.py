"""One text, read: its sentences, clauses and mentions, each mention with its scope."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from typing import TypeVar

from consultant.inquiry.clauses import clause_starts
from consultant.inquiry.codes import Codes
from consultant.inquiry.corrections import take_back
from consultant.inquiry.cue import Cue, phrasebook
from consultant.inquiry.dated import of_the_day
from consultant.inquiry.denials import deny_apart
from consultant.inquiry.elapsed import settled
from consultant.inquiry.hit import Hit
from consultant.inquiry.hits import assign
from consultant.inquiry.mention import CodeMention, Mention, SetAside
from consultant.inquiry.modifiers import Modifiers
from consultant.inquiry.numbers import number
from consultant.inquiry.overlap import suppress
from consultant.inquiry.phrase import Word
from consultant.inquiry.sections import Sections
from consultant.inquiry.spelling import Speller
from consultant.inquiry.stray import set_aside, strays
from consultant.inquiry.tokens import Tokenizer, Tokens
from consultant.inquiry.words import Sentence, sentences, spans
from consultant.knowledge.family import Family
from consultant.knowledge.lexicon import Contexts, Intents, Lexicon

M = TypeVar("M", bound=Mention)
_sentence = attrgetter("sentence")

_NUMBERED = frozenset(("count", "deduct", "own", "sum", "restated"))  # kinds whose value is the number said
_ENDS = frozenset(("ends",))
_ENDS_AND_UNITS = frozenset(("ends", "unit"))  # a unit counts only where the number is in doubt
_TITLES = frozenset(("dr", "drs", "doctor", "doc"))


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


_NOTHING = Reading("", (), (), (), (), (), ())


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
        self._tokenizer = Tokenizer(self._speller)
        self._codes = Codes(modifiers)
        self._modifiers = Modifiers(modifiers)
        self._sections = Sections({str(k): v for k, v in contexts.sections.items()})

    def read(self, text: str) -> Reading:
        """Sentences, clauses and mentions of `text`; linear in its length."""
        if not text:
            return _NOTHING
        codes, aside = self._codes.find(text)
        tokens = self._tokenizer.of(text, codes, aside)
        parts = sentences(text)
        sections = self._sections.of(text, parts)
        named = [_place(m, parts) for m in self._modifiers.find(text, aside, codes)]
        mentions = settled(text, parts, list(self._mentions(text, tokens, parts, sections)))
        take_back(text, parts, mentions)
        of_the_day(text, parts, mentions)
        deny_apart(text, parts, mentions)
        placed = sorted((_place(c, parts) for c in codes), key=lambda c: c.sentence)
        if none := strays(text, parts, sections, [*mentions, *named], placed):
            placed = [c for c in placed if c not in none]
            aside = sorted([*aside, *set_aside(none)], key=lambda s: s.start)
        if named:
            mentions = sorted([*mentions, *named], key=lambda m: (m.sentence, m.start))
        return Reading(
            text=text,
            sentences=tuple(parts),
            sections=tuple(sections),
            mentions=tuple(mentions),
            codes=tuple(placed),
            aside=tuple(aside),
            near=tuple(self._codes.near(text)),
        )

    def _mentions(
        self, text: str, tokens: Tokens, parts: list[Sentence], sections: list[str | None]
    ) -> Iterable[Mention]:
        base = 0
        last = 0
        for i, sentence in enumerate(parts):
            first = bisect_left(tokens.starts, sentence.start, last)
            last = bisect_left(tokens.starts, sentence.end, first)
            words = tokens.words[first:last]
            if not words:
                continue
            found = self._book.find(words)
            ends = [(cue.name, at) for at, _, cue in found if cue.kind == "ends"]
            hits = suppress(self._hits(tokens, first, words, found, i))
            if not hits:
                base += 1
                continue
            clauses = clause_starts(words)
            spoken = assign(words, hits, ends, clauses, base, sections[i])
            base += len(clauses)
            spoken.sort(key=_order)
            for hit in spoken:
                yield _mention(text, hit)

    def _hits(
        self, tokens: Tokens, at: int, words: list[Word], found: list[tuple[int, int, Cue]], sentence: int
    ) -> list[Hit]:
        """What was found in the words of a sentence, the first of which is the token number `at`."""
        starts, ends = tokens.starts, tokens.ends
        doubted = any(cue.name == "unsure" and cue.kind == "context" for *_, cue in found)
        idle = _ENDS if doubted else _ENDS_AND_UNITS
        hits = [
            Hit(cue, a, b, starts[at + a], ends[at + b - 1], sentence)
            for a, b, cue in found
            if cue.kind not in idle
        ]
        for k, level in tokens.levels_in(at, at + len(words)):
            cue = _level(level.name, level.regions)
            hits.append(Hit(cue, k - at, k - at + 1, starts[k], ends[k], sentence))
        named = [self._named(h, words, ends, at) for h in hits if h.cue.kind == "actor"]
        return hits + [h for h in named if h]

    def _named(self, hit: Hit, words: list[Word], ends: list[int], at: int) -> Hit | None:
        """ "Dr Lee" is another person than "Dr Kim". `ends` are those of all tokens; see _hits."""
        if hit.last >= len(words) or words[hit.last - 1].word not in _TITLES:
            return None
        dotted = words[hit.last].word == "." and hit.last + 1 < len(words)
        name = words[hit.last + dotted].word
        if not name.isalpha() or self._speller.knows(name):
            return None
        cue = Cue("actor", name=hit.cue.name, value="named")
        last = hit.last + dotted
        return Hit(cue, hit.first, last + 1, hit.start, ends[at + last], hit.sentence)


@lru_cache(maxsize=4096)
def _level(name: str, regions: tuple[str, ...]) -> Cue:
    return Cue("level", value=name, name="+".join(regions))


def _order(hit: Hit) -> tuple[int, int]:
    return hit.first, -hit.last


def _mention(text: str, hit: Hit) -> Mention:
    cue, start, end = hit.cue, hit.start, hit.end
    said = text[start:end]
    value = cue.value
    if cue.kind in _NUMBERED:
        value = str(next((n for _, _, w in spans(said) if (n := number(w)) is not None), 0) * int(value or 1))
    scope = hit.sentence, hit.clause, hit.assertion, hit.role
    return Mention(cue.kind, value, said, start, end, cue.owner, cue.name, *scope)


def _place(mention: M, parts: Sequence[Sentence]) -> M:
    at = bisect_right(parts, mention.start, key=lambda p: p.start) - 1
    return replace(mention, sentence=max(at, 0))
