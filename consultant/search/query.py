"""A query as it was understood: what is sought, and what may stand for it."""

from dataclasses import dataclass

from consultant.knowledge.indexed import System

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One thing that is sought: the ways to say it, each with its worth (1 for what was said)."""

    ways: tuple[tuple[Stems, float], ...]

    def terms(self, least: float = 0.0) -> tuple[Stems, ...]:
        """The ways worth so much, without their worth."""
        return tuple(way for way, worth in self.ways if worth >= least)


@dataclass(frozen=True, slots=True)
class Query:
    """What is sought."""

    text: str
    groups: tuple[Group, ...]
    prefixes: tuple[str, ...]  # codes or beginnings of codes
    systems: tuple[System, ...]  # named in the query; () for all
    absent: frozenset[str]  # stems of what is said not to be there
    read: str  # how the words were understood, "" where that is what was written


@dataclass(frozen=True, slots=True)
class Said:
    """A word of a query, written out and mended; `ways` are the other things it may mean."""

    word: str
    stem: str
    ways: tuple[Stems, ...] = ()
    worth: float = 1.0
