"""Anesthesia conversion factors by locality (ANESyyyy): CSV, workbook and fixed text."""

import re
from collections.abc import Iterator

from consultant.knowledge.importers.broken import Broken, shown
from consultant.knowledge.importers.cells import enough, scaled, width
from consultant.knowledge.importers.day import year_end
from consultant.knowledge.importers.gpci import LOCALITIES
from consultant.knowledge.importers.records import Anesthesia
from consultant.knowledge.importers.source import Hints, Reading, Source
from consultant.knowledge.importers.stream import Head, Row, Stream

_TEXT = re.compile(r"(\d{5}) {7}(\d{2}) {4}(\S.{0,54}?) +(\d{4})\s*")
_NATIONAL = re.compile(r"National Anes\w* CF of\s*([\d.]+)", re.I)


def recognises_cells(head: Head) -> bool:
    """Contractor, locality, name, and a last header cell that speaks of anesthesia."""
    return any(
        len(r) >= 4 and r[0].strip().lower() == "contractor" and "anes" in r[3].lower()
        for rows in (head.commas, head.tabs)
        for r in rows[:3]
    )


def recognises_text(head: Head) -> bool:
    """No header: contractor 1-5, locality 13-14, name 19-, amount 74-77."""
    return (
        bool(head.lines)
        and all(
            re.fullmatch(r"\d{5} {7}\d{2} {4}\S.{54} {0,}\d{4}\s*", line) is not None
            for line in head.lines[:3]
            if line
        )
        and bool(head.lines[0])
    )


def read_cells(stream: Stream, hints: Hints) -> Reading:
    """The CSV, or the rows of the workbook; the national factor may hide in the header."""
    rows = stream.rows()
    _, header = next(rows, (1, [""]))
    joined = " ".join(header)
    source = _source(joined, stream.name, hints)
    if m := _NATIONAL.search(joined):
        source.facts["national"] = f"{scaled(m[1].rstrip('.'), 4, 1, 'the national factor') / 10_000:.4f}"
    return Reading((source,), _records(_filled(rows), source, hints))


def _filled(rows: Iterator[Row]) -> Iterator[tuple[int, str, str, str, int]]:
    for line, row in rows:
        if not any(c.strip() for c in row):
            continue
        width(row, (4,), line)
        mac, locality, name, amount = (c.strip() for c in row)
        if not (re.fullmatch(r"\d{5}", mac) and re.fullmatch(r"\d{1,2}", locality)):
            raise Broken(
                "a contractor of five digits and a locality of two", shown(f"{mac},{locality}"), line
            )
        yield line, mac, locality.zfill(2), name, scaled(amount, 2, line, "the conversion factor", 100_00)


def read_text(stream: Stream, hints: Hints) -> Reading:
    """Fixed text; the amount has two implied decimals (1931 is 19.31)."""
    source = _source("", stream.name, hints)
    return Reading((source,), _records(_cut(stream), source, hints))


def _cut(stream: Stream) -> Iterator[tuple[int, str, str, str, int]]:
    for line, text in stream.lines():
        if not text.strip():
            continue
        m = _TEXT.fullmatch(text)
        if not m:
            raise Broken("contractor, locality, name and amount at their columns", shown(text), line)
        yield line, m[1], m[2], m[3].strip(), int(m[4])


def _source(header: str, name: str, hints: Hints) -> Source:
    m = re.search(r"20\d\d", header) or re.search(r"20\d\d", name)
    effective = int(m[0]) * 10_000 + 101 if m else hints.effective or 0
    if not effective:
        raise Broken("the year in the header or in the file name, or --effective", f'the name "{name}"', 1)
    year = effective // 10_000
    return Source(
        "anesthesia", f"Anesthesia factors {year}", effective, year_end(effective), whole=not hints.excerpt
    )


def _records(
    rows: Iterator[tuple[int, str, str, str, int]], source: Source, hints: Hints
) -> Iterator[Anesthesia]:
    count = line = 0
    for line, mac, locality, name, amount in rows:
        if not 5_00 <= amount <= 60_00:
            raise Broken("a conversion factor between 5 and 60", f"{amount / 100:.2f}", line)
        count += 1
        yield Anesthesia(line, mac, locality, source.effective, name, amount)
    expected = LOCALITIES.get(source.effective // 10_000)
    enough(count, expected or 100, expected or 120, line, "localities", source, excerpt=hints.excerpt)
