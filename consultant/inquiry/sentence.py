"""One sentence, read: what its words say, each with its scope.

What was found is kept for the next time that the same sentence stands in a mail: notes are made from
templates, and threads repeat themselves.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from consultant.inquiry.clauses import clause_starts
from consultant.inquiry.cue import Cue
from consultant.inquiry.hit import Hit
from consultant.inquiry.hits import assign
from consultant.inquiry.mention import Assertion, Mention, Role
from consultant.inquiry.numbers import number
from consultant.inquiry.overlap import suppress
from consultant.inquiry.phrasebook import Phrasebook
from consultant.inquiry.spelling import Speller
from consultant.inquiry.tokens import Placed, Tokenizer, Tokens
from consultant.inquiry.words import Sentence, spans

_NUMBERED = frozenset(("count", "deduct", "own", "sum", "restated"))  # kinds whose value is the number said
_ENDS = frozenset(("ends",))
_ENDS_AND_UNITS = frozenset(("ends", "unit"))  # a unit counts only where the number is in doubt
_TITLES = frozenset(("dr", "drs", "doctor", "doc"))
_NO_NAMES = frozenset(  # words of a sentence that begins behind "the Dr."
    "the a an he she it they we i you our my his her their this that these those no not if is was were did "
    "does do can could should would will may what which who how when where why and or but for in on at to "
    "from by with please thanks note notes office visit code codes patient also so as md both all".split()
)
_MOST_KEPT = 10_000  # sentences; then those that were not met since the last so many are forgotten


class _Said(NamedTuple):
    """A mention, its places counted from the beginning of the sentence."""

    kind: str
    value: str
    text: str
    start: int
    end: int
    owner: str
    name: str
    clause: int
    assertion: Assertion
    role: Role


_Found = tuple[int, tuple[_Said, ...]]  # how many clauses, and what they say
_Key = tuple[str, str | None, tuple[tuple[int, int, str], ...]]


class SentenceReader:
    """Reads sentences with a given phrasebook."""

    def __init__(self, book: Phrasebook[Cue], speller: Speller) -> None:
        self._book = book
        self._speller = speller
        self._tokenizer = Tokenizer(speller)
        self._kept: dict[_Key, _Found] = {}
        self._older: dict[_Key, _Found] = {}  # what was kept before

    def forget(self) -> None:
        """Keep nothing of the sentences read so far."""
        self._kept, self._older = {}, {}

    def mentions(
        self, text: str, parts: Sequence[Sentence], sections: Sequence[str | None], placed: Sequence[Placed]
    ) -> Iterator[Mention]:
        """The mentions of the sentences `parts` of `text`, in order, by their sections; `placed` are the
        codes, levels and numbers set aside, each one token."""
        clauses = at = stop = 0
        for i, part in enumerate(parts):
            first = at
            while at < len(placed) and placed[at][0] < part.end:
                at += 1
            own = placed[first:at]
            count, said = self._found(text, part, sections[i], own, stop)
            stop = own[-1][1] if own else stop
            for kind, value, words, start, end, owner, name, clause, assertion, role in said:
                a, b = part.start + start, part.start + end
                yield Mention(kind, value, words, a, b, owner, name, i, clauses + clause, assertion, role)
            clauses += count

    def _found(
        self, text: str, part: Sentence, section: str | None, own: Sequence[Placed], stop: int
    ) -> _Found:
        """What a sentence says, `own` being placed in it; read only once, unless what was placed before it
        reaches into it up to `stop`."""
        start = part.start
        if stop > start:
            return self._read(text, self._tokenizer.of(text, part, own, stop), start, section)
        key = text[start : part.end], section, tuple((a - start, b - start, w.stem) for a, b, w, _ in own)
        found = self._kept.get(key)
        if found is None:
            found = self._older.get(key) or self._read(
                text, self._tokenizer.of(text, part, own), start, section
            )
            if len(self._kept) >= _MOST_KEPT:
                self._kept, self._older = {}, self._kept
            self._kept[key] = found
        return found

    def _read(self, text: str, tokens: Tokens, start: int, section: str | None) -> _Found:
        words = tokens.words
        if not words:
            return 0, ()
        found = self._book.find(words)
        ends = [(cue.name, at) for at, _, cue in found if cue.kind == "ends"]
        hits = suppress(self._hits(text, tokens, found))
        if not hits:
            return 1, ()
        clauses = _with_cells(clause_starts(words), tokens.cells)
        spoken = assign(words, hits, ends, clauses, section)
        spoken.sort(key=_order)
        return len(clauses), tuple(_said(text, start, hit) for hit in spoken)

    def _hits(self, text: str, tokens: Tokens, found: list[tuple[int, int, Cue]]) -> list[Hit]:
        """What was found in the words of a sentence."""
        starts, ends = tokens.starts, tokens.ends
        doubted = any(cue.name == "unsure" and cue.kind == "context" for *_, cue in found)
        idle = _ENDS if doubted else _ENDS_AND_UNITS
        hits = [Hit(cue, a, b, starts[a], ends[b - 1]) for a, b, cue in found if cue.kind not in idle]
        for k, level in tokens.levels:
            hits.append(Hit(_level(level.name, level.regions), k, k + 1, starts[k], ends[k]))
        named = [self._named(h, tokens, text) for h in hits if h.cue.kind == "actor"]
        return hits + [h for h in named if h]

    def _named(self, hit: Hit, tokens: Tokens, text: str) -> Hit | None:
        """ "Dr Lee" is another person than "Dr Kim", and "Dr. Brown" than both."""
        words = tokens.words
        if hit.last >= len(words) or words[hit.last - 1].word not in _TITLES:
            return None
        dotted = words[hit.last].word == "." and hit.last + 1 < len(words)
        last = hit.last + dotted
        name = words[last].word
        titled = text[tokens.starts[last] : tokens.ends[last]].istitle() and name not in _NO_NAMES
        if not name.isalpha() or (self._speller.knows(name) and not titled):
            return None
        end = tokens.ends[last]
        return Hit(Cue("actor", name=hit.cue.name, value="named"), hit.first, last + 1, hit.start, end)


@lru_cache(maxsize=4096)
def _level(name: str, regions: tuple[str, ...]) -> Cue:
    return Cue("level", value=name, name="+".join(regions))


def _with_cells(clauses: list[int], cells: Sequence[int]) -> list[int]:
    """The cells of a row of several are clauses of their own; a label and its value are one."""
    return sorted({*clauses, *cells}) if len(cells) > 1 else clauses


def _order(hit: Hit) -> tuple[int, int]:
    return hit.first, -hit.last


def _said(text: str, start: int, hit: Hit) -> _Said:
    """What a hit says, in a sentence that begins at `start`."""
    cue, words = hit.cue, text[hit.start : hit.end]
    value = cue.value
    if cue.kind in _NUMBERED:
        found = next((n for _, _, w in spans(words) if (n := number(w)) is not None), 0)
        value = str(found * int(value or 1))
    place = hit.start - start, hit.end - start
    return _Said(cue.kind, value, words, *place, cue.owner, cue.name, hit.clause, hit.assertion, hit.role)
