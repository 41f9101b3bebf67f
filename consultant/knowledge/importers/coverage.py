"""Medicare coverage database exports: articles with their procedure and diagnosis groups (CSV).

Built from the published header lists; no rows were at hand. Code lists live in the articles, not in the
LCDs; keys are (article, version). Long descriptors in these files are the AMA's and are not kept.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from consultant.knowledge.importers.broken import Broken, shown
from consultant.knowledge.importers.cells import procedure, whole_number
from consultant.knowledge.importers.day import OPEN, valid
from consultant.knowledge.importers.diagnosis import BARE, dotted
from consultant.knowledge.importers.records import (
    Article,
    ArticleCode,
    ArticleContractor,
    ArticleGroup,
    ArticleLcd,
)
from consultant.knowledge.importers.source import Hints, Reading, Source
from consultant.knowledge.importers.stream import Head, Stream

NOT_APPLICABLE = "XX000"
Cells = dict[str, str]


class _Table(NamedTuple):
    """A table that is kept: the columns that tell it apart, and what becomes of a row."""

    title: str
    needs: frozenset[str]
    record: Callable[[Cells, int, int], Any]


def _day(text: str, line: int, what: str, missing: int) -> int:
    text = text.strip()
    if not text or text == "N/A":
        return missing
    m = re.match(r"(\d{4})-(\d{2})-(\d{2})(?: \d{2}:\d{2}:\d{2}(?:\.\d+)?)?$", text)
    value = int(m[1] + m[2] + m[3]) if m else 0
    if not valid(value):
        raise Broken(f"{what} as yyyy-mm-dd hh:mm:ss", shown(text), line)
    return value


def _article(c: Cells, version: int, line: int) -> Article:
    start = _day(c["article_eff_date"], line, "article_eff_date", 0)
    end = _day(c["article_end_date"], line, "article_end_date", OPEN)
    return Article(line, c["article_id"], version, c["title"].strip(), c["status"].strip(), start, end)


def _procedure(c: Cells, version: int, line: int) -> ArticleCode:
    group = whole_number(c["hcpc_code_group"], line, "hcpc_code_group", 10_000)
    return ArticleCode(line, c["article_id"], version, "procedure", group, procedure(c["hcpc_code_id"], line))


def _diagnosis(kind: str) -> Callable[[Cells, int, int], ArticleCode | None]:
    def record(c: Cells, version: int, line: int) -> ArticleCode | None:
        code = c["icd10_code_id"].strip().replace(".", "").upper()
        if code == NOT_APPLICABLE:
            return None
        if not BARE.fullmatch(code):
            raise Broken("an ICD-10-CM code", shown(code), line)
        group = whole_number(c[f"icd10_{kind}_group"], line, "the group", 10_000)
        return ArticleCode(line, c["article_id"], version, kind, group, dotted(code))

    return record


def _group(kind: str, column: str) -> Callable[[Cells, int, int], ArticleGroup]:
    def record(c: Cells, version: int, line: int) -> ArticleGroup:
        group = whole_number(c[column], line, column, 10_000)
        return ArticleGroup(line, c["article_id"], version, kind, group, _plain(c["paragraph"]))

    return record


def _lcd(c: Cells, version: int, line: int) -> ArticleLcd | None:
    lcd = c["r_lcd_id"].strip()
    return ArticleLcd(line, c["article_id"], version, lcd) if lcd and lcd != "0" else None


def _contractor(c: Cells, version: int, line: int) -> ArticleContractor:
    return ArticleContractor(line, c["article_id"], version, c["contractor_id"].strip())


def _plain(html: str) -> str:
    """Narratives are HTML."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).replace("&nbsp;", " ").split())


_KEY = frozenset(("article_id", "article_version"))
_TABLES = (
    _Table("articles", _KEY | {"title", "status", "article_eff_date", "article_end_date"}, _article),
    _Table("article procedure codes", _KEY | {"hcpc_code_id", "hcpc_code_group"}, _procedure),
    _Table(
        "article diagnoses covered", _KEY | {"icd10_code_id", "icd10_covered_group"}, _diagnosis("covered")
    ),
    _Table(
        "article diagnoses not covered",
        _KEY | {"icd10_code_id", "icd10_noncovered_group"},
        _diagnosis("noncovered"),
    ),
    _Table(
        "article procedure groups",
        _KEY | {"hcpc_code_group", "paragraph"},
        _group("procedure", "hcpc_code_group"),
    ),
    _Table(
        "article covered groups",
        _KEY | {"icd10_covered_group", "paragraph"},
        _group("covered", "icd10_covered_group"),
    ),
    _Table(
        "article non-covered groups",
        _KEY | {"icd10_noncovered_group", "paragraph"},
        _group("noncovered", "icd10_noncovered_group"),
    ),
    _Table("article LCDs", _KEY | {"related_num", "r_lcd_id"}, _lcd),
    _Table(
        "article contractors", _KEY | {"contractor_id", "contractor_type_id", "article_type"}, _contractor
    ),
)


def recognises(head: Head) -> bool:
    """The header of one of the tables kept."""
    return _table(head.commas[0] if head.commas else []) is not None


def passes_over(head: Head) -> bool:
    """The header of a table of the same exports that is not kept."""
    names = {c.strip().lower() for c in head.commas[0]} if head.commas else set()
    others = {"lcd_id", "article_id", "contractor_id", "state_id", "ncd_id", "region_id", "icd10_code_id"}
    return len(names) > 1 and bool(names & others) and "last_updated" in names


def _table(row: list[str]) -> _Table | None:
    names = {c.strip().lower() for c in row}
    return next((t for t in _TABLES if t.needs <= names), None)


def read(stream: Stream, hints: Hints) -> Reading:
    """Columns by name."""
    rows = stream.rows()
    line, header = next(rows, (1, []))
    table = _table(header)
    if table is None:
        raise Broken("the header of a coverage table", shown(",".join(header)), line)
    names = [c.strip().lower() for c in header]
    source = Source("coverage", f"Medicare coverage database, {table.title}", hints.effective or 0, OPEN)
    source.whole = not hints.excerpt

    def records() -> Iterator[Any]:
        latest = 0
        for at, row in rows:
            if not any(c.strip() for c in row):
                continue
            if len(row) != len(names):
                raise Broken(f"{len(names)} cells in a row", str(len(row)), at)
            cells = dict(zip(names, row, strict=True))
            latest = max(latest, _day(cells.get("last_updated", ""), at, "last_updated", 0))
            if not cells["article_id"].strip().isdigit():
                raise Broken("an article number", shown(cells["article_id"]), at)
            version = whole_number(cells["article_version"], at, "article_version", 100_000)
            if (record := table.record(cells, version, at)) is not None:
                yield record
        source.effective = source.effective or latest

    return Reading((source,), records())
