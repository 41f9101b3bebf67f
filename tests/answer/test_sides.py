"""The side of each level and of each joint, and the modifiers that only one line may bear."""

import pytest

from tests.answer.test_several_services import answered, billed
from tests.conftest import Asker


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("TFESI with fluoro, right L4-5 and left L5-S1. 64483-50?", ["64483-RT", "64484-LT"]),
        (
            "Transforaminal epidurals under fluoroscopy, L4-5 on the right, L5-S1 on the left. Codes?",
            ["64483-RT", "64484-LT"],
        ),
        (
            "Bilateral L3-4 and right L4-5 facet joint injections under fluoroscopy. Which codes?",
            ["64493-50", "64494-RT"],
        ),
        (
            "Left C4-5 and right C5-6 thermal facet ablation, fluoroscopy. Which codes?",
            ["64633-LT", "64634-RT"],
        ),
        (
            "Planned bilateral L5-S1 transforaminal with fluoroscopy. Right L5-S1 foramen injected. "
            "Left side not attempted. Which code?",
            ["64483-RT"],
        ),
    ],
)
def test_each_level_has_its_side(ask: Asker, text: str, codes: list[str]) -> None:
    said, _ = answered(ask, text)
    assert billed(said) == codes


def test_fifty_is_refused_where_two_levels_have_a_side_each(ask: Asker) -> None:
    _, letter = answered(ask, "TFESI, fluoro: right L4-5, left L5-S1. Both sides so 64483-50?")
    assert "64483-50: no" in letter
    assert "RT on one line and LT on the other" in letter


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "Same visit: right shoulder joint injected under ultrasound, image saved and reported. Left knee "
            "injected blind. Codes and modifiers?",
            ["20611-RT", "20610-LT"],
        ),
        (
            "Left shoulder joint and left knee injected, no guidance. I put 20610-50 and it denied.",
            ["20610-LT", "20610-59-LT"],
        ),
        ("Landmark injections, no imaging: R knee and L hip. Which code?", ["20610-RT", "20610-59-LT"]),
    ],
)
def test_each_joint_has_its_line(ask: Asker, text: str, codes: list[str]) -> None:
    said, _ = answered(ask, text)
    assert billed(said) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Hospital owns the scanner, we only read. Lumbar MRI no contrast, 72148. TC or 26?", ["72148-26"]),
        (
            "We own the magnet and the reader is our employee. Lumbar MRI without contrast: 72148-26 and "
            "72148-TC, or 72148 alone?",
            ["72148"],
        ),
        (
            "Hospital patient, our radiologist injected by lumbar puncture and read a cervical and thoracic "
            "myelogram, and the post-myelogram cervical CT. Codes?",
            ["62305", "72126-26"],
        ),
    ],
)
def test_only_what_can_be_split_is_split(ask: Asker, text: str, codes: list[str]) -> None:
    said, _ = answered(ask, text)
    assert billed(said) == codes
