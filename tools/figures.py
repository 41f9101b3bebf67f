"""Make config/knowledge/figures anew from published files (for maintainers; see docs/knowledge.md).

    python tools/figures.py FILE...

Takes the rows of the codes that the family files name, of each file given: PPRRVU, GPCI, ANES, LOCCO and
MUE files as published, and two derived tables of NCCI pairs and add-on codes, told by their headers. A
source of the present figures of which no file is given stays as it is, so that one new quarter can be added
alone.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from consultant.editions.files import members
from consultant.knowledge.importers import figures
from consultant.knowledge.importers.day import OPEN, quarter_end, year_end
from consultant.knowledge.importers.recognise import recognise
from consultant.knowledge.importers.records import AddOn, Ptp
from consultant.knowledge.importers.source import Hints, Source
from consultant.knowledge.importers.stream import TextStream

CONFIG = Path(__file__).parent.parent / "config" / "knowledge"
CODE = re.compile(r"(?<![\w.$#-])(\d{4}[0-9FTUAM]|[A-CE-V]\d{4})(?!\w)")
RELEASES = {"ptp": 20240701, "add_on": 20240101}
DERIVED = "A derived copy of the table of {}: its values, without the days on which edits took effect."
Group = tuple[Source, list[Any]]


def stream(path: Path) -> TextStream:
    return TextStream(path.name, lambda: path.open("rb"))


def groups(records: Iterator[Any], first: Source) -> list[Group]:
    """Records by their source."""
    found: list[Group] = []
    current: Group = (first, [])
    for record in records:
        if isinstance(record, Source):
            current = (record, [])
        else:
            current[1].append(record)
        if current[1] and (not found or found[-1] is not current):
            found.append(current)
    return found


def present(folder: Path) -> list[Group]:
    """The figures as they are."""
    found: list[Group] = []
    for path in sorted(folder.glob("*.csv")):
        if figures.recognises(stream(path).head()):
            reading = figures.read(stream(path), Hints())
            found += groups(reading.records, reading.sources[0])
    return found


def published(path: Path, codes: set[str]) -> list[Group]:
    """The rows of the codes in a published file; all rows of a file by locality."""
    importer = recognise(stream(path).head())
    if importer is None:
        sys.exit(f"{path}: no published format")
    reading = importer.read(stream(path), Hints())
    source = reading.sources[0]
    rows = [r for r in reading.records if getattr(r, "code", "") in codes or hasattr(r, "mac")]
    source.file = re.sub(r"\.desc-redacted", "", path.name)  # copies whose descriptors are masked
    if rows and hasattr(rows[0], "code"):
        source.covered = tuple(sorted(codes))
    return [(source, rows)]


def derived(path: Path, codes: set[str]) -> list[Group]:
    """The two derived tables."""
    rows = stream(path).rows()
    _, header = next(rows)
    if header[:1] == ["setting"]:
        return list(_pairs(path, list(rows)))
    pairs = [(n, r) for n, r in rows if codes & set(r[:2])]
    source = Source("add_on", "NCCI add-on codes, 2024", RELEASES["add_on"], year_end(RELEASES["add_on"]))
    source.file = re.sub(r"_from_\w+", "", path.name)
    source.note, source.covered = DERIVED.format("2024"), tuple(sorted(codes))
    return [(source, [AddOn(n, add_on, primary, kind, 0, OPEN, "") for n, (primary, add_on, kind) in pairs])]


def _pairs(path: Path, rows: Sequence[tuple[int, list[str]]]) -> Iterator[Group]:
    seen = tuple(sorted({code for _, row in rows for code in row[1:3]}))
    for setting in ("practitioner", "hospital"):
        title = f"NCCI procedure-to-procedure edits, {setting}, 2024 Q3"
        source = Source("ptp", title, RELEASES["ptp"], quarter_end(RELEASES["ptp"]), setting)
        source.file, source.note, source.covered = path.name, DERIVED.format("2024 Q3"), seen
        yield source, [_pair(n, row) for n, row in rows if row[0] == setting]


def _pair(line: int, row: list[str]) -> Ptp:
    setting, a, b, deletion, indicator, rationale = row
    return Ptp(
        line, setting, a, b, 0, OPEN if deletion == "*" else int(deletion), int(indicator), 0, rationale
    )


def main(paths: Sequence[Path]) -> None:
    folder = CONFIG / "figures"
    old = present(folder)
    codes = {c for p in (CONFIG / "families").glob("*.yaml") for c in CODE.findall(p.read_text("utf-8"))}
    codes |= {r.code for _, rows in old for r in rows if hasattr(r, "code")}
    new: list[Group] = []
    for member in members(paths, Path("/nonexistent")):
        first = stream(member.path).head().commas[0]
        is_derived = first[:1] == ["setting"] or first[:2] == ["primary_code", "add_on_code"]
        new += derived(member.path, codes) if is_derived else published(member.path, codes)
    given = {(s.kind, s.effective, s.setting, s.variant) for s, _ in new}
    kept = [(s, r) for s, r in old if (s.kind, s.effective, s.setting, s.variant) not in given]
    for table in figures.TABLES:
        of = sorted(
            (g for g in kept + new if g[0].kind == table), key=lambda g: (g[0].effective, g[0].setting)
        )
        if of:
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                figures.write(file, table, of)
            print(f"{table}.csv: {sum(len(rows) for _, rows in of)} rows of {len(of)} sources")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
