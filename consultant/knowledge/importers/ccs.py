"""Procedure categories by code range (HCUP CCS Services and Procedures): CSV, ranges in single quotes."""

import re
from collections.abc import Iterator

from consultant.knowledge.importers.broken import Broken, shown
from consultant.knowledge.importers.cells import enough, procedure, whole_number, width
from consultant.knowledge.importers.day import OPEN
from consultant.knowledge.importers.records import Category
from consultant.knowledge.importers.source import Hints, Reading, Source
from consultant.knowledge.importers.stream import Head, Row, Stream
from consultant.knowledge.importers.whole import least_of

LEAST = 10_000
_HEADER = ["code range", "ccs", "ccs label"]


def recognises(head: Head) -> bool:
    """The header Code Range, CCS, CCS Label, perhaps below a title."""
    return any([c.strip().lower() for c in row[:3]] == _HEADER for row in head.commas[:4])


def read(stream: Stream, hints: Hints) -> Reading:
    """Ranges are inclusive; their ends have the same shape."""
    rows = stream.rows()
    for line, row in rows:
        if [c.strip().lower() for c in row[:3]] == _HEADER:
            break
        if line > 6:
            raise Broken("the header Code Range, CCS, CCS Label", shown(",".join(row)), line)
    m = re.search(r"v?(20\d\d)", stream.name)
    effective = hints.effective or (int(m[1]) * 10_000 + 101 if m else 0)
    if not effective:
        raise Broken("the year in the file name, or --effective", f'the name "{stream.name}"', 1)
    source = Source(
        "ccs", f"CCS procedure categories {effective // 10_000}", effective, OPEN, whole=not hints.excerpt
    )
    return Reading((source,), _records(rows, source, hints))


def _records(rows: Iterator[Row], source: Source, hints: Hints) -> Iterator[Category]:
    count = line = 0
    for line, row in rows:
        if not any(c.strip() for c in row):
            continue
        width(row, (3,), line)
        ends = row[0].strip().strip("'").split("-")
        if len(ends) != 2:
            raise Broken("a range such as '62302-62305'", shown(row[0]), line)
        first, last = (procedure(end, line, "an end of a range") for end in ends)
        if first > last or shape(first) != shape(last):
            raise Broken("a range of codes of one shape, the lower first", shown(row[0]), line)
        number = whole_number(row[1], line, "the CCS number", 9_999)
        count += 1
        yield Category(line, "ccs", first, last, str(number), row[2].strip(), source.effective, OPEN)
    least = least_of(source.kind, source.effective, LEAST)
    enough(count, least, 100_000, line, "ranges", source, excerpt=hints.excerpt)


def shape(code: str) -> tuple[bool, str]:
    """A range holds only codes of one shape: letter first, letter last."""
    return code[0].isalpha(), code[-1] if code[-1].isalpha() else ""
