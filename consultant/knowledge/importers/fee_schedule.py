"""The physician fee schedule's relative value file (PPRRVU): CSV, workbook and fixed text.

Two column plans: 31 columns through 2025, 32 since 2026, where `PRIC IND` came in at index 23. The
descriptors in column 3 are the AMA's and are never kept.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from consultant.knowledge.importers.broken import Broken, shown
from consultant.knowledge.importers.cells import enough, one_of, procedure, scaled, width
from consultant.knowledge.importers.day import in_name, quarter_end
from consultant.knowledge.importers.fee_columns import COLUMNS, THROUGH_2025, Column
from consultant.knowledge.importers.records import Rvu
from consultant.knowledge.importers.source import Hints, Reading, Source
from consultant.knowledge.importers.stream import Head, Stream
from consultant.knowledge.importers.whole import least_of

LEAST = 15_000
_MONTHS = {"JANUARY": 1, "APRIL": 4, "JULY": 7, "OCTOBER": 10}
_TITLE = re.compile(
    r"(20\d\d) National Physician Fee Schedule Relative Value File\s+(January|April|July|October)", re.I
)
_SUPERVISION = re.compile(r"(?:\d\d|\dA)?")
_RECORD = 171


def recognises_cells(head: Head) -> bool:
    """A row HCPCS, MOD, DESCRIPTION that is 31 or 32 cells wide."""
    return any(_is_header(row) for rows in (head.commas, head.tabs) for row in rows[:60])


def _is_header(row: list[str]) -> bool:
    return len(row) > 25 and [c.strip().upper() for c in row[:3]] == ["HCPCS", "MOD", "DESCRIPTION"]


def recognises_text(head: Head) -> bool:
    """HDR lines, then records with a status in column 58 and digits with a point before it."""
    lines = [line for line in head.lines[:40] if line and not line.startswith("HDR ")]
    return any(line.startswith("HDR ") for line in head.lines[:40]) and bool(
        lines and re.match(r"[0-9A-Z]{5}.{52}[A-Z].\s{0,3}\d*\.\d\d", lines[0])
    )


def read_cells(stream: Stream, hints: Hints) -> Reading:
    """The CSV, or the rows of the workbook."""
    rows = stream.rows()
    above: list[list[str]] = []
    line = 0
    for line, row in rows:
        above.append(row)
        if _is_header(row):
            break
        if len(above) > 60:
            raise Broken("the header row that begins HCPCS, MOD, DESCRIPTION", "none in 60 rows", line)
    else:
        header = "the header row that begins HCPCS, MOD, DESCRIPTION"
        raise Broken(header, "the end of the file", line or None)
    columns = _plan(above, line)
    source = _source(" ".join(c for r in above for c in r[:3]), stream.name, hints)
    cells = ((n, r) for n, r in rows if any(c.strip() for c in r))
    return Reading((source,), _records(cells, columns, source, hints))


def _plan(above: list[list[str]], line: int) -> tuple[Column, ...]:
    """The columns, checked against the header joined downwards from the stacked rows."""
    size = len(above[-1])
    width(above[-1], (31, 32), line)
    columns = COLUMNS if size == 32 else THROUGH_2025
    for i, column in enumerate(columns):
        joined = " ".join(" ".join(r[i] for r in above[-5:] if i < len(r)).upper().split())
        if column.header not in joined:
            raise Broken(f'the column "{column.header}" as number {i + 1} of the header', shown(joined), line)
    return columns


def read_text(stream: Stream, hints: Hints) -> Reading:
    """The fixed-width text: records of 171 characters after HDR lines."""
    return Reading(
        (source := _source("", stream.name, hints),), _records(_cut(stream), COLUMNS, source, hints)
    )


def _cut(stream: Stream) -> Iterator[tuple[int, list[str]]]:
    for number, text in stream.lines():
        if text.startswith("HDR ") or not text.strip():
            continue
        if not _RECORD <= len(text.rstrip()) <= 200:
            raise Broken(f"a record of {_RECORD} characters", f"{len(text.rstrip())}", number)
        yield number, [text[c.start - 1 : c.end] for c in COLUMNS]


def _source(preamble: str, name: str, hints: Hints) -> Source:
    m = _TITLE.search(" ".join(preamble.split()))
    effective = hints.effective or 0
    if m:
        effective = int(m[1]) * 10_000 + _MONTHS[m[2].upper()] * 100 + 1
    effective = effective or in_name(name)
    if not effective:
        raise Broken("the quarter in the title or in the file name, or --effective", f'the name "{name}"', 1)
    variant = "qpp" if re.search(r"(?<!non)qpp", name, re.I) else ""
    month = next(k for k, v in _MONTHS.items() if v == (effective // 100 % 100 + 2) // 3 * 3 - 2)
    title = f"Physician fee schedule, {effective // 10_000} {month.title()}" + (" (QPP)" if variant else "")
    return Source("rvu", title, effective, quarter_end(effective), variant=variant, whole=not hints.excerpt)


def _records(
    rows: Iterator[tuple[int, list[str]]], columns: tuple[Column, ...], source: Source, hints: Hints
) -> Iterator[Rvu]:
    checks = [(c.name, _check(c)) for c in columns]
    count = line = 0
    factor = -1
    for line, row in rows:
        width(row, (len(columns),), line)
        values = {name: check(cell, line) for (name, check), cell in zip(checks, row, strict=True)}
        values.pop("description")
        record = Rvu(
            line=line, effective=source.effective, variant=source.variant, **{"pricing": "", **values}
        )
        _add_up(record)
        if record.conversion_factor != factor and factor >= 0:
            raise Broken(
                f"one conversion factor, {factor / 10_000:.4f}",
                f"{record.conversion_factor / 10_000:.4f}",
                line,
            )
        factor = record.conversion_factor
        source.saw(record.code)
        count += 1
        yield record
    least = least_of(source.kind, source.effective, LEAST)
    enough(count, least, 60_000, line, "rows", source, excerpt=hints.excerpt)
    source.facts["conversion_factor"] = f"{factor / 10_000:.4f}"


def _check(column: Column) -> Callable[[str, int], Any]:
    name, allowed = column.header.lower(), column.allowed
    if column.name == "code":
        return lambda cell, line: procedure(cell.strip().zfill(5), line)
    if column.places >= 0:
        most = 999_99 if column.places == 2 else 999_9999
        return lambda cell, line: scaled(cell, column.places, line, name, most)
    if allowed is not None:
        return lambda cell, line: one_of(_padded(cell, column.pad), allowed, line, name)
    if column.name == "supervision":
        return lambda cell, line: _matched(_padded(cell, 2), _SUPERVISION, line, name)
    if column.name == "endoscopy":
        return lambda cell, line: procedure(cell, line, name) if cell.strip() else ""
    return lambda cell, line: _padded(cell, column.pad)


def _padded(cell: str, pad: int) -> str:
    """Workbooks turn 000 into 0 and 09 into 9."""
    text = cell.strip()
    return text.zfill(pad) if pad and text.isdigit() else text


def _matched(text: str, pattern: re.Pattern[str], line: int, name: str) -> str:
    if not pattern.fullmatch(text):
        raise Broken(f"{name} as two characters", shown(text), line)
    return text


def _add_up(r: Rvu) -> None:
    """The published totals are the sums of their parts, exactly, in every row."""
    parts = (r.work or 0) + (r.malpractice or 0)
    for what, total, pe in (
        ("non-facility", r.nonfacility_total, r.nonfacility_pe or 0),
        ("facility", r.facility_total, r.facility_pe or 0),
    ):
        if total != parts + pe:
            expected = f"a {what} total of {(parts + pe) / 100:.2f} (work + practice expense + malpractice)"
            raise Broken(expected, f"{total / 100:.2f}", r.line)
