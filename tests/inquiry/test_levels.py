"""Spinal levels as people write them."""

import pytest

from consultant.inquiry.levels import find_levels, parse_level
from consultant.inquiry.spoken import spoken_levels


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("C5-6, C6-7 and L4/5", ["C5-C6", "C6-C7", "L4-L5"]),
        ("c4-5,5-6 & 6-7 bilat", ["C4-C5", "C5-C6", "C6-C7"]),
        ("L4-S1", ["L4-S1"]),
        ("C5 to C7", ["C5-C7"]),
        ("L3 through S1", ["L3-S1"]),
        ("L3, L4 and L5", ["L3", "L4", "L5"]),
        ("L3, 4 and 5 medial branches", ["L3", "L4", "L5"]),
        ("L45 and L51", ["L4-L5", "L5-S1"]),
        ("L5-1", ["L5-S1"]),
        ("T12-L1", ["T12-L1"]),
        ("C7-T1", ["C7-T1"]),
        ("D8", ["T8"]),
        ("C-5/6", ["C5-C6"]),
        ("L 4-5", ["L4-L5"]),
        ("S1", ["S1"]),
        ("between L3 and L4", ["L3-L4"]),
        ("between L5 and S1", ["L5-S1"]),
        ("between L3 and L5", ["L3", "L5"]),
        ("at L4-L5, 2 views", ["L4-L5"]),
        ("patient's 2 problems", []),
        ("dx C50.911, L4360, C1767", []),
        ("T99 C89", []),
        ("L3/L4/L5", ["L3-L5"]),
        ("C4-5-6", ["C4-C6"]),
        ("L4 / L5 / S1", ["L4-S1"]),
        ("L3-L4/L5-S1", ["L3-L4", "L5-S1"]),
        ("L3-4-6, T1-2-26, L1-2-1999", []),
    ],
)
def test_levels(text: str, names: list[str]) -> None:
    assert [level.name for level in find_levels(text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("at l four five and l five s one", ["L4-L5", "L5-S1"]),
        ("lumbar four-five", ["L4-L5"]),
        ("Lumbar 4-5 and cervical 5/6", ["L4-L5", "C5-C6"]),
        ("lumbar 5-S1", ["L5-S1"]),
        ("thoracic 2-3 views", []),
        ("lumbar 2-5", []),
    ],
)
def test_levels_in_words(text: str, names: list[str]) -> None:
    assert [level.name for level in spoken_levels(text)] == names


def test_regions_of_a_range() -> None:
    (level,) = find_levels("T11-L2")
    assert level.regions == ("thoracic", "lumbar")


def test_parse_level_refuses_other_text() -> None:
    with pytest.raises(ValueError, match="not a spinal level"):
        parse_level("lumbar")
