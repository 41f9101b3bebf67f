"""Restructured BETOS categories (RBCS, data.cms.gov): CSV with a row per code and period."""

from collections.abc import Iterator

from consultant.knowledge.importers.broken import Broken, shown
from consultant.knowledge.importers.cells import enough, procedure
from consultant.knowledge.importers.day import OPEN, in_name, read_us
from consultant.knowledge.importers.records import Category
from consultant.knowledge.importers.source import Hints, Reading, Source
from consultant.knowledge.importers.stream import Head, Row, Stream

LEAST = 5_000
_NEEDED = ("hcpcs_cd", "rbcs_id", "rbcs_cat_desc", "rbcs_subcat_desc", "rbcs_family_desc")


def recognises(head: Head) -> bool:
    """A header with HCPCS_Cd and RBCS_Id."""
    first = [c.strip().lower() for c in head.commas[0]] if head.commas else []
    return {"hcpcs_cd", "rbcs_id"} <= set(first)


def read(stream: Stream, hints: Hints) -> Reading:
    """Columns by name; older releases have fewer."""
    rows = stream.rows()
    line, row = next(rows, (1, []))
    names = [c.strip().lower().removeprefix("\ufeff") for c in row]
    missing = [n for n in _NEEDED if n not in names]
    if missing:
        raise Broken(f"the column {missing[0]}", shown(",".join(row)), line)
    effective = hints.effective or in_name(stream.name) or 0
    source = Source("rbcs", "RBCS categories", effective, OPEN, whole=not hints.excerpt)
    return Reading((source,), _records(rows, names, source, hints))


def _records(rows: Iterator[Row], names: list[str], source: Source, hints: Hints) -> Iterator[Category]:
    count = line = latest = 0
    for line, row in rows:
        if not any(c.strip() for c in row):
            continue
        if len(row) != len(names):
            raise Broken(f"{len(names)} cells in a row", str(len(row)), line)
        at = dict(zip(names, (c.strip() for c in row), strict=True))
        code = procedure(at["hcpcs_cd"], line)
        label = " / ".join(
            filter(None, (at["rbcs_cat_desc"], at["rbcs_subcat_desc"], at["rbcs_family_desc"]))
        )
        start = _day(at, ("rbcs_assignment_eff_dt", "rbcs_analysis_start_dt", "hcpcs_cd_add_dt"), line, 0)
        end = _day(at, ("rbcs_assignment_end_dt", "rbcs_analysis_end_dt", "hcpcs_cd_end_dt"), line, OPEN)
        latest = max(latest, start)
        count += 1
        yield Category(line, "rbcs", code, code, at["rbcs_id"], label, start, end)
    source.effective = source.effective or latest
    enough(count, LEAST, 200_000, line, "rows", source, excerpt=hints.excerpt)


def _day(at: dict[str, str], names: tuple[str, ...], line: int, missing: int) -> int:
    text = next((at[n] for n in names if at.get(n)), "")
    return read_us(text, line, "a day") if text else missing
