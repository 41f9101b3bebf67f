"""Values known from the published files come out exactly."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from consultant.editions.building import build
from consultant.editions.opened import OpenEdition
from consultant.knowledge.payment import payment
from consultant.knowledge.published import RelativeValue
from tests.conftest import NOW
from tests.editions import published
from tests.editions.published import expected, needs_published

ROWS = expected("rvu.csv")
PAIRS = expected("pairs.csv")
DAYS = {"RVU24B": date(2024, 5, 1), "RVU25D": date(2025, 11, 1), "RVU26C": date(2026, 8, 1)}
FACTORS = {"RVU24B": "33.2875", "RVU25D": "32.3465", "RVU26C": "33.4009"}
TOTALS_2023 = {
    "62284": ("5.73", "2.49"),
    "62302": ("7.74", "3.52"),
    "62303": ("7.88", "3.52"),
    "62304": ("7.69", "3.47"),
    "62305": ("8.36", "3.61"),
    "72240": ("3.45", None),
    "72255": ("3.61", None),
    "72265": ("3.29", None),
    "72270": ("4.94", None),
    "99213": ("2.68", "1.95"),
    "99214": ("3.79", "2.88"),
}


def differs(value: RelativeValue, row: dict[str, str]) -> dict[str, tuple[str, str]]:
    """column -> (expected, found)."""
    wrong = {}
    for column, text in row.items():
        if column == "release":
            continue
        found = getattr(value, column)
        same = found == (text == "NA") if column == "facility_na" else str(found) == text
        if not same:
            wrong[column] = (text, str(found))
    return wrong


def check(edition: OpenEdition, rows: list[dict[str, str]]) -> None:
    for row in rows:
        value = edition.fees.value(row["code"], row["modifier"], DAYS[row["release"]])
        assert value, row
        assert not differs(value, row), (row["code"], row["modifier"], differs(value, row))
        assert value.trace.exact
        assert str(value.conversion_factor) == FACTORS[row["release"]]
        assert not value.nonfacility_na
        assert value.endoscopy == ""


@needs_published
def test_values_of_the_csv_files(whole: OpenEdition) -> None:
    check(whole, [r for r in ROWS if r["release"] != "RVU24B"])


@needs_published
def test_values_of_the_fixed_text(tmp_path: Path) -> None:
    edition = OpenEdition(build([published.RVU_2025_TEXT], tmp_path, NOW).path)
    check(edition, [r for r in ROWS if r["release"] == "RVU25D"])


@needs_published
def test_the_fixed_text_and_the_csv_hold_the_same_rows(whole: OpenEdition, tmp_path: Path) -> None:
    text = OpenEdition(build([published.RVU_2025_TEXT], tmp_path, NOW).path)
    query = "SELECT * FROM rvu WHERE effective = 20251001 ORDER BY code, modifier"
    rows = text.base.rows(query)
    assert len(rows) == 19_090
    assert [r[1:-1] for r in rows] == [r[1:-1] for r in whole.base.rows(query)]


def test_values_of_the_shipped_figures(shipped_edition: OpenEdition) -> None:
    check(shipped_edition, ROWS)
    for code, (office, facility) in TOTALS_2023.items():
        value = shipped_edition.fees.value(code, "", date(2023, 11, 1))
        assert value
        assert str(value.nonfacility_total) == office
        assert facility is None or str(value.facility_total) == facility


@needs_published
def test_every_arithmetic_identity_holds_on_all_rows(whole: OpenEdition) -> None:
    for effective, rows, factor in ((20251001, 19_090, 323_465), (20260701, 19_356, 334_009)):
        query = "SELECT count(*), min(conversion_factor), max(conversion_factor) FROM rvu WHERE effective = ?"
        assert whole.base.rows(query, (effective,)) == [(rows, factor, factor)]
    wrong = (
        "SELECT code FROM rvu WHERE nonfacility_total <> work + nonfacility_pe + malpractice "
        "OR facility_total <> work + facility_pe + malpractice"
    )
    assert whole.base.rows(wrong) == []


@needs_published
def test_all_109_localities_of_each_year(whole: OpenEdition) -> None:
    for year in (2025, 2026):
        places = whole.fees.localities(date(year, 2, 1))
        assert len({(p.mac, p.number) for p in places}) == len(places) == 109
        assert {p.trace.release for p in places} == {f"Geographic indices {year}"}
        assert all(len(p.mac) == 5 and len(p.number) == 2 for p in places)


def test_payment_of_a_lumbar_myelogram(shipped_edition: OpenEdition) -> None:
    paid = {}
    for day in (date(2025, 11, 1), date(2026, 8, 1)):
        value = shipped_edition.fees.value("62304", "", day)
        assert value
        national = payment(value)
        assert national
        paid[day.year] = national.nonfacility
    assert paid == {2025: Decimal("240.01"), 2026: Decimal("242.49")}


@pytest.mark.parametrize("setting", ["practitioner", "hospital"])
def test_pairs_in_both_orders(shipped_edition: OpenEdition, setting: str) -> None:
    live = {(r["column_1"], r["column_2"]): r[setting] for r in PAIRS if r[setting]}
    assert len(live) == {"practitioner": 47, "hospital": 45}[setting]
    codes = sorted({c for r in PAIRS for c in (r["column_1"], r["column_2"])})
    for a in codes:
        for b in codes:
            edit = shipped_edition.edits.pair(a, b, setting)
            assert (edit.indicator if edit else None) == live.get((a, b)), (a, b)


def test_deleted_pairs_are_history_only(shipped_edition: OpenEdition) -> None:
    for row in PAIRS:
        if row["practitioner"]:
            continue
        a, b = row["column_1"], row["column_2"]
        assert shipped_edition.edits.pair(a, b) is None
        assert shipped_edition.edits.pair_history(a, b)[-1].indicator == "9"


@pytest.mark.parametrize(
    ("codes", "units", "indicator", "rationale"),
    [
        ("62284 62302 62303 62304 62305", 1, "3", "Nature of Service/Procedure"),
        ("72240 72255 72265", 1, "2", "Anatomic Consideration"),
        ("72270", 1, "2", "Code Descriptor / CPT Instruction"),
        ("99213 99214", 2, "3", "Clinical: Data"),
    ],
)
def test_limits(shipped_edition: OpenEdition, codes: str, units: int, indicator: str, rationale: str) -> None:
    for code in codes.split():
        limit = shipped_edition.edits.limit(code)
        assert limit
        assert (limit.units, limit.indicator, limit.rationale) == (units, indicator, rationale)


@needs_published
def test_limits_of_the_whole_file(whole: OpenEdition) -> None:
    assert whole.base.rows("SELECT count(*) FROM mue") == [(15_095,)]
    by_indicator = whole.base.rows("SELECT indicator, count(*) FROM mue GROUP BY indicator ORDER BY 1")
    assert [(str(i), n) for i, n in by_indicator] == [("1", 41), ("2", 5_417), ("3", 9_637)]


@needs_published
def test_hcpcs_codes_and_modifiers_of_the_whole_file(whole: OpenEdition) -> None:
    counts = dict(
        whole.base.rows("SELECT system, count(*) FROM concept WHERE system <> 'icd10cm' GROUP BY system")
    )
    assert counts == {"hcpcs": 6_440, "modifier": 360}


@needs_published
def test_categories_of_the_asked_codes(whole: OpenEdition) -> None:
    for code in "62284 62302 62303 62304 62305 72240 72255 72265 72270".split():
        assert [c.number for c in whole.coverage.categories(code)] == ["181"]
    assert [c.number for c in whole.coverage.categories("99213")] == ["227"]
