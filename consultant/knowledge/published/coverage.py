"""Categories and coverage articles, and the look-ups over them."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from consultant.frozen import Frozen
from consultant.knowledge.published.trace import Trace


class CategoryOf(Frozen):
    """A category that a code falls into."""

    system: str
    number: str
    label: str
    trace: Trace


class CoverageArticle(Frozen):
    """An article that names a code: which of its groups, and the LCDs it goes with."""

    article: str
    version: int
    title: str
    status: str
    groups: tuple[int, ...]
    lcds: tuple[str, ...]
    trace: Trace


class Coverage(Protocol):
    """Categories and coverage articles."""

    def categories(self, code: str, on: date | None = None) -> Sequence[CategoryOf]:
        """The categories of a procedure code."""

    def articles(self, code: str) -> Sequence[CoverageArticle]:
        """The articles that name a procedure code."""

    def diagnoses(self, article: str, version: int, group: int, limit: int = 50) -> Sequence[tuple[str, str]]:
        """(code, title) of the covered diagnoses of a group of an article."""
