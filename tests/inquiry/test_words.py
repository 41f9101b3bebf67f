"""Sentences."""

import pytest

from consultant.inquiry.words import sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("Dr. Lee read it. Which code?", ["Dr. Lee read it.", "Which code?"]),
        ("No. Dr. Lee did it.", ["No.", "Dr. Lee did it."]),
        ("The tech says no. Leave it.", ["The tech says no.", "Leave it."]),
        ("Claim no. 4 and accession no. AB12 are here.", None),
        ("See Fig. 3 at 4.5 mm.", ["See Fig. 3 at 4.5 mm."]),
        ("1. First thing\n2. Second thing", ["1. First thing", "2. Second thing"]),
        ("a line that was wrapped because it was too long for\nthe mail program", None),
        ("Short line\nNext Line", ["Short line", "Next Line"]),
        ("FINDINGS: block.\nIMPRESSION: none", ["FINDINGS: block.", "IMPRESSION: none"]),
        ("thoracic myelogram\nfindings: a block at T6", ["thoracic myelogram", "findings: a block at T6"]),
        ("which one of these\ncodes fits", None),
        ("", []),
    ],
)
def test_sentences(text: str, parts: list[str] | None) -> None:
    found = [text[s.start : s.end] for s in sentences(text)]
    assert found == ([text] if parts is None else parts)


def test_endless_text_has_bounded_sentences() -> None:
    assert max(s.end - s.start for s in sentences("word " * 20_000)) <= 1500
