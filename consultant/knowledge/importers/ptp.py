"""NCCI procedure-to-procedure edits (ccipra, ccioph): tab-separated text and workbook.

A row is (column 1, column 2, * if in existence before 1996, effective, deletion or *, indicator, rationale).
The file names no setting and no quarter: both come from its name (ccipra-v322r0-f1: NN = year - 1994, M =
quarter - 1).
"""

import re
from collections.abc import Iterator
from sys import intern

from consultant.knowledge.importers.broken import Broken, shown
from consultant.knowledge.importers.cells import PROCEDURE, enough, procedure, width
from consultant.knowledge.importers.day import OPEN, in_name, quarter_end, read_day
from consultant.knowledge.importers.records import Ptp
from consultant.knowledge.importers.source import Hints, Reading, Source
from consultant.knowledge.importers.stream import Head, Row, Stream

LEAST = 100_000
BEFORE = 19960101
SETTINGS = ("practitioner", "hospital", "dme")
_VERSION = re.compile(r"v(\d\d)([0-3])r\d")
_NAMES = {"practitioner": r"ccipra|practitioner", "hospital": r"ccioph|hospital|outpatient", "dme": r"dme"}


def recognises(head: Head) -> bool:
    """ "Column1/Column2 Edits" above rows that begin with two codes."""
    return any("column1/column2 edits" in " ".join(r).lower() for r in head.tabs[:8])


def read(stream: Stream, hints: Hints) -> Reading:
    """The text file: no quoting, so that a line is cut at its tabs and nowhere else."""
    head = stream.head()
    lines = ((n, text.split("\t")) for n, text in stream.lines())
    rows = stream.rows("\t") if len(head.tabs) > 3 and "\t" not in head.lines[2] else lines
    source = _source(stream.name, hints)
    return Reading((source,), _records(rows, source, hints))


def _source(name: str, hints: Hints) -> Source:
    found = [s for s, words in _NAMES.items() if re.search(words, name, re.I)]
    setting = hints.setting or (found[0] if found else "")
    if setting not in SETTINGS:
        expected = "practitioner (ccipra) or hospital (ccioph) in the file name, or --setting"
        raise Broken(expected, f'the name "{name}"', 1)
    effective = hints.effective or 0
    if m := _VERSION.search(name.lower()):
        effective = (1994 + int(m[1])) * 10_000 + (int(m[2]) * 3 + 1) * 100 + 1
    effective = effective or in_name(name)
    if not effective:
        raise Broken(
            "the version (v322r0) or quarter in the file name, or --effective", f'the name "{name}"', 1
        )
    title = f"NCCI procedure-to-procedure edits, {setting}, {quarter(effective)}"
    return Source("ptp", title, effective, quarter_end(effective), setting, whole=not hints.excerpt)


def quarter(day: int) -> str:
    """ "2026 Q3"."""
    return f"{day // 10_000} Q{(day // 100 % 100 + 2) // 3}"


def _records(rows: Iterator[Row], source: Source, hints: Hints) -> Iterator[Ptp]:
    count = line = 0
    code = PROCEDURE.fullmatch
    days: dict[str, int] = {}
    setting = source.setting
    first = last = ""
    for line, row in rows:
        if not count and not (len(row) > 1 and code(row[0].strip()) and code(row[1].strip())):
            _preamble(row, line)
            continue
        if len(row) != 7:
            width(row, (7,), line)
        a, b, prior, start, end, indicator, rationale = row
        if not (code(a) and code(b)):
            a, b = procedure(a, line, "a column 1 code"), procedure(b, line, "a column 2 code")
        effective = days.get(start) or _day(days, start, line, prior)
        deletion = OPEN if end == "*" else days.get(end) or _day(days, end, line, "")
        if indicator not in ("0", "1", "9") or prior not in ("", "*") or deletion < effective:
            _reject(row, line)
        if a < first or not first:
            first = a
        if a > last:
            last = a
        count += 1
        yield Ptp(line, setting, a, b, effective, deletion, int(indicator), prior == "*", intern(rationale))
    source.first, source.last = first, last
    enough(count, LEAST, 10_000_000, line, "edits", source, excerpt=hints.excerpt)


def _preamble(row: list[str], line: int) -> None:
    if line > 12:
        raise Broken("a row of two codes after at most 12 lines", shown("\t".join(row)), line)


def _day(known: dict[str, int], text: str, line: int, prior: str) -> int:
    """Days repeat in almost every row, so each is checked once."""
    text = text.strip()
    if not text and prior.strip() == "*":
        return BEFORE
    known[text] = read_day(text, line, "a day")
    return known[text]


def _reject(row: list[str], line: int) -> None:
    """Say which of the last cells does not fit; blanks around them do not matter."""
    _, _, prior, start, end, indicator, _ = (c.strip() for c in row)
    if indicator not in ("0", "1", "9"):
        raise Broken("the modifier indicator to be 0, 1 or 9", shown(indicator), line)
    if prior not in ("", "*"):
        raise Broken("* or nothing for edits in existence before 1996", shown(prior), line)
    if end != "*" and start and end < start:
        raise Broken(f"a deletion day not before the effective day {start}", shown(end), line)
    raise Broken("cells without blanks around them", shown("\t".join(row)), line)
