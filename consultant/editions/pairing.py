"""Pairs of several releases in one edition: of each pair only what the newest release says stays.

Every release of the pair table carries its whole history, so two of them are not needed. Only where a part
was loaded over the shipped copy does the older one still speak of the pairs that the part leaves out.
"""

import sqlite3
from collections.abc import Mapping

from consultant.knowledge.importers.source import Source

_TOLD = """
DELETE FROM ptp WHERE source = :old AND EXISTS (SELECT 1 FROM ptp n WHERE n.setting = ptp.setting
AND n.column_1 = ptp.column_1 AND n.column_2 = ptp.column_2 AND n.source = :new)
"""
_SPANNED = "DELETE FROM ptp WHERE source = :old AND column_1 BETWEEN :first AND :last"


def settle_pairs(base: sqlite3.Connection, sources: Mapping[int, Source]) -> dict[int, int]:
    """Delete what a newer release says anew; the rows deleted, by the number of their source."""
    deleted: dict[int, int] = {}
    pairs = {n: s for n, s in sources.items() if s.kind == "ptp"}
    for old, o in pairs.items():
        for new, n in pairs.items():
            if n.setting == o.setting and n.effective > o.effective:
                values = {"old": old, "new": new, "first": n.first, "last": n.last}
                done = base.execute(_SPANNED if n.whole else _TOLD, values).rowcount
                deleted[old] = deleted.get(old, 0) + done
    return deleted
