"""Look-ups in the index of an edition."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from consultant.editions.concepts import normal
from consultant.editions.indexing import MARK
from consultant.editions.lookup import Base
from consultant.knowledge.indexed import SYSTEMS, Line, System, Terms
from consultant.search.spelling import Vocabulary

_COLUMNS = "w.system, w.code, w.kind, w.text, w.billable, w.stems, w.lacks, h.stems"
_HOLDING = f"""
SELECT {_COLUMNS} FROM wording_words f JOIN wording w ON w.id = f.rowid JOIN heading h ON h.id = w.heading
WHERE f.wording_words MATCH ? ORDER BY f.rowid LIMIT ?
"""
_CODED = f"""
SELECT {_COLUMNS} FROM wording w JOIN heading h ON h.id = w.heading
WHERE w.system = ? AND w.code >= ? AND w.code < ? AND w.kind IN ('title', 'retired') ORDER BY w.code LIMIT ?
"""
_TITLE = """
SELECT c.title, coalesce((SELECT p.code || ' ' || p.title FROM concept p WHERE p.system = c.system AND
p.code = substr(c.code, 1, 3) AND p.code <> c.code ORDER BY p.effective DESC LIMIT 1), '')
FROM concept c WHERE c.system = ? AND c.code = ? ORDER BY c.effective DESC LIMIT 1
"""
_DESCRIPTOR = "SELECT text, '' FROM descriptor WHERE code = ? ORDER BY kind, ordinal LIMIT 1"


class Wordings:
    """The index over an edition file."""

    def __init__(self, base: Base) -> None:
        self._base = base

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """stem -> in how many lines it stands."""
        return dict(self._base.rows("SELECT stem, count FROM stem"))

    @cached_property
    def total(self) -> int:
        """How many lines there are."""
        return int(self._base.rows("SELECT count(*) FROM wording")[0][0])

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(dict(self._base.rows("SELECT word, count FROM word")))

    def holding(self, terms: Terms, systems: Sequence[System], limit: int) -> Sequence[Line]:
        """The lines of the systems that hold all the terms, the plainest wordings first."""
        if any(not any(all(s in self.counts for s in way) for way in ways) for ways in terms):
            return ()
        if len(systems) < len(SYSTEMS):
            terms = [*terms, [(f"{MARK}{s}",) for s in systems]]
        values = (_match(terms), limit)
        return [_line(row) for row in self._base.rows(_HOLDING, values)]

    def coded(self, prefix: str, system: System, limit: int) -> Sequence[Line]:
        """The titles of the codes that begin so, dotted or not, in the order of codes."""
        start = normal(prefix) if system == "icd10cm" else prefix.upper()
        if not start:
            return ()
        values = (system, start, f"{start}~", limit)
        return [_line(row) for row in self._base.rows(_CODED, values)]

    def title(self, code: str, system: System) -> tuple[str, str]:
        """The title of a code, and the heading it stands under."""
        rows = (
            self._base.rows(_DESCRIPTOR, (code,))
            if system == "cpt"
            else self._base.rows(_TITLE, (system, code))
        )
        return (rows[0][0], rows[0][1]) if rows else ("", "")

    def has(self, system: System) -> bool:
        """Does the edition hold any wording of the system?"""
        return bool(self._base.rows("SELECT 1 FROM wording WHERE system = ? LIMIT 1", (system,)))

    def near(self, word: str) -> Sequence[str]:
        """Words of the edition that a misspelled word may stand for."""
        return self._vocabulary.near(word)

    def parted(self, word: str) -> tuple[str, str] | None:
        """The two words of the edition that were run together."""
        return self._vocabulary.parted(word)

    def knows(self, word: str) -> bool:
        """Does the word, as it is written, stand in the edition?"""
        return self._vocabulary.knows(word)


def _match(terms: Terms) -> str:
    """The terms for FTS5; every stem is quoted, so that none is taken for an operator."""
    return " AND ".join(
        "(" + " OR ".join("(" + " AND ".join(f'"{s}"' for s in way) + ")" for way in ways) + ")"
        for ways in terms
    )


def _line(row: Any) -> Line:
    system, code, kind, text, billable, own, lacks, above = row
    sets = (frozenset(stems.split()) for stems in (own, above, lacks))
    return Line(system, code, kind, text, bool(billable), *sets)
