"""Look-ups in the fee schedule of an edition."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from consultant.editions.lookup import Base, begun, nearest, nearest_of_year
from consultant.knowledge.importers.records import Rvu
from consultant.knowledge.published import AnesthesiaFactor, Locality, RelativeValue

_COLUMNS = ", ".join((*Rvu._fields, "source"))
_AT = {name: i for i, name in enumerate((*Rvu._fields, "source"))}
_CODE = f"SELECT {_COLUMNS} FROM rvu WHERE code = ?"
_LOCALITIES = """
SELECT g.effective, g.mac, g.locality, g.state, g.name, g.work, g.pe, g.malpractice, g.line, g.source,
(SELECT group_concat(c.counties, '; ') FROM county c WHERE c.effective = (SELECT max(effective) FROM county)
AND c.mac = g.mac AND c.locality = g.locality) FROM gpci g WHERE g.effective = ?
"""
_SAME = (
    "code modifier status pctc global_days multiple bilateral assistant cosurgeon team endoscopy supervision "
    "imaging_family not_used pricing calculation variant"
).split()
CENTS = (
    "work nonfacility_pe facility_pe malpractice nonfacility_total facility_total preoperative "
    "intraoperative postoperative opps_nonfacility opps_facility opps_malpractice"
).split()


class FeeSchedule:
    """Fees over an edition file."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._years = [r.effective for r in base.releases if r.kind == "gpci"]

    def value(
        self, code: str, modifier: str = "", on: date | None = None, variant: str = ""
    ) -> RelativeValue | None:
        """The row in force."""
        rows = self._base.rows(f"{_CODE} AND modifier = ? AND variant = ?", (code, modifier, variant))
        row = nearest_of_year(rows, on, _AT["effective"])
        if row is None or self._dropped(row, on):
            return None
        return self._relative(row, on)

    def values(self, code: str, on: date | None = None) -> Sequence[RelativeValue]:
        """The rows of all modifiers in force."""
        rows = self._base.rows(f"{_CODE} AND variant = ''", (code,))
        by_modifier: dict[str, list[Any]] = {}
        for row in rows:
            by_modifier.setdefault(row[_AT["modifier"]], []).append(row)
        found = (nearest_of_year(rows, on, _AT["effective"]) for rows in by_modifier.values())
        kept = [row for row in found if row and not self._dropped(row, on)]
        newest = max((row[_AT["effective"]] for row in kept), default=0)
        return [self._relative(row, on) for row in kept if row[_AT["effective"]] == newest]

    def history(self, code: str) -> Sequence[RelativeValue]:
        """The rows of all loaded releases, oldest first."""
        rows = self._base.rows(f"{_CODE} ORDER BY effective, variant, modifier", (code,))
        return [self._relative(row, None) for row in rows]

    def _dropped(self, row: Any, on: date | None) -> bool:
        """Does a later release that had begun by then say nothing of the code any more?"""
        effective, code, variant = row[_AT["effective"]], row[_AT["code"]], row[_AT["variant"]]
        return any(
            r.kind == "rvu"
            and r.variant == variant
            and r.effective > effective
            and begun(r.effective, on)
            and self._base.says(r, code)
            for r in self._base.releases
        )

    def _relative(self, row: Any, on: date | None) -> RelativeValue:
        at = dict(zip(_AT, row, strict=True))
        values: dict[str, Any] = {name: at[name] for name in _SAME}
        for name in CENTS:
            value = at[name]
            values[name] = None if value is None else Decimal(value).scaleb(-2)
        return RelativeValue(
            **values,
            nonfacility_na=at["nonfacility_na"] == "NA",
            facility_na=at["facility_na"] == "NA",
            conversion_factor=Decimal(at["conversion_factor"]).scaleb(-4),
            trace=self._base.trace(at["source"], at["line"], on),
        )

    def localities(self, on: date | None = None) -> Sequence[Locality]:
        """All localities of the year."""
        year = nearest([(y,) for y in self._years], on)
        if year is None:
            return []
        found = []
        for _, mac, number, state, name, work, pe, mp, line, source, counties in self._base.rows(
            _LOCALITIES, year
        ):
            work, pe, mp = (Decimal(v).scaleb(-3) for v in (work, pe, mp))
            trace = self._base.trace(source, line, on)
            found.append(
                Locality(
                    mac=mac,
                    number=number,
                    state=state,
                    name=name.rstrip("*"),
                    work=work,
                    pe=pe,
                    malpractice=mp,
                    counties=counties or "",
                    trace=trace,
                )
            )
        return found

    def anesthesia(self, mac: str, number: str, on: date | None = None) -> AnesthesiaFactor | None:
        """The anesthesia factor of a locality."""
        rows = self._base.rows(
            "SELECT effective, name, amount, line, source FROM anesthesia WHERE mac = ? AND locality = ?",
            (mac, number),
        )
        row = nearest(rows, on)
        if row is None:
            return None
        _, name, amount, line, source = row
        trace = self._base.trace(source, line, on)
        return AnesthesiaFactor(
            mac=mac, number=number, name=name.rstrip("*"), amount=Decimal(amount).scaleb(-2), trace=trace
        )
