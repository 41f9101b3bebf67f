"""Claims with what must be found of them, and why; over the shipped figures."""

import csv
from datetime import date
from pathlib import Path

import pytest

from consultant.config.knowledge import Knowledge
from consultant.knowledge.claim.checking import check
from consultant.knowledge.claim.claim import Claim, Line, parse
from consultant.knowledge.claim.remark import Review

with (Path(__file__).parent / "claims.csv").open(encoding="utf-8", newline="") as file:
    CLAIMS = list(csv.DictReader(file))
ON = date(2026, 8, 1)


def review(knowledge: Knowledge, text: str, on: date | None = ON, setting: str = "practitioner") -> Review:
    return check(parse(text), knowledge.edition, on, setting)


@pytest.mark.parametrize("row", CLAIMS, ids=lambda r: f"{r['claim']} {r['setting']}")
def test_claim(knowledge: Knowledge, row: dict[str, str]) -> None:
    found = review(knowledge, row["claim"], date.fromisoformat(row["on"]), row["setting"])
    kinds = sorted(f"{r.severity} {r.kind} {' '.join(r.codes)}".strip() for r in found.remarks)
    assert kinds == sorted(filter(None, row["found"].split("; "))), row["because"]
    assert all(r.say and r.do and "{" not in r.say + r.do for r in found.remarks)


def test_there_are_sixty_claims() -> None:
    assert len(CLAIMS) >= 60


def test_a_claim_clean_on_its_tables_names_them(knowledge: Knowledge) -> None:
    found = review(knowledge, "62305 72132-26, dx M48.061")
    assert found.clean
    assert found.tables == (
        "Physician fee schedule, 2026 July",
        "NCCI medically unlikely edits, practitioner, 2026 Q2, not the release of the date asked about",
        "NCCI procedure-to-procedure edits, practitioner, 2024 Q3",
        "ICD-10-CM FY2026, April 2026",
    )
    assert found.missing == ()


def test_what_is_not_loaded_is_named(knowledge: Knowledge) -> None:
    found = review(knowledge, "12345 23456, dx M48.061")
    assert found.missing == (
        "the fee schedule row of 12345, 23456",
        "the unlikely edits (practitioner) of 12345, 23456",
        "the NCCI pairs (practitioner) of 12345, 23456",
    )


def test_every_finding_from_a_file_names_file_and_line(knowledge: Knowledge) -> None:
    found = review(knowledge, "62302 62304-26 x2, dx M48.06")
    assert {r.kind for r in found.remarks} == {
        "pair_never",
        "modifier_refused",
        "over_clinical",
        "diagnosis_short",
    }
    for r in found.remarks:
        assert r.trace
        assert r.trace.file
        assert r.trace.line > 0


def test_the_date_of_service_picks_the_rows(knowledge: Knowledge) -> None:
    old = review(knowledge, "62304, dx M48.061", date(2024, 5, 1))
    assert "Physician fee schedule, 2024 April" in old.tables


@pytest.mark.parametrize(
    ("text", "lines", "diagnoses"),
    [
        ("62305 72132 62284-59 x1, dx M48.061", ["62305", "72132", "62284-59"], ["M48.061"]),
        ("CPT 62305, 62284 59 x 2; dx: m48061", ["62305", "62284-59"], ["M48061"]),
        ("62305-26/59 and G2212 2 units", ["62305-26-59", "G2212"], []),
        ("64483x2 M54.16", ["64483"], ["M54.16"]),
    ],
)
def test_a_claim_as_people_type_it(text: str, lines: list[str], diagnoses: list[str]) -> None:
    claim = parse(text)
    assert [str(line) for line in claim.lines] == lines
    assert list(claim.diagnoses) == diagnoses
    assert claim.unread == ()


def test_units_of_both_parts_count_once() -> None:
    parts = (Line(code="72265", modifiers=("26",), units=2), Line(code="72265", modifiers=("TC",), units=1))
    assert Claim(lines=parts).units("72265") == 2
