"""Counties of the payment localities (yyLOCCO, CSV): the state stands once, contractors lost their zeros."""

import re
from collections.abc import Iterator

from consultant.knowledge.importers.broken import Broken, shown
from consultant.knowledge.importers.cells import enough, width
from consultant.knowledge.importers.day import year_end
from consultant.knowledge.importers.records import County
from consultant.knowledge.importers.source import Hints, Reading, Source
from consultant.knowledge.importers.stream import Head, Row, Stream

_TITLE = re.compile(r"COUNTIES INCLUDED IN (20\d\d) LOCALITIES", re.I)


def recognises(head: Head) -> bool:
    """The title in the first line."""
    return bool(head.lines and _TITLE.search(head.lines[0]))


def read(stream: Stream, hints: Hints) -> Reading:
    """The CSV, or the rows of the workbook."""
    rows = stream.rows()
    _, first = next(rows, (1, [""]))
    m = _TITLE.search(" ".join(first))
    if not m:
        raise Broken("the title COUNTIES INCLUDED IN yyyy LOCALITIES", shown(" ".join(first)), 1)
    effective = int(m[1]) * 10_000 + 101
    source = Source(
        "counties", f"Counties of localities {m[1]}", effective, year_end(effective), whole=not hints.excerpt
    )
    return Reading((source,), _records(rows, source, hints))


def _records(rows: Iterator[Row], source: Source, hints: Hints) -> Iterator[County]:
    count = line = 0
    state = ""
    for line, row in rows:
        cells = [c.strip() for c in row]
        if not any(cells) or cells[0].lower().startswith("medicare") or cells[0].startswith("*"):
            continue
        width(row, (5,), line)
        mac, locality, here, area, counties = cells
        if not (re.fullmatch(r"\d{4,5}", mac) and re.fullmatch(r"\d{1,2}", locality)):
            raise Broken("a contractor and a locality in digits", shown(f"{mac},{locality}"), line)
        state = here or state
        if not state:
            raise Broken("a state in the first row", "none", line)
        count += 1
        yield County(
            line, mac.zfill(5), locality.zfill(2), source.effective, state, area, " ".join(counties.split())
        )
    enough(count, 90, 130, line, "localities", source, excerpt=hints.excerpt)
