"""One open edition file: a connection that threads share, its sources, and which release a date picks."""

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from consultant.editions import tables
from consultant.editions.error import EditionError
from consultant.knowledge.importers.day import day_of, number
from consultant.knowledge.published import Loaded, Trace

_MAPPED = 1 << 30  # octets of the file that are read in place
T = TypeVar("T", bound=tuple[Any, ...])
Query = tuple[str, tuple[Any, ...]]
_FEW = 8  # rows of a query that is remembered
_MOST_REMEMBERED = 4096  # queries
_SOURCES = (
    "SELECT id, kind, title, file, rows, effective, until, setting, variant, whole, first, last, note "
    "FROM source ORDER BY effective, id"
)


class Release(NamedTuple):
    """A source as the look-ups need it."""

    id: int
    kind: str
    title: str
    file: str
    rows: int
    effective: int
    until: int
    setting: str
    variant: str
    whole: bool
    first: str
    last: str
    note: str


class Base:
    """An edition file, opened read-only. Raises EditionError when it is none of ours."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._base = _opened(path)
        self._remembered: dict[Query, list[Any]] = {}
        self.about: dict[str, str] = dict(self.rows("SELECT key, value FROM about"))
        self.releases = [Release(*row) for row in self.rows(_SOURCES)]
        self._by_id = {r.id: r for r in self.releases}
        self._covered = set(self.rows("SELECT source, code FROM covered"))

    def rows(self, statement: str, values: tuple[Any, ...] = ()) -> Sequence[Any]:
        """All rows of a query; of few rows they are remembered, since the file never changes and mails
        ask for the same codes."""
        query = statement, values
        with self._lock:
            known = self._remembered.get(query)
            if known is None:
                known = self._base.execute(statement, values).fetchall()
                if len(known) <= _FEW:
                    self._remember(query, known)
        return known

    def _remember(self, query: Query, rows: list[Any]) -> None:
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[query] = rows

    def close(self) -> None:
        self._base.close()

    def release(self, source: int) -> Release:
        """The source with this number."""
        return self._by_id[source]

    def says(self, release: Release, code: str) -> bool:
        """Does the source say everything about the code, so that silence means none?"""
        return release.whole or (release.id, code) in self._covered

    def trace(self, source: int, line: int, on: date | None = None, *, dated: bool = False) -> Trace:
        """Where a row stands; `dated` rows have days of their own and hold for all time up to the release."""
        r = self._by_id[source]
        day = number(on) if on else 0
        exact = not day or (day <= r.until and (dated or day >= r.effective))
        start, end = day_of(r.effective), day_of(r.until)
        return Trace(
            release=r.title, file=r.file, line=line, effective=start, until=end, exact=exact, note=r.note
        )

    def loaded(self, kind: str, setting: str) -> list[Loaded]:
        """The sources, of one kind or setting if named."""
        return [
            source
            for source, r in zip(self._loaded, self.releases, strict=True)
            if (not kind or r.kind == kind) and (not setting or r.setting == setting)
        ]

    @cached_property
    def _loaded(self) -> list[Loaded]:
        facts: dict[int, dict[str, str]] = {}
        for source, key, value in self.rows("SELECT source, key, value FROM fact"):
            facts.setdefault(source, {})[key] = value
        found = []
        for r in self.releases:
            days = {"effective": day_of(r.effective), "until": day_of(r.until)}
            fields = r._asdict() | days | {"facts": facts.get(r.id, {})}
            found.append(Loaded(**{k: v for k, v in fields.items() if k in Loaded.model_fields}))
        return found


def _opened(path: Path) -> sqlite3.Connection:
    # Immutable: an edition is replaced by another file, never written to, so no locks are needed.
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        base = sqlite3.connect(uri, uri=True, check_same_thread=False, cached_statements=256)
        base.execute(f"PRAGMA mmap_size={_MAPPED}")
        application = base.execute("PRAGMA application_id").fetchone()[0]
        version = base.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as error:
        raise EditionError(f"{path}: expected an edition, found {error}.") from error
    if application != tables.APPLICATION:
        raise EditionError(f"{path}: expected an edition, found another SQLite file.")
    if version != tables.VERSION:
        found = f"{version}; build it again"
        raise EditionError(f"{path}: expected an edition of layout {tables.VERSION}, found {found}.")
    return base


def nearest(rows: Iterable[T], on: date | None, at: int = 0) -> T | None:
    """Of rows with a first day at index `at`: the newest that had begun by then, or else the first to
    come."""
    found = sorted(rows, key=lambda row: row[at])
    if not found:
        return None
    if on is None:
        return found[-1]
    day = number(on)
    return next((row for row in reversed(found) if row[at] <= day), found[0])


def nearest_of_year(rows: Sequence[T], on: date | None, at: int) -> T | None:
    """The same for what is set anew each January, such as relative values: a release of the year of that day
    comes first, even a later one, for the last one of the year before is further from it."""
    same = [row for row in rows if on and row[at] // 10_000 == on.year]
    return nearest(same or rows, on, at)


def begun(effective: int, on: date | None) -> bool:
    """Had it begun by then?"""
    return on is None or effective <= number(on)
