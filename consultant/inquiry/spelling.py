"""Misspelled words are mended to the vocabulary of the knowledge, and only to that.

A word is mended when it is no English word and one vocabulary word lies within one edit
(two for words of nine letters and more), or when it is two vocabulary words run together.
Distance: optimal string alignment (a swap of neighbours counts as one).
"""

from collections.abc import Collection, Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_SHORTEST = 5
_MOST_CACHED = 20_000


class Speller:
    """Mends words; remembers what it has mended, up to a bound."""

    def __init__(self, vocabulary: Iterable[str], english: Collection[str]) -> None:
        self._vocabulary = frozenset(vocabulary)
        self._english = english
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(self._vocabulary):
            if len(word) >= _SHORTEST:
                self._by_length.setdefault(len(word), []).append(word)
        self._mended: dict[str, tuple[str, ...]] = {}

    def knows(self, word: str) -> bool:
        """Is it a word of the vocabulary or of English?"""
        return word in self._vocabulary or word in self._english

    def mend(self, word: str) -> tuple[str, ...]:
        """The word or words meant; the word itself when nothing is near or it is no mistake."""
        if len(word) < _SHORTEST or self.knows(word):
            return (word,)
        if not word.isalpha():  # "swmimer's"
            plain = word.replace("'", "")
            near = self.mend(plain) if plain.isalpha() and len(plain) < len(word) else (plain,)
            return near if near != (plain,) else (word,)
        found = self._mended.get(word)
        if found is None:
            found = self._nearest(word) or self._parted(word) or (word,)
            if len(self._mended) < _MOST_CACHED:
                self._mended[word] = found
        return found

    def _nearest(self, word: str) -> tuple[str, ...] | None:
        if len(word) > 24:
            return None
        most = 2 if len(word) >= 9 else 1
        best: list[tuple[float, bool, int, str]] = []
        for length in range(len(word) - most, len(word) + most + 1):
            candidates = self._by_length.get(length, ())
            for near, distance, _ in extract(
                word, candidates, scorer=OSA.distance, score_cutoff=most, limit=None
            ):
                best.append((distance, near[0] != word[0], _slip(word, near), near))
        return (min(best)[3],) if best else None

    def _parted(self, word: str) -> tuple[str, ...] | None:
        """ "lumbarpuncture" is two words of the vocabulary."""
        for at in range(4, min(len(word), 30) - 3):
            left, right = word[:at], word[at:]
            if left in self._vocabulary and self.knows(right):
                return (left, right)
            if right in self._vocabulary and self.knows(left):
                return (left, right)
        return None


def _slip(typed: str, word: str) -> int:
    """Of words equally near, the likelier slip is less: letters swapped ("cevrical"), one left out ("filmd"
    for "filmed"), a wrong one."""
    letters = iter(word)
    return 0 if sorted(typed) == sorted(word) else 1 if all(c in letters for c in typed) else 2
