"""Words that a misspelled word may stand for."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import islice, takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

from consultant.knowledge.indexed import unique

_SHORTEST = 4
_LONGEST = 28
_MOST_CACHED = 5_000
_MOST_BEGUN = 200


class Vocabulary:
    """Words and how often they stand in the wordings. Distance: optimal string alignment."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._by_length: dict[int, list[str]] = {}
        for word in counts:
            if len(word) >= _SHORTEST and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)
        self._found: dict[str, tuple[str, ...]] = {}

    def knows(self, word: str) -> bool:
        """Is it one of the words, as written?"""
        return word in self._counts

    def near(self, word: str) -> tuple[str, ...]:
        """The likeliest words meant, best first: three that begin so ("resp"), then three one edit away, two
        for words of seven letters, three for words of eleven."""
        if not (_SHORTEST <= len(word) <= _LONGEST and word.isalpha()):
            return ()
        found = self._found.get(word)
        if found is None:
            found = unique((*self._begun(word), *self._nearest(word)))
            if len(self._found) < _MOST_CACHED:
                self._found[word] = found
        return found

    def _begun(self, word: str) -> list[str]:
        at = bisect_left(self._sorted, word)
        begun = list(takewhile(lambda w: w.startswith(word), islice(self._sorted, at, at + _MOST_BEGUN)))
        return sorted(begun, key=lambda w: (-self._counts[w], w))[:3]

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(w for held in self._by_length.values() for w in held)

    def _nearest(self, word: str) -> Iterable[str]:
        most = 1 + (len(word) >= 7) + (len(word) >= 11)
        lengths = range(len(word) - most, len(word) + most + 1)
        pool = [w for n in lengths for w in self._by_length.get(n, ())]
        hits = process.extract(word, pool, scorer=OSA.distance, score_cutoff=most, limit=None)
        ranked = sorted(hits, key=lambda h: (h[1] + (h[0][0] != word[0]) * 0.9, -self._counts[h[0]], h[0]))
        nearest = ranked[0][1] if ranked else 0
        return [w for w, distance, _ in ranked if distance <= nearest + 1][:3]

    def parted(self, word: str) -> tuple[str, str] | None:
        """ "gastroesophageal" is two of the words."""
        for at in range(4, min(len(word), _LONGEST) - 3):
            if self.knows(word[:at]) and self.knows(word[at:]):
                return word[:at], word[at:]
        return None
