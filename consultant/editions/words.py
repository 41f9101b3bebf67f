"""Diagnoses by their words: in titles, in what they are also called, and in the index."""

import re
from collections.abc import Sequence

from consultant.editions.lookup import Base
from consultant.knowledge.published import Pointer

_FOUND = """
SELECT c.code, c.title FROM titled t JOIN concept c ON c.system = 'icd10cm' AND c.code = t.code
AND c.effective = t.effective WHERE t.id IN (SELECT rowid FROM title_words WHERE title_words MATCH ?)
AND t.effective = ?
"""
_COUNT = "SELECT count(*) FROM title_words WHERE title_words MATCH ?"
_POINTERS = """
WITH RECURSIVE found (part, effective, id, path, level) AS (
    SELECT part, effective, id, title, 0 FROM term WHERE parent = 0 AND title LIKE ? ESCAPE '!'
    UNION ALL
    SELECT t.part, t.effective, t.id, f.path || ', ' || t.title, f.level + 1 FROM found f
    JOIN term t ON t.part = f.part AND t.effective = f.effective AND t.parent = f.id WHERE f.level < 8)
SELECT f.part, f.path, c.column, c.code, c.incomplete, c.line, c.source FROM found f
JOIN term_code c ON c.part = f.part AND c.effective = f.effective AND c.term = f.id
ORDER BY f.effective DESC, f.level, f.path LIMIT ?
"""
_TURNS = ("without", "unspecified", "other", "sequela", "subsequent", "not elsewhere classified")
_SIDES = (("right", "left"), ("left", "right"), ("upper", "lower"), ("lower", "upper"))


class Words:
    """Words over an edition file. They are compared by their stems: "fractures" finds "fracture"."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def codes(self, words: Sequence[str], effective: int, limit: int) -> list[str]:
        """Billable codes of a release that are called by all the words, the closest first."""
        wanted = _plain(words)
        if not wanted:
            return []
        rows = self._base.rows(_FOUND, (" ".join(f'"{w}"' for w in wanted), effective))
        rows.sort(key=lambda row: (*_unlike(row[1].lower(), wanted), len(row[1]), row[0]))
        return [code for code, _ in rows[:limit]]

    def known(self, words: Sequence[str]) -> list[str]:
        """Those of the words that any billable code is called by, the rarest first."""
        counts = {w: self._base.rows(_COUNT, (f'"{w}"',))[0][0] for w in dict.fromkeys(_plain(words))}
        return sorted((w for w, n in counts.items() if n), key=lambda w: counts[w])

    def pointers(self, words: str, limit: int) -> Sequence[Pointer]:
        """Index entries whose main term begins with the words."""
        like = re.sub(r"([!%_])", r"!\1", words.strip()) + "%"
        rows = self._base.rows(_POINTERS, (like, limit))
        return [
            Pointer(
                part=part,
                words=path,
                column=column,
                code=code,
                incomplete=bool(incomplete),
                trace=self._base.trace(source, line),
            )
            for part, path, column, code, incomplete, line, source in rows
        ]


def _plain(words: Sequence[str]) -> list[str]:
    """Only letters, digits and hyphens go into a query."""
    return [w for word in words if (w := re.sub(r"[^\w-]+", "", word.lower()).strip("-_"))]


def _unlike(title: str, wanted: Sequence[str]) -> tuple[int, int]:
    """How many words turn the title from what is asked for ("without" where nobody said so), and how many of
    the words stand not in the title itself."""
    turned = sum(turn in title for turn in _TURNS if turn not in wanted)
    turned += sum(2 for side, other in _SIDES if side in wanted and other not in wanted and other in title)
    return turned, sum(w[:-1] not in title for w in wanted)
