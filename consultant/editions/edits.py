"""Look-ups in the NCCI tables of an edition."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from consultant.editions.lookup import Base, begun, nearest
from consultant.editions.tables import SETTINGS
from consultant.knowledge.importers.add_on import ANY
from consultant.knowledge.importers.day import day_of, number
from consultant.knowledge.published import AddOnPair, PairEdit, UnitLimit

_PAIR = (
    "SELECT p.effective, p.column_1, p.column_2, p.deletion, p.indicator, p.prior, r.text, p.line, p.source "
    "FROM ptp p JOIN rationale r ON r.id = p.rationale WHERE p.setting = ?"
)
_ADD_ON = "SELECT effective, add_on, primary_code, type, deletion, line, source FROM add_on WHERE"


class EditTables:
    """Edits over an edition file."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def pair(
        self, column_1: str, column_2: str, setting: str = "practitioner", on: date | None = None
    ) -> PairEdit | None:
        """The edit in force with the codes in this order."""
        found = (self._edit(row, setting, on) for row in self._rows(column_1, column_2, setting))
        return next((edit for edit in found if edit.in_force(on)), None)

    def pair_history(self, column_1: str, column_2: str, setting: str = "practitioner") -> Sequence[PairEdit]:
        """All rows of the codes in this order, in force or deleted."""
        return [self._edit(row, setting, None) for row in self._rows(column_1, column_2, setting)]

    def pairs_of(
        self, code: str, setting: str = "practitioner", on: date | None = None, limit: int = 200
    ) -> Sequence[PairEdit]:
        """Edits in force with the code in either column, up to `limit` of each."""
        found: list[PairEdit] = []
        for column in ("column_1", "column_2"):
            rows = self._base.rows(f"{_PAIR} AND p.{column} = ?", (SETTINGS.index(setting), code))
            live = [edit for row in rows if (edit := self._edit(row, setting, on)).in_force(on)]
            found += live[:limit]
        return found

    def _rows(self, column_1: str, column_2: str, setting: str) -> Sequence[Any]:
        values = (SETTINGS.index(setting), column_1, column_2)
        return self._base.rows(f"{_PAIR} AND p.column_1 = ? AND p.column_2 = ?", values)

    def _edit(self, row: Any, setting: str, on: date | None) -> PairEdit:
        effective, column_1, column_2, deletion, indicator, prior, rationale, line, source = row
        return PairEdit(
            setting=setting,
            column_1=column_1,
            column_2=column_2,
            effective=day_of(effective),
            deletion=day_of(deletion),
            indicator=str(indicator),
            rationale=rationale,
            prior=bool(prior),
            trace=self._base.trace(source, line, on, dated=effective > 0),
        )

    def covers(self, code: str, setting: str = "practitioner") -> bool:
        """Would an edit of this code be loaded if there were one?"""
        return any(
            (r.whole and r.first <= code <= r.last) or (not r.whole and self._base.says(r, code))
            for r in self._base.releases
            if r.kind == "ptp" and r.setting == setting
        )

    def limit(self, code: str, setting: str = "practitioner", on: date | None = None) -> UnitLimit | None:
        """The medically unlikely edit."""
        rows = self._base.rows(
            "SELECT effective, units, indicator, rationale, line, source FROM mue "
            "WHERE code = ? AND setting = ?",
            (code, setting),
        )
        row = nearest(rows, on)
        if row is None or self._left(code, setting, row[0], on):
            return None
        _, units, indicator, rationale, line, source = row
        trace = self._base.trace(source, line, on)
        return UnitLimit(
            code=code, setting=setting, units=units, indicator=indicator, rationale=rationale, trace=trace
        )

    def _left(self, code: str, setting: str, effective: int, on: date | None) -> bool:
        """Each quarter is a full snapshot: a later one without the code ends its limit."""
        return any(
            r.kind == "mue"
            and r.setting == setting
            and r.effective > effective
            and begun(r.effective, on)
            and self._base.says(r, code)
            for r in self._base.releases
        )

    def covers_units(self, code: str, setting: str = "practitioner") -> bool:
        """Would a limit of this code be loaded if one were published?"""
        return any(
            self._base.says(r, code) for r in self._base.releases if r.kind == "mue" and r.setting == setting
        )

    def primaries(self, add_on: str, on: date | None = None) -> Sequence[AddOnPair]:
        """The primaries of an add-on code."""
        return self._pairs("add_on = ?", add_on, on)

    def add_ons(self, primary: str, on: date | None = None) -> Sequence[AddOnPair]:
        """The add-on codes of a primary."""
        return self._pairs("primary_code = ?", primary, on)

    def _pairs(self, where: str, code: str, on: date | None) -> list[AddOnPair]:
        day = number(on) if on else 0
        found = []
        for effective, add_on, primary, kind, deletion, line, source in self._base.rows(
            f"{_ADD_ON} {where}", (code,)
        ):
            ended = day_of(deletion) is not None if not day else deletion < day
            if ended or not begun(effective, on):
                continue
            found.append(
                AddOnPair(
                    add_on=add_on,
                    primary="" if primary == ANY else primary,
                    type=kind,
                    effective=day_of(effective),
                    deletion=day_of(deletion),
                    trace=self._base.trace(source, line, on, dated=effective > 0),
                )
            )
        return found
