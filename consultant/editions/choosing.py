"""Which of the files given go into an edition: one per release and table, newest first, whole before part."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from consultant.editions.error import EditionError
from consultant.editions.files import Member
from consultant.knowledge.importers.recognise import Importer
from consultant.knowledge.importers.source import Reading, Source

_NEWEST_ONLY = frozenset(("ptp", "add_on"))
"""Tables that carry their own history: only the newest release is kept."""

# The order file speaks first; what the tabular list adds comes after.
_ORDER = {"icd_order": 1, "icd_codes": 2, "icd_tabular": 3}
Newest = dict[tuple[str, str], int]


class Pending(NamedTuple):
    """A recognised file, its preamble read. `base` files are ours; what is given says more."""

    member: Member
    importer: Importer
    reading: Reading
    base: bool
    dropped: frozenset[int] = frozenset()  # sources, by identity, that are left out

    @property
    def rank(self) -> tuple[int, int]:
        return self.importer.rank * 2 + self.member.workbook, self.reading.sources[0].rank

    def kept(self) -> list[Source]:
        """Its sources that go in."""
        return [s for s in self.reading.sources if id(s) not in self.dropped]

    def records(self) -> Iterator[Any]:
        """The records of the sources that go in, each source before its own."""
        current = self.reading.sources[0]
        for record in self.reading.records:
            if isinstance(record, Source):
                current = record
            if id(current) not in self.dropped:
                yield record


def chosen(pending: Sequence[Pending], passed: list[str]) -> list[Pending]:
    """What is to be imported, in order; what is left out goes to `passed` with the reason. Raises
    EditionError when two files claim to be the same release."""
    given = [p for p in pending if not p.base]
    newest: Newest = {}
    parts: set[tuple[str, str]] = set()
    for p in given:
        s = p.reading.sources[0]
        newest[s.kind, s.setting] = max(newest.get((s.kind, s.setting), 0), s.effective)
        if s.kind == "ptp" and not s.whole:
            parts.add((s.kind, s.setting))
    best: dict[tuple[str, ...], Pending] = {}
    for p in given:
        s = p.reading.sources[0]
        if s.kind in _NEWEST_ONLY and s.effective < newest[s.kind, s.setting]:
            passed.append(f"{p.member.shown}: a newer release carries its history")
        else:
            _compete(p, best, passed)
    taken = list(best.values())
    base = [_without(p, taken, newest.keys() - parts) for p in pending if p.base]
    taken += [p for p in base if p.kept()]
    return sorted(taken, key=lambda p: _ORDER.get(p.reading.sources[0].kind, 0))


def _compete(p: Pending, best: dict[tuple[str, ...], Pending], passed: list[str]) -> None:
    key = _release(p)
    other = best.get(key)
    if other is None:
        best[key] = p
        return
    if p.rank == other.rank:
        raise EditionError(
            f"{p.member.shown}: expected another release than {other.member.shown}, found the same."
        )
    better, worse = sorted((p, other), key=lambda q: q.rank)
    best[key] = better
    passed.append(f"{worse.member.shown}: the same release as {better.member.shown}")


def _release(p: Pending) -> tuple[str, ...]:
    """What release of what a file is. The pair tables come in parts, the coverage database in tables."""
    s = p.reading.sources[0]
    part = ""
    if s.kind == "ptp":
        part = re.sub(r"\.\w+$", "", p.member.name.lower())
    elif s.kind in ("coverage", "cpt"):
        part = s.title
    return s.kind, str(s.effective), s.setting, s.variant, part


def _without(p: Pending, taken: Sequence[Pending], told: Collection[tuple[str, str]]) -> Pending:
    """A base file without those of its sources of which something given says more; `told` are the tables
    with a history that are given whole. What a part does not speak of stays (pairing.py)."""
    found = {(s.kind, s.effective, s.setting, s.variant) for t in taken for s in t.reading.sources}
    dropped = {
        id(s)
        for s in p.reading.sources
        if (s.kind, s.effective, s.setting, s.variant) in found
        or (s.kind in _NEWEST_ONLY and (s.kind, s.setting) in told)
    }
    return p._replace(dropped=frozenset(dropped))
