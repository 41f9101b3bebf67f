"""One text, read: its sentences, clauses and mentions, each mention with its scope."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TypeVar

from consultant.inquiry.codes import Codes, holds_code
from consultant.inquiry.corrections import take_back
from consultant.inquiry.cue import phrasebook
from consultant.inquiry.dated import of_the_day
from consultant.inquiry.denials import deny_apart
from consultant.inquiry.elapsed import settled
from consultant.inquiry.mention import CodeMention, Mention, SetAside
from consultant.inquiry.modifiers import Modifiers
from consultant.inquiry.sections import Sections
from consultant.inquiry.sentence import SentenceReader
from consultant.inquiry.spelling import Speller
from consultant.inquiry.stray import set_aside, strays
from consultant.inquiry.tokens import placed
from consultant.inquiry.words import Sentence, sentences
from consultant.knowledge.family import Family
from consultant.knowledge.lexicon import Contexts, Intents, Lexicon

M = TypeVar("M", bound=Mention)
_sentence = attrgetter("sentence")


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
        book = phrasebook(lexicon, contexts, intents, families)
        self._sentences = SentenceReader(book, Speller(book.vocabulary, english))
        self._codes = Codes(modifiers)
        self._modifiers = Modifiers(modifiers)
        self._sections = Sections({str(k): v for k, v in contexts.sections.items()})

    def forget(self) -> None:
        """Keep nothing of the sentences read so far, as before the first mail; a benchmark asks for it."""
        self._sentences.forget()

    def read(self, text: str) -> Reading:
        """Sentences, clauses and mentions of `text`; linear in its length."""
        if not text:
            return _NOTHING
        codes, aside = self._codes.find(text)
        parts = sentences(text)
        sections = self._sections.of(text, parts)
        named = [_place(m, parts) for m in self._modifiers.find(text, aside, codes)]
        said = self._sentences.mentions(text, parts, sections, placed(text, codes, aside))
        mentions = settled(text, parts, list(said))
        take_back(text, parts, mentions)
        of_the_day(text, parts, mentions)
        deny_apart(text, parts, mentions)
        standing = sorted((_place(c, parts) for c in codes), key=_sentence)
        if none := strays(text, parts, sections, [*mentions, *named], standing):
            standing = [c for c in standing if c not in none]
            aside = sorted([*aside, *set_aside(none)], key=lambda s: s.start)
        if named:
            mentions = sorted([*mentions, *named], key=lambda m: (m.sentence, m.start))
        return Reading(
            text=text,
            sentences=tuple(parts),
            sections=tuple(sections),
            mentions=tuple(mentions),
            codes=tuple(standing),
            aside=tuple(s for s in aside if holds_code(s)),
            near=tuple(self._codes.near(text)),
        )


def _place(mention: M, parts: Sequence[Sentence]) -> M:
    at = bisect_right(parts, mention.start, key=lambda p: p.start) - 1
    return replace(mention, sentence=max(at, 0))
