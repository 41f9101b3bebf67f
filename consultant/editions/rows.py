"""Every row of an edition that is about one code, as it is stored, with its source."""

from typing import Any

from consultant.editions.concepts import normal
from consultant.editions.lookup import Base
from consultant.editions.tables import SETTINGS, TABLES, columns

_CODES = {
    "ptp": ("column_1", "column_2"),
    "add_on": ("add_on", "primary_code"),
    "term_code": ("code",),
    "category": (),
}
_LIMIT = 60
Row = dict[str, Any]


def rows_of(base: Base, code: str) -> dict[str, list[Row]]:
    """Table -> rows, at most sixty of each."""
    code = code.strip().upper()
    written = code if len(code) in (2, 5) and "." not in code else normal(code)
    found: dict[str, list[Row]] = {}
    for record, (table, _) in TABLES.items():
        names = columns(record)
        listed = ", ".join(f'"{name}"' for name in names)
        for column in _CODES.get(table, ("code",) if "code" in names else ()):
            for value in dict.fromkeys((code, written)):
                where = f"{table} WHERE {column} = ? {_setting(table)} LIMIT {_LIMIT}"
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
        values["rationale"] = base.rows("SELECT text FROM rationale WHERE id = ?", (values["rationale"],))[0][
            0
        ]
    return {**values, "release": release.title, "file": release.file}
