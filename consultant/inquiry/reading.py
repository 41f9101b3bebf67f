"""One text, read: its sentences, clauses and mentions, each mention with its scope."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TypeVar

from consultant.inquiry.clauses import clause_starts
from consultant.inquiry.codes import Codes
from consultant.inquiry.cue import Cue, phrasebook
from consultant.inquiry.hits import Hit, assign
from consultant.inquiry.mention import CodeMention, Mention, SetAside
from consultant.inquiry.modifiers import Modifiers
from consultant.inquiry.numbers import number
from consultant.inquiry.overlap import suppress
from consultant.inquiry.sections import Sections
from consultant.inquiry.spelling import Speller
from consultant.inquiry.tokens import Token, Tokens
from consultant.inquiry.words import Sentence, sentences, spans
from consultant.knowledge.family import Family
from consultant.knowledge.lexicon import Contexts, Intents, Lexicon

M = TypeVar("M", bound=Mention)
_sentence = attrgetter("sentence")

_SILENT = frozenset(("hide", "role", "context", "ends"))  # they only say something of others
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
        self._tokens = Tokens(self._speller)
        self._codes = Codes(modifiers)
        self._modifiers = Modifiers(modifiers)
        self._sections = Sections({str(k): v for k, v in contexts.sections.items()})

    def read(self, text: str) -> Reading:
        """Sentences, clauses and mentions of `text`; linear in its length."""
        codes, aside = self._codes.find(text)
        tokens = self._tokens.of(text, codes, aside)
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
