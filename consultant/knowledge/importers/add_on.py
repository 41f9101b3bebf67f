"""NCCI add-on codes (AOC_VyyyyQn-MCR): tab-separated text and workbook; days are yyyyddd."""

import re
from collections.abc import Iterator

from consultant.knowledge.importers.broken import Broken
from consultant.knowledge.importers.cells import enough, headed, one_of, procedure, width
from consultant.knowledge.importers.day import OPEN, in_name, quarter_end, read_year_day
from consultant.knowledge.importers.ptp import quarter
from consultant.knowledge.importers.records import AddOn
from consultant.knowledge.importers.source import Hints, Reading, Source
from consultant.knowledge.importers.stream import Head, Row, Stream

LEAST = 1_000
ANY = "CCCCC"
"""Stands for primaries that the contractors define."""

_HEADER = (
    "AOC_Edit_Type",
    "Add-On_Code",
    "AOC_DelDT",
    "Primary_Code",
    "Primary_Code_DelDT",
    "AOC_Edit_EffDT",
    "AOC_Edit_DelDT",
)


def recognises(head: Head) -> bool:
    """A header row that begins with AOC_Edit_Type."""
    return any(r and _plain(r[0]) == "aoc_edit_type" for rows in (head.tabs, head.commas) for r in rows[:6])


def _plain(cell: str) -> str:
    return cell.strip().lower().replace(" ", "_")


def read(stream: Stream, hints: Hints) -> Reading:
    """The text file or the rows of the workbook."""
    tabbed = any(r and _plain(r[0]) == "aoc_edit_type" for r in stream.head().tabs[:6])
    rows = stream.rows("\t" if tabbed else ",")
    for line, row in rows:
        if row and _plain(row[0]) == "aoc_edit_type":
            headed([_plain(c) for c in row], [n.lower() for n in _HEADER], line)
            break
        if line > 20:
            raise Broken("a header row that begins with AOC_Edit_Type", "none in 20 lines", line)
    effective = in_name(stream.name) or hints.effective or 0
    if not effective:
        raise Broken(
            "the quarter in the file name (AOC_V2026Q3), or --effective", f'the name "{stream.name}"', 1
        )
    title = f"NCCI add-on codes, {quarter(effective)}"
    source = Source("add_on", title, effective, quarter_end(effective), whole=not hints.excerpt)
    return Reading((source,), _records(rows, source, hints))


def _records(rows: Iterator[Row], source: Source, hints: Hints) -> Iterator[AddOn]:
    count = line = 0
    for line, row in rows:
        cells = [c.strip() for c in row]
        if not any(cells):
            continue
        width(row, (7, 8), line)
        kind, code, gone, primary, primary_gone, start, end = cells[:7]
        one_of(kind, ("1", "2", "3"), line, "the edit type")
        code = procedure(code, line, "an add-on code")
        primary = primary if primary == ANY else procedure(primary, line, "a primary code")
        ends = [_day(d, line) for d in (gone, primary_gone, end)]
        effective = read_year_day(re.sub(r"\.0$", "", start), line, "the effective day")
        source.saw(code)
        count += 1
        yield AddOn(line, code, primary, kind, effective, min(ends), " ".join(cells[7:8]))
    enough(count, LEAST, 100_000, line, "pairs", source, excerpt=hints.excerpt)


def _day(text: str, line: int) -> int:
    return read_year_day(text, line, "a deletion day") if text.strip("*0") else OPEN
