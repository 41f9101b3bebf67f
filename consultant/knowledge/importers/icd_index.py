"""ICD-10-CM alphabetic indexes and the neoplasm and drug tables (XML): terms, their codes, see and see also.

A code may end in "-": it needs more characters. In the tables, cells of columns 2 to 7 stand in place of
codes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from consultant.knowledge.importers.broken import Broken, shown
from consultant.knowledge.importers.cells import enough
from consultant.knowledge.importers.diagnosis import source_of
from consultant.knowledge.importers.markup import events
from consultant.knowledge.importers.records import Term, TermCode
from consultant.knowledge.importers.source import Hints, Reading, Source
from consultant.knowledge.importers.stream import Head, Stream

LEAST = {"disease": 10_000, "external": 1_000, "neoplasm": 500, "drug": 2_000}
_CODE = re.compile(r"[A-Z][0-9A-Z]{2}(?:\.[0-9A-Z]{0,4})?-?")
_NONE = frozenset(("", "-", "--", "---"))


@dataclass
class _Entry:
    """A mainTerm or term on the way down."""

    id: int
    parent: int
    line: int
    title: str = ""
    nonessential: str = ""
    see: list[str] = field(default_factory=list)
    see_also: list[str] = field(default_factory=list)
    codes: list[tuple[str, str, int]] = field(default_factory=list)


def recognises(head: Head) -> bool:
    """The root element."""
    return "<ICD10CM.index" in head.text()[:4_000]


def read(stream: Stream, hints: Hints) -> Reading:
    """One index or table; the columns of a table are named in its heading."""
    text = stream.head().text()
    version = re.search(r"<version>\s*(20\d\d)\s*</version>", text[:4_000])
    part = _part(text, stream.name)
    source = source_of("icd_index", stream.name, int(version[1]) if version else 0, hints)
    source.variant = part
    source.title = f"{source.title}, index ({part})"
    return Reading((source,), _records(stream, source, hints))


def _part(text: str, name: str) -> str:
    if m := re.search(r'<head col="[12]">\s*([^<]*?)\s*</head>', text):
        return "neoplasm" if "neoplasm" in text[: m.end() + 400].lower() else "drug"
    if re.search(r"<title>[^<]*EXTERNAL CAUSE", text[:4_000], re.I) or re.search(
        r"eindex|external", name, re.I
    ):
        return "external"
    return "disease"


def _records(stream: Stream, source: Source, hints: Hints) -> Iterator[Term | TermCode]:
    part, effective = source.variant, source.effective
    above: list[_Entry] = []
    path: list[str] = []
    texts: list[list[str]] = []
    columns: dict[str, str] = {}
    attributes: list[dict[str, str]] = []
    count = line = 0
    for kind, tag, value, line in events(stream.blocks()):
        if kind == "text":
            if texts:
                texts[-1].append(value)
            continue
        if kind == "start":
            path.append(tag)
            texts.append([])
            attributes.append(value)
            if tag in ("mainTerm", "term"):
                count += 1
                above.append(_Entry(count, above[-1].id if above else 0, line))
            continue
        path.pop()
        words, had = " ".join("".join(texts.pop()).split()), attributes.pop()
        if tag in ("mainTerm", "term"):
            yield from _close(above.pop(), part, effective)
        elif tag == "head":
            columns[had.get("col", "")] = words
        elif above:
            _take(above[-1], tag, path[-1], words, columns.get(had.get("col", ""), ""), line)
    enough(count, LEAST[part], 1_000_000, line, "terms", source, excerpt=hints.excerpt)


def _take(entry: _Entry, tag: str, above: str, words: str, column: str, line: int) -> None:
    if tag == "nemod" or (tag == "manif" and not _CODE.fullmatch(words)):  # one table has words there
        entry.nonessential = f"{entry.nonessential} {words}".strip()
    elif tag == "title" and above in ("mainTerm", "term"):
        entry.title = words
    elif tag in ("see", "seecat"):
        entry.see.append(words)
    elif tag in ("seeAlso", "subcat"):
        entry.see_also.append(words)
    elif tag in ("code", "manif", "cell") and words not in _NONE:
        if not _CODE.fullmatch(words):
            raise Broken("a code such as C79.8-", shown(words), line)
        entry.codes.append((column or tag, words, line))


def _close(entry: _Entry, part: str, effective: int) -> Iterator[Term | TermCode]:
    if not entry.title:
        raise Broken("a title in every term", "none", entry.line)
    see, also = "; ".join(entry.see), "; ".join(entry.see_also)
    yield Term(
        entry.line, part, effective, entry.id, entry.parent, entry.title, entry.nonessential, see, also
    )
    for column, code, line in entry.codes:
        yield TermCode(
            line, part, effective, entry.id, column, code.rstrip("-").rstrip("."), int(code.endswith("-"))
        )
