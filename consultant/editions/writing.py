"""Records into a new edition: batches, sources, the finishing touches, the seal."""

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from consultant.editions import tables
from consultant.editions.indexing import Indexer
from consultant.editions.pairing import settle_pairs
from consultant.editions.seal import BLANK, seal
from consultant.knowledge.importers.broken import Broken
from consultant.knowledge.importers.records import Ptp
from consultant.knowledge.importers.source import Source

_BATCH = 20_000
_FAST = ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-65536")


class Writer:
    """An edition in the making, in a file of its own that nobody reads yet."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._base = sqlite3.connect(path, isolation_level=None)
        for pragma in (*_FAST, f"application_id={tables.APPLICATION}", f"user_version={tables.VERSION}"):
            self._base.execute(f"PRAGMA {pragma}")
        self._base.executescript(tables.schema())
        self._base.execute("BEGIN")
        self._numbers: dict[int, int] = {}
        self._sources: list[Source] = []
        self._counts: list[int] = []
        self._rationales: dict[str, int] = {}
        self._statements = {record: tables.insertion(record) for record in tables.TABLES}

    def add(self, first: Source, records: Iterable[Any]) -> None:
        """All records of a file; a Source among them says whose the following are. Raises Broken."""
        number = self._number(first)
        batches: dict[type[Any], list[tuple[Any, ...]]] = {}
        for record in records:
            kind = type(record)
            if kind is Source:
                number = self._number(record)
                continue
            rows = batches.setdefault(kind, [])
            rows.append((*record, number) if kind is not Ptp else self._pair(record, number))
            self._counts[number - 1] += 1
            if len(rows) >= _BATCH:
                self._insert(kind, rows)
        for kind, rows in batches.items():
            self._insert(kind, rows)

    def _number(self, source: Source) -> int:
        if id(source) not in self._numbers:
            self._sources.append(source)
            self._counts.append(0)
            self._numbers[id(source)] = len(self._sources)
        return self._numbers[id(source)]

    def _pair(self, record: Ptp, number: int) -> tuple[Any, ...]:
        line, setting, a, b, start, end, indicator, prior, words = record
        rationale = self._rationales.get(words)
        if rationale is None:
            rationale = self._rationales[words] = len(self._rationales) + 1
            self._base.execute("INSERT INTO rationale VALUES (?, ?)", (rationale, words))
        return line, tables.SETTINGS.index(setting), a, b, start, end, indicator, prior, rationale, number

    def _insert(self, kind: type[Any], rows: list[tuple[Any, ...]]) -> None:
        if not rows:
            return
        try:
            done = self._base.executemany(self._statements[kind], rows).rowcount
        except sqlite3.IntegrityError:
            done = -1
        if done != len(rows):
            self._repeated(kind, rows)
        rows.clear()

    def _repeated(self, kind: type[Any], rows: list[tuple[Any, ...]]) -> None:
        """Say which row is there twice: within these rows, or between them and earlier ones."""
        name, key = tables.TABLES[kind]
        at = [tables.columns(kind).index(c) for c in key.split(", ")]
        where = " AND ".join(f"{c} = ?" for c in key.split(", "))
        find = f"SELECT line FROM {name} WHERE {where} AND NOT (line = ? AND source = ?)"
        seen: set[tuple[Any, ...]] = set()
        for row in rows:
            value = tuple(row[i] for i in at)
            if value in seen or self._base.execute(find, (*value, row[0], row[-1])).fetchone():
                words = " ".join(str(v) for v in value if v != "")
                raise Broken(f"each {name.replace('_', ' ')} once ({key})", f"{words} again", row[0] or None)
            seen.add(value)
        raise Broken(f"rows that fit the table {name}", "some that do not", rows[0][0] or None)

    def finish(self, about: Mapping[str, str], files: Mapping[int, tuple[str, str, int]]) -> None:
        """Sources, indexes, what the order file says of validity; then the seal. `files` gives the name,
        checksum and size of the file that each source was read from. Raises Broken."""
        self._must_be_as_many()
        self._settle_diagnoses()
        numbered = dict(enumerate(self._sources, start=1))
        for number, rows in settle_pairs(self._base, numbered).items():
            self._counts[number - 1] -= rows
        for number, source in numbered.items():
            self._describe(number, source, *files[id(source)])
        self._recount_diagnoses()
        Indexer(self._base).fill()
        self._base.executemany("INSERT INTO about VALUES (?, ?)", sorted(about.items()))
        self._base.execute("INSERT INTO about VALUES ('checksum', ?)", (BLANK,))
        self._base.execute("COMMIT")
        self._base.executescript(tables.INDEXES)
        self._base.execute("ANALYZE")
        self._base.close()
        seal(self._path)

    def _describe(self, number: int, s: Source, file: str, sha256: str, octets: int) -> None:
        rows = self._counts[number - 1]
        row = (number, s.kind, s.title, s.file or file, sha256, octets, rows, s.effective, s.until)
        rest = (s.setting, s.variant, int(s.whole), s.first, s.last, s.note)
        self._base.execute(f"INSERT INTO source VALUES ({', '.join('?' * 15)})", (*row, *rest))
        facts = [(number, k, v) for k, v in s.facts.items()]
        self._base.executemany("INSERT INTO fact VALUES (?, ?, ?)", facts)
        self._base.executemany("INSERT INTO covered VALUES (?, ?)", [(number, c) for c in set(s.covered)])

    def _must_be_as_many(self) -> None:
        """The AMA's short, medium and long descriptors of one release are of the same codes."""
        counts: dict[int, tuple[str, int]] = {}
        for source, rows in zip(self._sources, self._counts, strict=True):
            if source.kind == "cpt" and source.variant in ("short", "medium", "long"):
                variant, expected = counts.setdefault(source.effective, (source.variant, rows))
                if rows != expected:
                    found = f"{rows} {source.variant} ones"
                    raise Broken(f"as many CPT descriptors of each kind ({expected} {variant} ones)", found)

    def _settle_diagnoses(self) -> None:
        """Where an order file of the same release is loaded, only its codes are valid; a codes file settles
        which codes are billable."""
        kinds = {n: (s.kind, s.effective) for n, s in enumerate(self._sources, start=1)}
        for number, (kind, effective) in kinds.items():
            if kind != "icd_tabular":
                continue
            others = {k for k, day in kinds.values() if day == effective}
            where = f"FROM concept WHERE source = {number} AND kind NOT IN ('chapter', 'section')"
            if "icd_order" in others:
                self._base.execute(f"DELETE {where}")
            elif "icd_codes" in others:
                self._base.execute(f"DELETE {where} AND billable = 1")

    def _recount_diagnoses(self) -> None:
        """Two files of one release make one row per code: count what each holds in the end."""
        for number, source in enumerate(self._sources, start=1):
            if source.kind.startswith("icd_"):
                tables_of = ("concept", "note", "seventh", "change", "term", "term_code")
                counts = " + ".join(f"(SELECT count(*) FROM {t} WHERE source = :n)" for t in tables_of)
                self._base.execute(f"UPDATE source SET rows = {counts} WHERE id = :n", {"n": number})

    def discard(self) -> None:
        """Nothing of it stays."""
        self._base.close()
        self._path.unlink(missing_ok=True)
