"""Add-on codes and their parents."""

from collections.abc import Container, Sequence

from consultant.answer.recommendation import Recommendation
from consultant.knowledge.edition import Edition


def is_addon(code: str, edition: Edition) -> bool:
    """Is the code reported only beside another?"""
    entry = edition.entry(code)
    return bool(entry and entry.addon_to)


def addon_of(code: str, there: Container[str], edition: Edition) -> bool:
    """Is the code an add-on to one that is there?"""
    entry = edition.entry(code)
    return bool(entry) and any(p in there for p in (entry.addon_to if entry else ()))


def parented(code: str, there: Container[str], edition: Edition) -> bool:
    """Is the code no add-on, or one of its parents there?"""
    return not is_addon(code, edition) or addon_of(code, there, edition)


def parents_first(found: Sequence[Recommendation], edition: Edition) -> list[Recommendation]:
    """The codes in their order, but an add-on that stands before its only parent goes behind it."""
    out = list(found)
    for r in found:
        parents = [i for i, x in enumerate(out) if addon_of(r.code, (x.code,), edition)]
        if len(parents) == 1 and out.index(r) < parents[0]:
            out.insert(parents[0] + 1, r)
            out.remove(r)
    return out
