"""NCCI medically unlikely edits: CSV and workbook, three settings; the quarter stands in the file name."""

import re
from collections.abc import Iterator

from consultant.knowledge.importers.broken import Broken, shown
from consultant.knowledge.importers.cells import enough, headed, procedure, whole_number, width
from consultant.knowledge.importers.day import in_name, quarter_end
from consultant.knowledge.importers.ptp import quarter
from consultant.knowledge.importers.records import Mue
from consultant.knowledge.importers.source import Hints, Reading, Source
from consultant.knowledge.importers.stream import Head, Row, Stream
from consultant.knowledge.importers.whole import least_of

LEAST = {"practitioner": 10_000, "hospital": 10_000, "dme": 500}
_SETTING = re.compile(r"(Practitioner|Outpatient Hospital|DME Supplier) Services MUE Values", re.I)
_CODES = ("HCPCS/ CPT Code", "HCPCS/CPT Code")
_INDICATOR = re.compile(r"([123]) (?:Line Edit|Date of Service Edit: Policy|Date of Service Edit: Clinical)")


def recognises(head: Head) -> bool:
    """A header row of HCPCS/CPT Code and "… Services MUE Values"."""
    return any(len(r) > 1 and _SETTING.search(r[1]) for rows in (head.commas, head.tabs) for r in rows[:12])


def read(stream: Stream, hints: Hints) -> Reading:
    """The CSV (a quoted notice with line breaks first) or the rows of the workbook."""
    rows = stream.rows()
    for line, row in rows:
        m = _SETTING.search(row[1]) if len(row) > 1 else None
        if m:
            headed(
                [_spaced(c) for c in row],
                ("HCPCS", "MUE Values", "MUE Adjudication Indicator", "MUE Rationale"),
                line,
            )
            source = _source(m[1], stream.name, hints)
            return Reading((source,), _records(rows, source, hints))
        if line > 60:
            break
    raise Broken("a header row with MUE Values", "none in 60 lines", 1)


def _spaced(cell: str) -> str:
    return " ".join(cell.split())


def _source(words: str, name: str, hints: Hints) -> Source:
    setting = {"p": "practitioner", "o": "hospital", "d": "dme"}[words[0].lower()]
    effective = in_name(name) or hints.effective or 0
    if not effective:
        raise Broken("the day in the file name (…_Eff_04-01-2026), or --effective", f'the name "{name}"', 1)
    title = f"NCCI medically unlikely edits, {setting}, {quarter(effective)}"
    return Source("mue", title, effective, quarter_end(effective), setting, whole=not hints.excerpt)


def _records(rows: Iterator[Row], source: Source, hints: Hints) -> Iterator[Mue]:
    count = line = 0
    for line, row in rows:
        if not any(c.strip() for c in row):
            continue
        width(row, (4,), line)
        code = procedure(row[0].strip().zfill(5), line)
        units = whole_number(row[1], line, "the MUE value", 1_000_000)
        m = _INDICATOR.fullmatch(_spaced(row[2]))
        if not m:
            raise Broken(
                "an adjudication indicator such as 3 Date of Service Edit: Clinical", shown(row[2]), line
            )
        if not row[3].strip():
            raise Broken("a rationale", "nothing", line)
        source.saw(code)
        count += 1
        yield Mue(line, code, source.setting, source.effective, units, m[1], _spaced(row[3]))
    least = least_of(f"mue {source.setting}", source.effective, LEAST[source.setting])
    enough(count, least, 60_000, line, "codes", source, excerpt=hints.excerpt)
