"""The columns of the physician fee schedule's file, in both column plans and in fixed text."""

from typing import NamedTuple

_TEN = frozenset("0123456789")
_STATUS = frozenset("ABCDEFGHIJMNPRTX")
_GLOBAL = frozenset(("000", "010", "090", "MMM", "XXX", "YYY", "ZZZ"))


class Column(NamedTuple):
    """A field: the words its stacked header must hold, its 1-based columns in fixed text, its check."""

    name: str
    header: str
    start: int
    end: int
    allowed: frozenset[str] | None = None
    places: int = -1
    pad: int = 0


# fmt: off
COLUMNS = (
    Column("code", "HCPCS", 1, 5, pad=5),
    Column("modifier", "MOD", 6, 7, frozenset(("", "26", "TC", "53"))),
    Column("description", "DESCRIPTION", 8, 57),
    Column("status", "STATUS", 58, 58, _STATUS),
    Column("not_used", "NOT USED", 59, 59, frozenset(("", "+"))),
    Column("work", "WORK RVU", 60, 65, places=2),
    Column("nonfacility_pe", "NON-FAC PE RVU", 67, 72, places=2),
    Column("nonfacility_na", "NA INDICATOR", 73, 74, frozenset(("", "NA"))),
    Column("facility_pe", "FACILITY PE RVU", 76, 81, places=2),
    Column("facility_na", "NA INDICATOR", 82, 83, frozenset(("", "NA"))),
    Column("malpractice", "MP RVU", 85, 89, places=2),
    Column("nonfacility_total", "NON-FACILITY TOTAL", 91, 96, places=2),
    Column("facility_total", "FACILITY TOTAL", 97, 102, places=2),
    Column("pctc", "PCTC IND", 103, 103, _TEN),
    Column("global_days", "GLOB DAYS", 104, 106, _GLOBAL, pad=3),
    Column("preoperative", "PRE OP", 107, 109, places=2),
    Column("intraoperative", "INTRA OP", 110, 112, places=2),
    Column("postoperative", "POST OP", 113, 115, places=2),
    Column("multiple", "MULT PROC", 116, 116, _TEN),
    Column("bilateral", "BILAT SURG", 117, 117, frozenset("01239")),
    Column("assistant", "ASST SURG", 118, 118, frozenset("0129")),
    Column("cosurgeon", "CO- SURG", 119, 119, frozenset("0129")),
    Column("team", "TEAM SURG", 120, 120, frozenset("0129")),
    Column("pricing", "PRIC IND", 121, 127, _TEN | {""}),
    Column("endoscopy", "ENDO BASE", 128, 132),
    Column("conversion_factor", "CONV FACTOR", 133, 140, places=4),
    Column("supervision", "DIAGNOSTIC PROCEDURES", 142, 143, pad=2),
    Column("calculation", "CALCULATION FLAG", 144, 144, _TEN | {""}),
    Column("imaging_family", "FAMILY INDICATOR", 146, 147, pad=2),
    Column("opps_nonfacility", "AMOUNT", 152, 157, places=2),
    Column("opps_facility", "AMOUNT", 159, 164, places=2),
    Column("opps_malpractice", "AMOUNT", 166, 171, places=2),
)
# fmt: on
_PRICING = 23
THROUGH_2025 = COLUMNS[:_PRICING] + COLUMNS[_PRICING + 1 :]
