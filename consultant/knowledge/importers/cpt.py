"""The AMA's CPT data files, for who holds a licence: short, medium, long, consumer and clinician descriptors.

The standard files begin with a legal preamble; data begin after the last empty line. Column 6 is a blank or a
tab. No AMA file was at hand when this was written: the layout is from published readers of these files.
"""

import re
from collections.abc import Iterator

from consultant.knowledge.importers.broken import Broken, shown
from consultant.knowledge.importers.cells import enough, procedure
from consultant.knowledge.importers.day import OPEN, in_name
from consultant.knowledge.importers.records import Descriptor, Withdrawn
from consultant.knowledge.importers.source import Hints, Reading, Source
from consultant.knowledge.importers.stream import Head, Line, Row, Stream

LEAST = 8_000
NOTICE = "CPT copyright American Medical Association. All rights reserved. CPT is a trademark of the AMA."
_STANDARD = re.compile(r"(\d{4}[0-9A-Z])(?:[ \t]|   )(\S.*)")
_KINDS = (("short", r"short"), ("medium", r"med"), ("long", r"long"))
_LONGEST = {"short": 28, "medium": 48}
_COLUMNS = {
    "long": "long",
    "medium": "medium",
    "short": "short",
    "consumer": "consumer",
    "consumer descriptor": "consumer",
    "clinician descriptor": "clinician",
    "spanish consumer": "spanish",
}


def recognises_standard(head: Head) -> bool:
    """A notice of the American Medical Association, an empty line, then codes with descriptors."""
    lines = _data(list(enumerate(head.lines[:-1] or head.lines, start=1)))
    return (
        "american medical association" in head.text().lower()
        and len(lines) < len(head.lines)
        and bool(lines)
        and all(_STANDARD.fullmatch(text) for _, text in lines[:20])
    )


def recognises_table(head: Head) -> bool:
    """A header row with Concept Id and CPT Code."""
    first = [c.strip().lower() for c in head.tabs[0]] if head.tabs else []
    return "cpt code" in first and "concept id" in first


def _data(lines: list[Line]) -> list[Line]:
    while lines and not lines[-1][1].strip():
        lines.pop()
    last = max((i for i, (_, text) in enumerate(lines) if not text.strip()), default=-1)
    return lines[last + 1 :]


def read_standard(stream: Stream, hints: Hints) -> Reading:
    """SHORTU, MEDU, LONGULT and the wrapped LONGULF."""
    lines = list(stream.lines())
    data = _data(lines)
    named = next((k for k, words in _KINDS if re.search(words, stream.name, re.I)), "")
    longest = max((len(text) - 6 for _, text in data), default=0)
    kind = named or ("short" if longest <= 28 else "medium" if longest <= 48 else "long")
    source = _source(kind, stream.name, hints)
    notice = next(
        (text.strip() for _, text in lines[: len(lines) - len(data)] if "copyright" in text.lower()), ""
    )
    source.note = notice or NOTICE
    source.rank = _rank(data, named=bool(named))
    return Reading((source,), _standard(data, kind, source, hints))


def _rank(data: list[Line], *, named: bool) -> int:
    """Of the variants of one file (LONGULT, LONGULF, LONGUT, LONGUF) the one in both cases and with tabs; the
    laboratory codes (CPTPLA), which the standard files hold too, come last."""
    cased = any(any(c.islower() for c in text) for _, text in data[:200])
    return 4 * (not named) + 2 * (not cased) + (not any("\t" in text for _, text in data[:200]))


def _standard(data: list[Line], kind: str, source: Source, hints: Hints) -> Iterator[Descriptor]:
    found: dict[str, tuple[int, str]] = {}
    for line, text in data:
        m = _STANDARD.fullmatch(text)
        if not m:
            raise Broken("a code, a blank or tab and its descriptor", shown(text[:12]), line)
        if kind in _LONGEST and len(m[2].rstrip()) > _LONGEST[kind]:
            raise Broken(f"a {kind} descriptor of at most {_LONGEST[kind]} characters", f"{len(m[2])}", line)
        at, before = found.get(m[1], (line, ""))
        if before and kind != "long":
            raise Broken("each code once", f"{m[1]} again", line)
        found[m[1]] = at, f"{before} {m[2].strip()}".strip()
    enough(len(found), LEAST, 30_000, data[-1][0] if data else 1, "codes", source, excerpt=hints.excerpt)
    for code, (line, text) in found.items():
        source.saw(code)
        yield Descriptor(line, procedure(code, line), kind, 0, text)


def read_table(stream: Stream, hints: Hints) -> Reading:
    """Consumer, clinician and consolidated tables, and the history of deleted codes; columns by name."""
    rows = stream.rows("\t")
    _, header = next(rows, (1, []))
    names = [c.strip().lower() for c in header]
    known = {i: _COLUMNS[n] for i, n in enumerate(names) if n in _COLUMNS}
    if "cpt code" not in names:
        raise Broken("the column CPT Code", shown(" ".join(header)), 1)
    kind = "+".join(dict.fromkeys(known.values())) or "history"
    source = _source(kind, stream.name, hints)
    source.note = NOTICE
    return Reading((source,), _table(rows, names, known, source, hints))


def _table(
    rows: Iterator[Row], names: list[str], known: dict[int, str], source: Source, hints: Hints
) -> Iterator[Descriptor | Withdrawn]:
    at = names.index("cpt code")
    count = line = 0
    seen: dict[tuple[str, str], int] = {}
    for line, row in rows:
        if not any(c.strip() for c in row):
            continue
        if len(row) <= at:
            raise Broken(f"{len(names)} cells in a row", str(len(row)), line)
        code = procedure(row[at].strip().zfill(5), line)
        count += 1
        if not known:
            pairs = zip(names, row, strict=False)
            yield Withdrawn(line, code, "; ".join(f"{n}: {c.strip()}" for n, c in pairs if c.strip()))
        for i, kind in known.items():
            if i < len(row) and row[i].strip():
                nth = seen[code, kind] = seen.get((code, kind), -1) + 1
                yield Descriptor(line, code, kind, nth, row[i].strip())
    enough(count, 1, 500_000, line, "rows", source, excerpt=hints.excerpt)


def _source(kind: str, name: str, hints: Hints) -> Source:
    year = re.search(r"20\d\d", name)
    effective = hints.effective or in_name(name) or (int(year[0]) * 10_000 + 101 if year else 0)
    return Source(
        "cpt", f"CPT {kind} descriptors (licensed)", effective, OPEN, variant=kind, whole=not hints.excerpt
    )
