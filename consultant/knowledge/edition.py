"""Read-only look-ups over one immutable set of knowledge."""

import copy
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from consultant.frozen import Frozen
from consultant.knowledge.family import CodeEntry, Fact, Family
from consultant.knowledge.indexed import Finder, NoFinder
from consultant.knowledge.indicator import ClaimWords, Indicators
from consultant.knowledge.modifier import Modifiers
from consultant.knowledge.published import Published
from consultant.knowledge.unpublished import Unpublished

T = TypeVar("T")
_MOST_KEPT = 2000


class Release(Frozen):
    """edition.toml: what the edition is called and how far it reaches."""

    name: str
    date: str
    code_years: tuple[str, ...] = ()
    reviewed_by: str = ""


class Figure(Frozen):
    """Published indicators of one code (CMS physician fee schedule), from the newest shipped release."""

    code: str
    pctc: str
    global_days: str
    bilateral: str
    status: str
    source: str
    multiple: str = ""
    assistant: str = ""
    cosurgeon: str = ""
    team: str = ""


class Edition(Protocol):
    """What the answer room asks of the knowledge: the families in memory, the published files behind them."""

    release: Release
    families: Mapping[str, Family]
    modifiers: Modifiers
    published: Published
    indicators: Indicators
    claims: ClaimWords
    finder: Finder

    def family_of(self, code: str) -> Family | None:
        """The family that holds the code."""

    def entry(self, code: str) -> CodeEntry | None:
        """What its family says of the code."""

    def figure(self, code: str) -> Figure | None:
        """The published indicators of the code, if loaded."""

    def fact(self, fact_id: str) -> Fact | None:
        """A sourced statement by its id."""

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` makes of this edition, which is the same each time; up to a bound it is remembered."""


class Shelf:
    """An edition held in memory, from the family files and the figures, and what is published."""

    def __init__(
        self,
        release: Release,
        families: Iterable[Family],
        modifiers: Modifiers,
        figures: Iterable[Figure] = (),
        published: Published | None = None,
        indicators: Indicators | None = None,
        claims: ClaimWords | None = None,
        finder: Finder | None = None,
    ) -> None:
        self.release = release
        self.modifiers = modifiers
        self.published: Published = published or Unpublished()
        self.indicators, self.claims = indicators or Indicators(), claims or ClaimWords()
        self.finder: Finder = finder or NoFinder()
        self.families: Mapping[str, Family] = {f.family: f for f in families}
        self._home: dict[str, Family] = {}
        for family in self.families.values():
            for code in family.codes:
                self._home.setdefault(code, family)
        self._figures = {f.code: f for f in figures}
        self._facts = {fact.id: fact for f in self.families.values() for fact in f.facts}
        self._facts |= {fact.id: fact for fact in modifiers.facts}
        self._kept: dict[Hashable, Any] = {}

    def with_published(self, published: Published) -> "Shelf":
        """The same families over other published files."""
        other = copy.copy(self)
        other.published = published
        other._kept = {}
        return other

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` makes of this edition, which is the same each time; up to a bound it is remembered."""
        found: T | None = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept = {}
            found = self._kept[key] = make()
        return found

    def family_of(self, code: str) -> Family | None:
        """The first family, in the order of the files, that holds the code."""
        return self._home.get(code)

    def entry(self, code: str) -> CodeEntry | None:
        """What its family says of the code."""
        family = self._home.get(code)
        return family.codes[code] if family else None

    def figure(self, code: str) -> Figure | None:
        """The published indicators of the code, if loaded."""
        return self._figures.get(code)

    def fact(self, fact_id: str) -> Fact | None:
        """A sourced statement by its id."""
        return self._facts.get(fact_id)
