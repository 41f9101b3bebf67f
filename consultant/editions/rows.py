"""Every row of an edition that is about one code, written as published, with its source."""

from decimal import Decimal
from typing import Any

from consultant.editions.concepts import normal
from consultant.editions.fees import CENTS
from consultant.editions.lookup import Base
from consultant.editions.tables import SETTINGS, TABLES, columns
from consultant.knowledge.importers.day import day_of

_RATIONALE = "SELECT text FROM rationale WHERE id = ?"
_CODES = {
    "ptp": ("column_1", "column_2"),
    "add_on": ("add_on", "primary_code"),
    "term_code": ("code",),
    "category": (),
}
_DAYS = frozenset(("effective", "deletion", "until", "end", "added", "changed", "terminated"))
_PLACES = {  # how many decimals a stored whole number stands for
    "rvu": {**dict.fromkeys(CENTS, 2), "conversion_factor": 4},
    "gpci": {"work": 3, "pe": 3, "malpractice": 3},
    "anesthesia": {"amount": 2},
}
Row = dict[str, Any]


def rows_of(base: Base, code: str) -> dict[str, list[Row]]:
    """Table -> rows. Days are yyyy-mm-dd, None where open or unknown; figures have their decimals."""
    code = code.strip().upper()
    written = code if len(code) in (2, 5) and "." not in code else normal(code)
    found: dict[str, list[Row]] = {}
    for record, (table, _) in TABLES.items():
        names = columns(record)
        listed = ", ".join(f'"{name}"' for name in names)
        for column in _CODES.get(table, ("code",) if "code" in names else ()):
            for value in dict.fromkeys((code, written)):
                where = f"{table} WHERE {column} = ? {_setting(table)}"
                for row in base.rows(f"SELECT {listed} FROM {where}", (value,)):
                    found.setdefault(table, []).append(_named(base, table, names, row))
    return found


def _setting(table: str) -> str:
    return "AND setting IN (0, 1, 2)" if table == "ptp" else ""


def _named(base: Base, table: str, names: tuple[str, ...], row: Any) -> Row:
    values = dict(zip(names, row, strict=True))
    release = base.release(values.pop("source"))
    if table == "ptp":
        values["setting"] = SETTINGS[values["setting"]]
        values["rationale"] = base.rows(_RATIONALE, (values["rationale"],))[0][0]
    places = _PLACES.get(table, {})
    for name, value in values.items():
        if name in _DAYS and isinstance(value, int):
            day = day_of(value)
            values[name] = day.isoformat() if day else None
        elif name in places and value is not None:
            values[name] = str(Decimal(value).scaleb(-places[name]))
    return {**values, "release": release.title, "file": release.file}
