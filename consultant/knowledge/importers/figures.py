"""The figures that ship with the project (config/knowledge/figures): our own tables of published rows.

First a line `consultant figures,<table>`, then the sources with their file names and quarters, an empty line,
and the rows, each with its source and the line it has in the published file.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TextIO, get_type_hints

from consultant.knowledge.importers.broken import Broken, shown
from consultant.knowledge.importers.cells import headed, scaled, whole_number
from consultant.knowledge.importers.day import valid
from consultant.knowledge.importers.records import AddOn, Anesthesia, County, Gpci, Mue, Ptp, Rvu
from consultant.knowledge.importers.source import Hints, Reading, Source
from consultant.knowledge.importers.stream import Head, Row, Stream

MAGIC = "consultant figures"
TABLES: dict[str, type[Any]] = {
    "rvu": Rvu,
    "gpci": Gpci,
    "anesthesia": Anesthesia,
    "counties": County,
    "ptp": Ptp,
    "mue": Mue,
    "add_on": AddOn,
}
_SOURCE = ("id", "title", "file", "effective", "until", "setting", "variant", "note", "codes")
_TWO = frozenset(
    "work nonfacility_pe facility_pe malpractice nonfacility_total facility_total preoperative "
    "intraoperative postoperative opps_nonfacility opps_facility opps_malpractice".split()
)
_OF_SOURCE = frozenset(("effective", "variant", "setting"))


def places(table: str, name: str) -> int:
    """How many decimals a column has."""
    if table == "gpci":
        return 3 if name in ("work", "pe", "malpractice") else 0
    if table == "anesthesia":
        return 2 if name == "amount" else 0
    return 4 if name == "conversion_factor" else 2 if name in _TWO else 0


def columns(table: str) -> tuple[str, ...]:
    """The columns of a table's rows; what holds for a whole source stands there instead."""
    fields = TABLES[table]._fields
    shared = _OF_SOURCE if table != "ptp" and table != "add_on" else frozenset(("setting",))
    return tuple(f for f in fields if f not in shared)


def recognises(head: Head) -> bool:
    """The first line."""
    return bool(head.commas) and head.commas[0][0].strip() == MAGIC


def read(stream: Stream, hints: Hints) -> Reading:
    """Sources first, then rows grouped by source."""
    rows = stream.rows()
    line, first = next(rows, (1, [""]))
    table = first[1].strip() if len(first) > 1 else ""
    if table not in TABLES:
        raise Broken(f"one of the tables {', '.join(TABLES)}", shown(table), line)
    sources = _sources(rows, table)
    return Reading(tuple(sources.values()), _records(rows, table, sources))


def _sources(rows: Iterator[Row], table: str) -> dict[str, Source]:
    line, row = next(rows, (2, []))
    headed(row, _SOURCE, line)
    found: dict[str, Source] = {}
    for line, row in rows:
        if not any(row):
            return found
        if len(row) != len(_SOURCE):
            raise Broken(f"{len(_SOURCE)} cells", str(len(row)), line)
        at = dict(zip(_SOURCE, row, strict=True))
        effective, until = (whole_number(at[n], line, n, 99991231) for n in ("effective", "until"))
        if not valid(effective):
            raise Broken("effective as yyyymmdd", shown(at["effective"]), line)
        found[at["id"]] = Source(
            table,
            at["title"],
            effective,
            until,
            at["setting"],
            at["variant"],
            whole=not at["codes"],
            note=at["note"],
            file=at["file"],
            covered=tuple(at["codes"].split()),
        )
    raise Broken("an empty line and rows after the sources", "the end of the file", line)


def _records(rows: Iterator[Row], table: str, sources: dict[str, Source]) -> Iterator[Any]:
    line, row = next(rows, (1, []))
    names = columns(table)
    headed(row, ("source", *names), line)
    record, hints = TABLES[table], get_type_hints(TABLES[table])
    current = ""
    for line, row in rows:
        if len(row) != len(names) + 1:
            raise Broken(f"{len(names) + 1} cells", str(len(row)), line)
        if row[0] != current:
            current = row[0]
            if current not in sources:
                raise Broken("a source named above", shown(current), line)
            yield sources[current]
        source = sources[current]
        values: dict[str, Any] = {
            "effective": source.effective,
            "variant": source.variant,
            "setting": source.setting,
        }
        for name, cell in zip(names, row[1:], strict=True):
            values[name] = _value(cell, hints[name], places(table, name), line, name)
        yield record(**{f: values[f] for f in record._fields})


def _value(cell: str, kind: Any, decimals: int, line: int, name: str) -> int | str | None:
    if kind is str:
        return cell
    if not cell and kind is not int:
        return None
    return scaled(cell, decimals, line, name) if decimals else whole_number(cell, line, name, 99991231)


def write(file: TextIO, table: str, groups: Iterable[tuple[Source, Sequence[Any]]]) -> None:
    """The same layout, written: for the command that makes these files from published ones."""
    groups = list(groups)
    out = csv.writer(file, lineterminator="\n")
    out.writerow((MAGIC, table))
    out.writerow(_SOURCE)
    for n, (s, _) in enumerate(groups, start=1):
        codes = " ".join(s.covered)
        out.writerow((n, s.title, s.file, s.effective, s.until, s.setting, s.variant, s.note, codes))
    file.write("\n")
    names = columns(table)
    out.writerow(("source", *names))
    for n, (_, records) in enumerate(groups, start=1):
        for r in records:
            out.writerow((n, *(_cell(getattr(r, name), places(table, name)) for name in names)))


def _cell(value: Any, decimals: int) -> str:
    if value is None:
        return ""
    return f"{value / 10**decimals:.{decimals}f}" if decimals else str(value)
