"""How well a wording fits a query, 0 to 1."""

from collections.abc import Iterable, Mapping, Sequence
from math import log

from consultant.knowledge.indexed import Line, SearchWords
from consultant.search.query import Group, Query, Stems
from consultant.search.words import is_level, stem

_ABOVE = 0.8  # a word that only the headings say
_PARTLY = 0.6  # a phrase of which a part is there
_LIGHT = 0.04
_LEVELLED = 0.2  # "T11-T12" where only T12 was asked for
_EXTRA = 0.16
_KINDS = {"title": 1.0, "plain": 1.0, "also": 0.99, "index": 0.93, "retired": 0.55}
_NOT_BILLABLE = 0.72
_WITHOUT = "without"
_DEFAULT, _CONTRARY = 0.4, 1.2  # what "without x" costs: x was not spoken of; x was asked for
_LONG = 3.0  # of words nobody asked for: from here on each weighs less


class Scale:
    """The weight of words, from how rare they are."""

    def __init__(self, spoken: SearchWords, counts: Mapping[str, int], total: int) -> None:
        self._counts, self._most = counts, log(2 + total)
        light = (stem(w) for w in spoken.light)
        self._weights: dict[str, float] = {}
        self._costs = dict.fromkeys(light, _LIGHT) | {stem(w): c for w, c in spoken.turns.items()}

    def weight(self, root: str) -> float:
        """0.1 for a word of every line, 1 for one that hardly any has."""
        found = self._weights.get(root)
        if found is None:
            found = max(0.1, 1 - log(1 + self._counts.get(root, 0)) / self._most)
            if root in self._counts:
                self._weights[root] = found
        return found

    def weights(self, groups: Sequence[Group]) -> list[float]:
        """What each thing sought counts for."""
        return [max(self._sum(way) * worth for way, worth in g.ways) for g in groups]

    def _sum(self, way: Stems) -> float:
        return min(2.0, sum(self.weight(s) for s in way))

    def score(self, line: Line, query: Query, weights: Sequence[float]) -> float:
        """How well the line fits."""
        groups, absent = query.groups, query.absent
        denied = line.lacks - absent
        there = (absent & line.words) - line.lacks
        found = 0.0
        used: set[str] = set()
        for group, weight in zip(groups, weights, strict=True):
            best, said = 0.0, group.ways[0][0]
            for way, worth in group.ways:
                if worth > best and (fit := _fit(line, way, denied) * worth) > best:
                    best, said = fit, way
            found += best * weight
            used.update(said)
        recall = found / (sum(weights) or 1.0)
        extra = sum(self._cost(w) for w in line.words if w not in used and w not in denied)
        if there or denied & used:
            extra += _CONTRARY
        elif denied and not absent:
            extra += _DEFAULT - self._cost(_WITHOUT)
        usual = _KINDS[line.kind] * (1.0 if line.billable else _NOT_BILLABLE)
        extra = extra if extra <= _LONG else _LONG + log(1 + extra - _LONG)
        return recall * recall * usual / (1 + _EXTRA * extra)

    def _cost(self, word: str) -> float:
        """What it costs a line to say a word that nobody asked for."""
        found = self._costs.get(word)
        if found is None:
            found = _LEVELLED if is_level(word) else 0.25 + 0.75 * self.weight(word)
            if word in self._counts:
                self._costs[word] = found
        return found


def _fit(line: Line, way: Stems, denied: frozenset[str]) -> float:
    """How much of a way to say it the line has, 0 to 1."""
    have = missing = 0.0
    for root in way:
        if root in line.words and root not in denied:
            have += 1.0
        elif root in line.above:
            have += _ABOVE
        else:
            missing += 1
    return have / len(way) * (_PARTLY if missing else 1.0)


def rarest(weights: Sequence[float]) -> Iterable[int]:
    """The places of the weights, the heaviest first."""
    return sorted(range(len(weights)), key=lambda i: -weights[i])
