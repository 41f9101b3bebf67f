"""What changed from one edition to another: codes, diagnoses, and of given codes values, limits and edits."""

from collections.abc import Collection, Iterable
from typing import Any

from consultant.editions.lookup import Base
from consultant.editions.tables import SETTINGS
from consultant.frozen import Frozen
from consultant.knowledge.importers.day import day_of

_COLUMNS = (
    "status work nonfacility_pe facility_pe malpractice nonfacility_total facility_total pctc global_days "
    "multiple bilateral assistant cosurgeon team"
).split()
_DETAILS = tuple(f" {c.replace('_', ' ')}" for c in _COLUMNS if c != "status")
_FACTOR = (
    "SELECT conversion_factor FROM rvu WHERE variant = '' AND effective = "
    "(SELECT max(effective) FROM rvu WHERE variant = '') LIMIT 1"
)
_HUNDREDTHS = frozenset(c for c in _COLUMNS if c.endswith(("total", "_pe")) or c in ("work", "malpractice"))


class Changed(Frozen):
    """One value that is not what it was."""

    what: str
    before: str
    after: str


class Codes(Frozen):
    """The codes of one table or code system that came, went or changed."""

    kind: str
    before: str  # the releases compared
    after: str
    added: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()


class Difference(Frozen):
    """All that changed between two editions."""

    before: str
    after: str
    codes: tuple[Codes, ...] = ()
    values: tuple[Changed, ...] = ()
    limits: tuple[Changed, ...] = ()
    edits: tuple[Changed, ...] = ()
    parts: tuple[str, ...] = ()  # sources that are a part only

    @property
    def same(self) -> bool:
        """Nothing changed."""
        lists = any(c.added or c.deleted or c.changed for c in self.codes)
        return not (lists or self.values or self.limits or self.edits)


def compare(old: Base, new: Base, codes: Collection[str]) -> Difference:
    """Old against new: whole code lists, and the figures of `codes`, each by its newest release. What a side
    holds only a part of is not called added or deleted."""
    wanted = set(codes)
    tables = (("values", _values, "rvu"), ("limits", _limits, "mue"), ("edits", _edits, "ptp"))
    parts = dict.fromkeys(r.title for base in (old, new) for r in base.releases if not r.whole)
    return Difference(
        parts=tuple(parts),
        before=old.about.get("name", ""),
        after=new.about.get("name", ""),
        codes=tuple(_lists(old, new)),
        **{
            name: tuple(
                _changes((find(old, wanted), _Voice(old, kind)), (find(new, wanted), _Voice(new, kind)))
            )
            for name, find, kind in tables
        },
    )


class _Voice:
    """Of which codes an edition says everything in the tables of a kind."""

    def __init__(self, base: Base, kind: str, effective: int | None = None) -> None:
        self._says = base.says
        self._releases = [
            r
            for r in base.releases
            if r.kind.startswith(kind) and (effective is None or r.effective == effective)
        ]

    def says(self, what: str) -> bool:
        """`what` begins with a code, and names its setting where it has one."""
        code, setting = what.split()[0], what.split()[-1]
        return any(
            self._says(r, code) and (r.kind != "ptp" or not r.whole or r.first <= code <= r.last)
            for r in self._releases
            if r.setting in ("", setting)
        )


def _lists(old: Base, new: Base) -> Iterable[Codes]:
    for kind, query in (
        (
            "fee schedule",
            "SELECT code, status FROM rvu WHERE effective = ? AND modifier = '' AND variant = ''",
        ),
        ("ICD-10-CM", _system("icd10cm")),
        ("HCPCS", _system("hcpcs")),
        ("modifiers", _system("modifier")),
    ):
        table = "rvu" if kind == "fee schedule" else "concept"
        where = "variant = ''" if table == "rvu" else query.split("WHERE ")[1].split(" AND effective")[0]
        days = [b.rows(f"SELECT max(effective) FROM {table} WHERE {where}")[0][0] for b in (old, new)]
        if not all(days):
            continue
        before, after = (dict(b.rows(query, (day,))) for b, day in zip((old, new), days, strict=True))
        told = {"fee schedule": "rvu", "ICD-10-CM": "icd_"}.get(kind, "hcpcs")
        once, now = (_Voice(b, told, day) for b, day in zip((old, new), days, strict=True))
        yield Codes(
            kind=kind,
            before=str(day_of(days[0])),
            after=str(day_of(days[1])),
            added=tuple(c for c in sorted(after.keys() - before.keys()) if once.says(c)),
            deleted=tuple(c for c in sorted(before.keys() - after.keys()) if now.says(c)),
            changed=tuple(
                Changed(what=code, before=before[code], after=after[code])
                for code in sorted(before.keys() & after.keys())
                if before[code] != after[code]
            ),
        )


def _system(name: str) -> str:
    return f"SELECT code, title FROM concept WHERE system = '{name}' AND effective = ?"


def _values(base: Base, codes: set[str]) -> dict[str, str]:
    """ "62304 work" -> "2.19", of the newest release that has the code."""
    found: dict[str, tuple[int, Any]] = {}
    for row in base.rows(
        f"SELECT code, modifier, effective, {', '.join(_COLUMNS)} FROM rvu WHERE variant = ''"
    ):
        key = " ".join(filter(None, (row[0], row[1])))
        if row[0] in codes and found.get(key, (0, None))[0] < row[2]:
            found[key] = (row[2], row[3:])
    shown = {
        f"{key} {column.replace('_', ' ')}": _shown(column, value)
        for key, (_, values) in found.items()
        for column, value in zip(_COLUMNS, values, strict=True)
    }
    factors = [f"{factor / 10_000:.4f}" for (factor,) in base.rows(_FACTOR)]
    return shown | dict(zip(["all codes: conversion factor"], factors, strict=False))


def _shown(column: str, value: Any) -> str:
    if value is None:
        return ""
    return f"{value / 100:.2f}" if column in _HUNDREDTHS else str(value)


def _limits(base: Base, codes: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, setting, units, indicator in base.rows(
        "SELECT code, setting, units, indicator FROM mue ORDER BY effective"
    ):
        if code in codes:
            found[f"{code} {setting}"] = f"{units} (indicator {indicator})"
    return found


def _edits(base: Base, codes: set[str]) -> dict[str, str]:
    """Edits in force between two of the codes."""
    found: dict[str, str] = {}
    for code in sorted(codes):
        for setting, other, indicator in base.rows(
            "SELECT setting, column_2, indicator FROM ptp WHERE setting IN (0, 1, 2) AND column_1 = ? "
            "AND deletion = 99991231",
            (code,),
        ):
            if other in codes:
                found[f"{code} {other} {SETTINGS[setting]}"] = f"indicator {indicator}"
    return found


def _changes(old: tuple[dict[str, str], _Voice], new: tuple[dict[str, str], _Voice]) -> Iterable[Changed]:
    (before, once), (after, now) = old, new
    for what in sorted(before.keys() | after.keys(), key=lambda w: (not w.startswith("all "), w)):
        a, b = before.get(what), after.get(what)
        silent = (a is None and not once.says(what)) or (b is None and not now.says(what))
        told = None in (a, b) and what.endswith(_DETAILS)  # the status says that the row came or went
        if a != b and not silent and not told:
            yield Changed(what=what, before=a or "", after=b or "")
