"""Geographic practice cost indices (GPCIyyyy): CSV, workbook and fixed text; 109 localities."""

import re
from collections.abc import Iterator

from consultant.knowledge.importers.broken import Broken, shown
from consultant.knowledge.importers.cells import enough, headed, scaled, width
from consultant.knowledge.importers.day import year_end
from consultant.knowledge.importers.records import Gpci
from consultant.knowledge.importers.source import Hints, Reading, Source
from consultant.knowledge.importers.stream import Head, Row, Stream

_TITLE = re.compile(r"CY\s*(20\d\d)\s+GEOGRAPHIC PRACTICE COST IND", re.I)
_CSV = (
    "Medicare Administrative Contractor",
    "State",
    "Locality Number",
    "Locality Name",
    "PW GPCI",
    "PE GPCI",
    "MP GPCI",
)
_CUTS = ((0, 5), (16, 18), (24, 26), (29, 111), (121, 126), (133, 138), (145, 150))
LOCALITIES = {2024: 109, 2025: 109, 2026: 109}


def recognises_cells(head: Head) -> bool:
    """The title, and below it a row of seven column names."""
    return bool(_TITLE.search(head.text()[:2_000])) and any(
        len(r) >= 7 and "pw gpci" in r[4].lower() for rows in (head.commas, head.tabs) for r in rows[:12]
    )


def recognises_text(head: Head) -> bool:
    """The title, and a header line cut at fixed columns."""
    return bool(_TITLE.search(head.text()[:2_000])) and any(
        re.match(r"Medicare Admi\w* +State +Locality", line) for line in head.lines[:12]
    )


def read_cells(stream: Stream, hints: Hints) -> Reading:
    """The CSV, or the rows of the workbook."""
    rows = stream.rows()
    title = ""
    for line, row in rows:
        title += " ".join(row) + " "
        if any("PW GPCI" in c for c in row):
            headed(row, _CSV, line)
            break
        if line > 30:
            raise Broken("a header row with PW GPCI", "none in 30 rows", line)
    else:
        raise Broken("a header row with PW GPCI", "the end of the file")
    return _reading(title, rows, hints)


def read_text(stream: Stream, hints: Hints) -> Reading:
    """The fixed-width text, 150 columns."""
    title = stream.head().lines[0]
    cut = ((n, [t[a:b] for a, b in _CUTS]) for n, t in stream.lines() if re.match(r"\d{5} ", t))
    return _reading(title, cut, hints)


def _reading(title: str, rows: Iterator[Row], hints: Hints) -> Reading:
    m = _TITLE.search(title)
    if not m:
        raise Broken("a title with CY and the year", shown(title), 1)
    effective = int(m[1]) * 10_000 + 101
    source = Source(
        "gpci", f"Geographic indices {m[1]}", effective, year_end(effective), whole=not hints.excerpt
    )
    return Reading((source,), _records(rows, source, hints))


def _records(rows: Iterator[Row], source: Source, hints: Hints) -> Iterator[Gpci]:
    count = line = 0
    ended = False
    for line, row in rows:
        if not re.fullmatch(r"\d{5}", row[0].strip() if row else ""):
            ended = ended or bool(count and any(c.strip() for c in row))
            if count and len(row) > 4 and re.fullmatch(r"[\d.]+", row[4].strip()):
                raise Broken("a contractor of five digits", shown(row[0]), line)
            continue
        if ended:
            raise Broken("only footnotes after the last locality", shown(row[0]), line)
        count += 1
        yield _record(row, source.effective, line)
    least = LOCALITIES.get(source.effective // 10_000, 100)
    most = LOCALITIES.get(source.effective // 10_000, 120)
    enough(count, least, most, line, "localities", source, excerpt=hints.excerpt)


def _record(row: list[str], effective: int, line: int) -> Gpci:
    width(row, range(7, 12), line)
    mac, state, locality, name = (c.strip() for c in row[:4])
    if not re.fullmatch(r"[A-Z]{2}", state):
        raise Broken("a state of two letters", shown(state), line)
    if not re.fullmatch(r"\d{1,2}", locality):
        raise Broken("a locality of two digits", shown(locality), line)
    if not name:
        raise Broken("a locality name", "nothing", line)
    work, pe, mp = (
        scaled(row[i], 3, line, what, 9_999) for i, what in ((4, "PW GPCI"), (5, "PE GPCI"), (6, "MP GPCI"))
    )
    for what, value in (("PW GPCI", work), ("PE GPCI", pe), ("MP GPCI", mp)):
        if not 100 <= value <= 5_000:
            raise Broken(f"a {what} between 0.1 and 5", f"{value / 1000:g}", line)
    return Gpci(line, mac, locality.zfill(2), effective, state, name, work, pe, mp)
