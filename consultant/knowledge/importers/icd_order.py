"""ICD-10-CM order file, codes file and addenda: fixed text. The order file is the truth for validity."""

import re
from collections.abc import Iterator

from consultant.knowledge.importers.broken import Broken, shown
from consultant.knowledge.importers.cells import enough
from consultant.knowledge.importers.diagnosis import BARE, SYSTEM, dotted, source_of
from consultant.knowledge.importers.records import Change, Concept
from consultant.knowledge.importers.source import Hints, Reading, Source
from consultant.knowledge.importers.stream import Head, Stream
from consultant.knowledge.importers.whole import least_of

LEAST_ORDER, LEAST_CODES = 90_000, 68_000
_ORDER = re.compile(r"(\d{5}) ([A-Z][0-9A-Z]{2}[0-9A-Z ]{4}) ([01]) (.{60}) (.*)")
_CODES = re.compile(r"([A-Z][0-9A-Z]{2}[0-9A-Z ]{4}) (\S.*)")
_ADDENDA = re.compile(
    r"(Add:|Delete:|Revise from:|Revise to:)\s+([A-Z][0-9A-Z]{2}[0-9A-Z ]{4}) ([01]) (.{0,60})(?: (.*))?"
)


def recognises_order(head: Head) -> bool:
    """Lines of a number, a code, 0 or 1, a short and a long title."""
    return _most(head, _ORDER)


def recognises_codes(head: Head) -> bool:
    """Lines of a code in seven columns and a title."""
    return _most(head, _CODES) and not re.match(r"[A-Z]\d{4}  ?\d{5}[3478]", head.lines[0])


def recognises_addenda(head: Head) -> bool:
    """Lines that begin with an action such as "Add:"."""
    return any(_ADDENDA.match(line) for line in head.lines[:30])


def _most(head: Head, pattern: re.Pattern[str]) -> bool:
    lines = [line for line in head.lines[:40] if line.strip()][:30]
    return bool(lines) and all(pattern.fullmatch(line) for line in lines[:-1] or lines)


def read_order(stream: Stream, hints: Hints) -> Reading:
    """Headers and billable codes, short and long titles, parents."""
    source = source_of("icd_order", stream.name, 0, hints)
    return Reading((source,), _order(stream, source, hints))


def _order(stream: Stream, source: Source, hints: Hints) -> Iterator[Concept]:
    count = line = 0
    last = ""
    known: set[str] = set()
    for line, text in stream.lines():
        if not text.strip():
            continue
        m = _ORDER.fullmatch(text)
        if not m or not BARE.fullmatch(m[2].strip()):
            raise Broken(
                "order number, code, 0 or 1, short and long title at their columns", shown(text), line
            )
        if m[1] <= last:
            raise Broken(f"an order number above {last}", m[1], line)
        last, code = m[1], m[2].strip()
        known.add(code)
        count += 1
        parent = next((code[:n] for n in range(len(code) - 1, 2, -1) if code[:n] in known), "")
        source.saw(code)
        yield _concept(line, code, source.effective, m[5].strip(), m[4].strip(), int(m[3]), parent)
    enough(count, LEAST_ORDER, 250_000, line, "codes", source, excerpt=hints.excerpt)


def _concept(
    line: int, code: str, effective: int, title: str, short: str, billable: int, parent: str
) -> Concept:
    kind = "category" if len(code) == 3 else "subcategory" if not billable else "code"
    return Concept(line, SYSTEM, dotted(code), effective, kind, title, short, billable, dotted(parent), 0)


def read_codes(stream: Stream, hints: Hints) -> Reading:
    """Billable codes and their long titles only."""
    source = source_of("icd_codes", stream.name, 0, hints)
    return Reading((source,), _codes(stream, source, hints))


def _codes(stream: Stream, source: Source, hints: Hints) -> Iterator[Concept]:
    count = line = 0
    for line, text in stream.lines():
        if not text.strip():
            continue
        m = _CODES.fullmatch(text)
        if not m or not BARE.fullmatch(m[1].strip()):
            raise Broken("a code in seven columns, a blank and its title", shown(text), line)
        code = m[1].strip()
        source.saw(code)
        count += 1
        yield _concept(line, code, source.effective, m[2].strip(), "", 1, "")
    least = least_of(source.kind, source.effective, LEAST_CODES)
    enough(count, least, 250_000, line, "codes", source, excerpt=hints.excerpt)


def read_addenda(stream: Stream, hints: Hints) -> Reading:
    """Codes added, deleted and revised; the counts at the end are free text."""
    source = source_of("icd_addenda", stream.name, 0, hints)
    return Reading((source,), _addenda(stream, source, hints))


def _addenda(stream: Stream, source: Source, hints: Hints) -> Iterator[Change]:
    count = line = 0
    ended = False
    for line, text in stream.lines():
        m = _ADDENDA.fullmatch(text)
        if m and not ended:
            count += 1
            title = (m[5] or m[4]).strip()
            yield Change(line, dotted(m[2].strip()), source.effective, m[1].rstrip(":").lower(), title)
        elif m or re.match(r"(Add|Delete|Revise (from|to)):", text):
            raise Broken("an action, a code, 0 or 1 and a title at their columns", shown(text), line)
        elif text.strip():
            ended = bool(count)
    enough(count, 1, 100_000, line, "changes", source, excerpt=hints.excerpt)
