"""Is an edition whole? Its seal, row counts, sums, and that what points somewhere points at something."""

from collections.abc import Iterator
from pathlib import Path

from consultant.editions.lookup import Base
from consultant.editions.seal import intact
from consultant.editions.tables import TABLES
from consultant.frozen import Frozen
from consultant.knowledge.importers.gpci import LOCALITIES

_TOTALS = """
SELECT count(*), min(line) FROM rvu WHERE work IS NOT NULL AND
(nonfacility_total <> work + nonfacility_pe + malpractice
OR facility_total <> work + facility_pe + malpractice)
"""
_FACTORS = """
SELECT count(*) FROM
(SELECT 1 FROM rvu GROUP BY effective, variant HAVING count(DISTINCT conversion_factor) > 1)
"""
# what must not be found: (what it says, query that counts the faults)
_POINTERS = (
    (
        "every parent of a diagnosis is there",
        "SELECT count(*) FROM concept c WHERE c.parent <> '' AND NOT EXISTS (SELECT 1 FROM concept p "
        "WHERE p.system = c.system AND p.code = c.parent AND p.effective = c.effective)",
    ),
    (
        "every 7th character and note stands at a code",
        "SELECT (SELECT count(*) FROM seventh s WHERE NOT EXISTS (SELECT 1 FROM concept c WHERE "
        "c.system = 'icd10cm' AND c.code = s.code AND c.effective = s.effective)) + "
        "(SELECT count(*) FROM note n WHERE NOT EXISTS (SELECT 1 FROM concept c WHERE "
        "c.system = 'icd10cm' AND c.code = n.code AND c.effective = n.effective))",
    ),
    (
        "every index code belongs to a term",
        "SELECT count(*) FROM term_code t WHERE NOT EXISTS (SELECT 1 FROM term x WHERE x.part = t.part "
        "AND x.effective = t.effective AND x.id = t.term)",
    ),
    (
        "every edit has a rationale, and ends no earlier than it began",
        "SELECT count(*) FROM ptp WHERE deletion < effective OR rationale NOT IN (SELECT id FROM rationale)",
    ),
    (
        "every code of an article belongs to an article",
        "SELECT count(*) FROM article_code c WHERE EXISTS (SELECT 1 FROM article) AND NOT EXISTS "
        "(SELECT 1 FROM article a WHERE a.article = c.article AND a.version = c.version)",
    ),
)


class Checked(Frozen):
    """One thing verified."""

    what: str
    right: bool
    found: str = ""


def verify(path: Path) -> list[Checked]:
    """Everything that can be verified of an edition file. Raises EditionError when it cannot be opened."""
    base = Base(path)
    try:
        return list(_checks(base))
    finally:
        base.close()


def _checks(base: Base) -> Iterator[Checked]:
    yield Checked(
        what="the checksum is that of the build", right=intact(base.path, base.about.get("checksum", ""))
    )
    damage = base.rows("PRAGMA quick_check(1)")[0][0]
    yield Checked(what="the file is sound", right=damage == "ok", found="" if damage == "ok" else str(damage))
    yield _rows(base)
    wrong, line = base.rows(_TOTALS)[0]
    found = f"{wrong} rows, the first on line {line}" if wrong else ""
    yield Checked(what="all relative value totals add up", right=not wrong, found=found)
    releases = base.rows(_FACTORS)[0][0]
    yield Checked(what="one conversion factor per release", right=not releases)
    yield from _localities(base)
    for what, query in _POINTERS:
        faults = base.rows(query)[0][0]
        yield Checked(what=what, right=not faults, found=f"{faults} that do not" if faults else "")


def _rows(base: Base) -> Checked:
    """Each source has as many rows in the tables as were written."""
    counts: dict[int, int] = {}
    for table, _ in TABLES.values():
        for source, rows in base.rows(f"SELECT source, count(*) FROM {table} GROUP BY source"):
            counts[source] = counts.get(source, 0) + rows
    wrong = [r for r in base.releases if counts.pop(r.id, 0) != r.rows]
    found = f"{wrong[0].title} differs" if wrong else f"{len(counts)} unknown sources" if counts else ""
    return Checked(what="every source has its number of rows", right=not found, found=found)


def _localities(base: Base) -> Iterator[Checked]:
    for effective, found in base.rows("SELECT effective, count(*) FROM gpci GROUP BY effective"):
        year = effective // 10_000
        expected = LOCALITIES.get(year, found)
        yield Checked(
            what=f"{expected} localities in {year}",
            right=found == expected,
            found="" if found == expected else str(found),
        )
