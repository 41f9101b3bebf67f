"""HCPCS Level II (ANWEB): fixed text of 320 columns, and the one-row-per-code table (workbook, CSV).

The text is the better source; the workbooks have gaps. Terminated codes stay in the file with their last day.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from consultant.knowledge.importers.broken import Broken, shown
from consultant.knowledge.importers.cells import enough
from consultant.knowledge.importers.day import OPEN, in_name, quarter_end, read_day, year_end
from consultant.knowledge.importers.records import Concept, Hcpcs
from consultant.knowledge.importers.source import Hints, Reading, Source
from consultant.knowledge.importers.stream import Head, Line, Stream
from consultant.knowledge.importers.whole import least_of

LEAST = 5_000
SYSTEM, MODIFIERS = "hcpcs", "modifier"
_STEP = 100  # between the sequence numbers of the lines of one code
_LINE = re.compile(r"(?:[A-V]\d{4}|   [0-9A-Z]{2})\d{5}[3478]")
_BARE = re.compile(r"[A-V]\d{4}|[0-9A-Z]{2}")
_NEEDED = ("LONG DESCRIPTION", "SHORT DESCRIPTION", "COV", "ADD DT", "TERM DT", "ACTION CD")
_COVERAGE, _ACTIONS = frozenset(("", "C", "D", "I", "M", "S")), frozenset("ABCDFNPRST") | {""}
# fmt: off
_CUTS = {"PRICE": [(119 + 2 * i, 121 + 2 * i) for i in range(4)], "MULT_PI": [(127, 128)],
         "CIM": [(128 + 6 * i, 134 + 6 * i) for i in range(3)],
         "MCM": [(146 + 8 * i, 154 + 8 * i) for i in range(3)], "STATUTE": [(170, 180)],
         "XREF": [(204 + 5 * i, 209 + 5 * i) for i in range(5)], "COV": [(229, 230)],
         "ASC_GRP": [(230, 232)], "BETOS": [(256, 259)], "TOS": [(260 + i, 261 + i) for i in range(5)],
         "ANEST_BU": [(265, 268)], "ADD DT": [(268, 276)], "ACT EFF DT": [(276, 284)],
         "TERM DT": [(284, 292)], "ACTION CD": [(292, 293)]}
# fmt: on


class _Entry(NamedTuple):
    """A code as either layout gives it."""

    line: int
    code: str
    long: str
    short: str
    cells: dict[str, list[str]]


def recognises_text(head: Head) -> bool:
    """Lines of a code or modifier, a sequence number and a record id."""
    hits = [line for line in head.lines[:60] if _LINE.match(line) and len(line) > 268]
    return len(hits) > 0


def recognises_cells(head: Head) -> bool:
    """A header row HCPC, SEQNUM, RECID."""
    return any(_is_header(row) for rows in (head.commas, head.tabs) for row in rows[:40])


def _is_header(row: list[str]) -> bool:
    return [c.strip().upper() for c in row[:3]] == ["HCPC", "SEQNUM", "RECID"]


def read_text(stream: Stream, hints: Hints) -> Reading:
    """The fixed text; notices above the first record are passed over."""
    return _reading(_joined(stream.lines()), stream, hints)


def _joined(lines: Iterator[Line]) -> Iterator[_Entry]:
    """First lines (3, 7) with their continuations (4, 8)."""
    entry: _Entry | None = None
    nth = 0
    for number, text in lines:
        if not _LINE.match(text):
            if entry and text.strip():
                raise Broken(
                    "a code, a sequence number and a record id in columns 1 to 11", shown(text), number
                )
            continue
        if text[10] in "48":
            if entry is None or entry.code != text[:5].strip():
                raise Broken("a continuation of the code above", shown(text[:11]), number)
            if (nth := nth + _STEP) != int(text[5:10]):
                raise Broken(f"the line {nth:05d} of {entry.code}", text[5:10], number)
            entry = entry._replace(long=f"{entry.long} {text[11:91].strip()}".strip())
            continue
        if not 268 < len(text) <= 321:
            raise Broken("a record of 320 characters", f"{len(text)}", number)
        if entry:
            yield entry
        cells = {name: [text[a:b].strip() for a, b in cuts] for name, cuts in _CUTS.items()}
        nth = int(text[5:10])
        entry = _Entry(number, text[:5].strip(), text[11:91].strip(), text[91:119].strip(), cells)
    if entry:
        yield entry


def read_cells(stream: Stream, hints: Hints) -> Reading:
    """The table; its header stands in row 1, 8 or 11, depending on the year."""
    return _reading(_rows(stream), stream, hints)


def _rows(stream: Stream) -> Iterator[_Entry]:
    header: list[str] = []
    for line, row in stream.rows():
        if not header:
            if _is_header(row):
                header = [re.sub(r"(?<=[A-Z])\d$", "", " ".join(c.split()).upper()) for c in row]
                if missing := [name for name in _NEEDED if name not in header]:
                    raise Broken(f"the column {missing[0]}", shown(",".join(row)), line)
            elif line > 60:
                raise Broken("a header row HCPC, SEQNUM, RECID", "none in 60 lines", line)
            continue
        if not any(c.strip() for c in row):
            continue
        cells: dict[str, list[str]] = {name: [] for name in header}
        for name, cell in zip(header, row, strict=False):
            cells[name].append(cell.replace("\xa0", " ").strip())
        if len(row) < len(header):
            raise Broken(f"{len(header)} cells in a row", str(len(row)), line)
        if "".join(cells["RECID"]) not in ("3", "7"):
            raise Broken("the record id 3 or 7", shown("".join(cells["RECID"])), line)
        long, short = (" ".join(cells[n][0].split()) for n in ("LONG DESCRIPTION", "SHORT DESCRIPTION"))
        yield _Entry(line, cells["HCPC"][0], long, short, cells)
    if not header:
        raise Broken("a header row HCPC, SEQNUM, RECID", "none", 1)


def _reading(entries: Iterator[_Entry], stream: Stream, hints: Hints) -> Reading:
    effective, annual = in_name(stream.name), False
    if not effective and (m := re.search(r"20\d\d", stream.name)):
        effective, annual = int(m[0]) * 10_000 + 101, True
    effective = effective or hints.effective or 0
    if not effective:
        expected = "the year or quarter in the file name (HCPC2026_OCT_ANWEB), or --effective"
        raise Broken(expected, f'the name "{stream.name}"', 1)
    until = year_end(effective) if annual else quarter_end(effective)
    title = f"HCPCS Level II, {effective // 10_000}" + ("" if annual else f"-{effective // 100 % 100:02d}")
    source = Source("hcpcs", title, effective, until, whole=not hints.excerpt)
    return Reading((source,), _records(entries, source, hints))


def _records(entries: Iterator[_Entry], source: Source, hints: Hints) -> Iterator[Concept | Hcpcs]:
    count = line = 0
    for entry in entries:
        line, code = entry.line, entry.code
        if not _BARE.fullmatch(code):
            raise Broken(
                "a code of a letter and four digits, or a modifier of two characters", shown(code), line
            )
        if not entry.long:
            raise Broken("a long description", "nothing", line)
        count += 1
        system = SYSTEM if len(code) == 5 else MODIFIERS
        if len(code) == 5:
            source.saw(code)
        yield Concept(line, system, code, source.effective, "code", entry.long, entry.short, 1, "", 0)
        yield _details(entry, source.effective)
    least = least_of(source.kind, source.effective, LEAST)
    enough(count, least, 40_000, line, "codes and modifiers", source, excerpt=hints.excerpt)


def _details(entry: _Entry, effective: int) -> Hcpcs:
    line = entry.line

    def some(*names: str) -> str:
        return " ".join(v for n in names for v in entry.cells.get(n, []) if v)

    def day(name: str, missing: int) -> int:
        text = some(name)
        return read_day(re.sub(r"\.0$", "", text), line, name) if text else missing

    coverage, action = some("COV"), some("ACTION CD")
    if coverage not in _COVERAGE:
        raise Broken("the coverage C, D, I, M, S or blank", shown(coverage), line)
    if action not in _ACTIONS:
        raise Broken("an action code such as N or A", shown(action), line)
    return Hcpcs(
        line,
        entry.code,
        effective,
        coverage,
        some("PRICE"),
        some("MULT_PI"),
        some("CIM", "MCM"),
        some("STATUTE"),
        some("XREF"),
        some("ASC_GRP"),
        some("BETOS"),
        some("TOS"),
        some("ANEST_BU"),
        day("ADD DT", 0),
        day("ACT EFF DT", 0),
        day("TERM DT", OPEN),
        action,
    )
