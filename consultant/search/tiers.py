"""What is asked of the index, one after the other: all that is sought, then less and less of it."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from consultant.knowledge.indexed import Terms
from consultant.search.query import Group
from consultant.search.score import rarest

_TRIES = 14
_SAID = 0.8  # worth of a way that means the same
_WHOLE = 4  # of so few things each is left out in turn before what was found is judged


def tiers(groups: Sequence[Group], weights: Sequence[float]) -> Iterator[Sequence[Terms]]:
    """All groups as they were said; with all that may stand for them; all but one, the lightest left out
    first; all but two; then the heaviest alone."""
    everything = range(len(groups))
    light = list(rarest(weights))[::-1]
    said, whole = ([g.terms(least) for g in groups] for least in (_SAID, 0.0))
    if said != whole and all(said):
        yield [said]
    tries = 0
    for less in range(min(len(groups), 3)):
        asked = [[groups[i].terms() for i in everything if i not in out] for out in combinations(light, less)]
        asked = asked[: max(0, _TRIES - tries)]
        tries += len(asked)
        if len(groups) <= _WHOLE and less < 2:
            yield list(asked)
        else:
            yield from ([terms] for terms in asked)
    for kept in ((light[-1], light[-2]) if len(groups) > 3 else (), light[-1:]):
        if kept:
            yield [[groups[i].terms() for i in kept]]
