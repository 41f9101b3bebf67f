"""Look-ups of codes and their titles in an edition."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from consultant.editions.lookup import Base, nearest
from consultant.knowledge.importers.cpt import NOTICE
from consultant.knowledge.importers.day import day_of
from consultant.knowledge.importers.diagnosis import SYSTEM, dotted
from consultant.knowledge.importers.hcpcs import MODIFIERS
from consultant.knowledge.importers.hcpcs import SYSTEM as HCPCS
from consultant.knowledge.published import Descriptor, Diagnosis, Note, Supply

_CONCEPT = "SELECT effective, code, kind, title, billable, parent, placeholder, line, source FROM concept"
_CHILDREN = "SELECT code, title, billable FROM concept WHERE system = ? AND parent = ? AND effective = ?"
_SUPPLY = """
SELECT c.effective, c.title, c.short, h.coverage, h.pricing, h.betos, h.type_of_service, h.crossreferences,
h.added, h.changed, h.terminated, h.action, c.line, c.source FROM concept c
JOIN hcpcs h ON h.code = c.code AND h.effective = c.effective WHERE c.system = ? AND c.code = ?
"""
_LEVELS = 12
_COMPLETIONS = 24


class ConceptTables:
    """Concepts over an edition file."""

    def __init__(self, base: Base) -> None:
        self._base = base
        kinds = ("icd_order", "icd_codes", "icd_tabular")
        self._releases = sorted({r.effective for r in base.releases if r.kind in kinds})

    def diagnosis(self, code: str, on: date | None = None) -> Diagnosis | None:
        """An ICD-10-CM code, with or without its dot."""
        name = normal(code)
        release = nearest([(r,) for r in self._releases], on)
        row = self._concept(name, release[0]) if release and name else None
        if row is None:
            return None
        effective, name, kind, title, billable, parent, placeholder, line, source = row
        above = self._above(parent, effective)
        notes, sevenths = self._notes((name, *(c for c, _ in reversed(above))), effective)
        below = self._base.rows(f"{_CHILDREN} ORDER BY code", (SYSTEM, name, effective))
        group = kind in ("chapter", "section")
        return Diagnosis(
            code=name,
            title=title,
            kind=kind,
            billable=bool(billable),
            parent=parent,
            above=tuple(above),
            below=tuple((c, t, bool(b)) for c, t, b in below),
            completions=() if billable or group else self._completions(name, effective),
            notes=notes,
            sevenths=sevenths,
            placeholder=bool(placeholder),
            trace=self._base.trace(source, line, on),
        )

    def _concept(self, name: str, effective: int) -> Any:
        where = f"{_CONCEPT} WHERE system = '{SYSTEM}' AND code = ? AND effective = ?"
        return next(iter(self._base.rows(where, (name, effective))), None)

    def _above(self, parent: str, effective: int) -> list[tuple[str, str]]:
        above: list[tuple[str, str]] = []
        while parent and len(above) < _LEVELS and (row := self._concept(parent, effective)):
            above.append((row[1], row[3]))
            parent = row[5]
        return above[::-1]

    def _completions(self, name: str, effective: int) -> tuple[tuple[str, str], ...]:
        start = name if "." in name else f"{name}."
        where = (
            "SELECT code, title FROM concept WHERE system = ? AND code > ? AND code < ? AND effective = ? "
            f"AND billable = 1 LIMIT {_COMPLETIONS}"
        )
        return tuple(self._base.rows(where, (SYSTEM, start, f"{start}~", effective)))

    def _notes(
        self, codes: Sequence[str], effective: int
    ) -> tuple[tuple[Note, ...], tuple[tuple[str, str], ...]]:
        """Notes of the code and those above it, nearest first; the nearest 7th characters."""
        where = f"WHERE code IN ({', '.join('?' * len(codes))}) AND effective = ?"
        values = (*codes, effective)
        order = {code: i for i, code in enumerate(codes)}
        rows = self._base.rows(f"SELECT code, kind, text, ordinal FROM note {where}", values)
        notes = sorted(rows, key=lambda n: (order[n[0]], n[3]))
        found = self._base.rows(f"SELECT code, character, text FROM seventh {where}", values)
        near = min((order[code] for code, _, _ in found), default=-1)
        sevenths = tuple((character, text) for code, character, text in found if order[code] == near)
        return tuple(Note(kind=k, text=t, code=c) for c, k, t, _ in notes), sevenths

    def supply(self, code: str, on: date | None = None) -> Supply | None:
        """A HCPCS Level II code."""
        return self._supply(HCPCS, code, on)

    def modifier(self, code: str, on: date | None = None) -> Supply | None:
        """A HCPCS modifier."""
        return self._supply(MODIFIERS, code, on)

    def _supply(self, system: str, code: str, on: date | None) -> Supply | None:
        row = nearest(self._base.rows(_SUPPLY, (system, code)), on)
        if row is None:
            return None
        _, title, short, coverage, pricing, betos, service, others, added, changed, ended, action = row[:12]
        return Supply(
            code=code,
            title=title,
            short=short,
            coverage=coverage,
            pricing=pricing,
            betos=betos,
            type_of_service=service,
            crossreferences=others,
            added=day_of(added),
            changed=day_of(changed),
            terminated=day_of(ended),
            action=action,
            trace=self._base.trace(row[13], row[12], on),
        )

    def descriptors(self, code: str) -> Sequence[Descriptor]:
        """Official CPT descriptors, if licensed."""
        rows = self._base.rows(
            "SELECT kind, text, line, source FROM descriptor WHERE code = ? ORDER BY kind, ordinal", (code,)
        )
        return [
            Descriptor(
                kind=kind,
                text=text,
                notice=self._base.release(source).note or NOTICE,
                trace=self._base.trace(source, line),
            )
            for kind, text, line, source in rows
        ]

    def withdrawn(self, code: str) -> str:
        """The licensed history of a deleted CPT code; "" if none."""
        rows = self._base.rows("SELECT text FROM withdrawn WHERE code = ?", (code,))
        return "; ".join(text for (text,) in rows)


def normal(code: str) -> str:
    """A diagnosis code as it is written: upper case, dotted; a chapter or section as it is."""
    text = code.strip().upper().rstrip("-.")
    if "-" in text or len(text) < 3:
        return text
    return dotted(text.replace(".", ""))
