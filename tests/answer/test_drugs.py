"""The drug by the milligram: what took the place of a deleted code, and how many units."""

import pytest

from tests.conftest import Asker

LINES = [
    ("J1040 kicked back, Depo-Medrol 80 mg, DOS last week. What now?", ["J1010 x80"]),
    ("J1030 was rejected. What replaced it?", ["J1010"]),
    ("Which J code for Depo-Medrol, 40 mg, and how many units?", ["J1010 x40"]),
    ("Why is 99201 getting rejected?", []),  # what took its place depends on the visit
]


def billed(ask: Asker, text: str) -> list[str]:
    answer = ask(text).answer
    assert answer is not None
    return [f"{r.code} x{r.units}" if r.units > 1 else r.code for r in answer.recommended()]


@pytest.mark.parametrize(("text", "codes"), LINES)
def test_units_follow_the_milligrams(ask: Asker, text: str, codes: list[str]) -> None:
    assert billed(ask, text) == codes


def test_a_drug_that_is_only_named_is_not_billed(ask: Asker) -> None:
    said = billed(ask, "Right knee injected by landmarks with 80 mg Depo-Medrol. Code?")
    assert said == ["20610"]
