"""Look-ups of categories and coverage articles in an edition."""

from collections.abc import Sequence
from datetime import date

from consultant.editions.lookup import Base
from consultant.knowledge.importers.ccs import shape
from consultant.knowledge.importers.day import number
from consultant.knowledge.importers.diagnosis import SYSTEM
from consultant.knowledge.published import CategoryOf, CoverageArticle

_CATEGORIES = """
SELECT first, last, number, label, effective, until, line, source FROM category
WHERE system = ? AND last >= ? AND first <= ? ORDER BY last LIMIT 40
"""
_ARTICLES = """
SELECT a.article, a.version, a.title, a.status, a.line, a.source, group_concat(DISTINCT c.group_number)
FROM article_code c JOIN article a ON a.article = c.article AND a.version = c.version
WHERE c.code = ? AND c.kind = 'procedure' AND a.status <> 'R' GROUP BY a.article, a.version
"""
_DIAGNOSES = """
SELECT a.code, coalesce((SELECT title FROM concept c WHERE c.system = ? AND c.code = a.code
ORDER BY effective DESC LIMIT 1), '') FROM article_code a WHERE a.article = ? AND a.version = ?
AND a.kind = 'covered' AND a.group_number = ? ORDER BY a.code LIMIT ?
"""


class CoverageTables:
    """Coverage over an edition file."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def categories(self, code: str, on: date | None = None) -> Sequence[CategoryOf]:
        """The categories of a procedure code."""
        day = number(on) if on else 0
        found: dict[str, CategoryOf] = {}
        for system in ("ccs", "rbcs"):
            for first, last, category, label, effective, until, line, source in self._base.rows(
                _CATEGORIES, (system, code, code)
            ):
                fits = shape(first) == shape(code) == shape(last)
                if fits and (not day or system == "ccs" or effective <= day <= until):
                    trace = self._base.trace(source, line)
                    found[system] = CategoryOf(system=system, number=category, label=label, trace=trace)
        return list(found.values())

    def articles(self, code: str) -> Sequence[CoverageArticle]:
        """The articles that name a procedure code."""
        found = []
        for article, version, title, status, line, source, groups in self._base.rows(_ARTICLES, (code,)):
            lcds = self._base.rows(
                "SELECT lcd FROM article_lcd WHERE article = ? AND version = ?", (article, version)
            )
            found.append(
                CoverageArticle(
                    article=article,
                    version=version,
                    title=title,
                    status=status,
                    groups=tuple(sorted(int(g) for g in groups.split(","))),
                    lcds=tuple(lcd for (lcd,) in lcds),
                    trace=self._base.trace(source, line),
                )
            )
        return found

    def diagnoses(self, article: str, version: int, group: int, limit: int = 50) -> Sequence[tuple[str, str]]:
        """(code, title) of the covered diagnoses of a group of an article."""
        return self._base.rows(_DIAGNOSES, (SYSTEM, article, version, group, limit))
