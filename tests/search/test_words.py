"""What is compared: the same words for the same thing, however it is written."""

import pytest

from consultant.search.spelling import Vocabulary
from consultant.search.words import lacking, stems, words

SAME = [
    ("Haemorrhoids", "hemorrhoid"),
    ("oesophagus", "Esophagus"),
    ("anaemia", "anemia"),
    ("vertebrae", "vertebra"),
    ("stenoses", "stenosis"),
    ("Barrett's", "barretts"),
    ("non-traumatic", "nontraumatic"),
    ("L4-5", "L4 L5"),
    ("L-1", "l1"),
    ("vitamin b-12", "vitamin b12"),
    ("1,000 mg", "1000 mg"),
    ("café", "cafe"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_the_same_thing_has_the_same_words(a: str, b: str) -> None:
    assert stems(a) == stems(b)


def test_with_and_without_stay_apart() -> None:
    assert stems("with claudication") != stems("without claudication")


def test_marks_are_no_words() -> None:
    assert words('"; DROP (*) {x} \x00 ^ NEAR/3') == ["drop", "x", "near", "3"]


def test_the_nearest_word_comes_first() -> None:
    vocabulary = Vocabulary({"carpal": 5, "carpet": 50, "tunnel": 3, "gastro": 1, "esophageal": 1})
    assert vocabulary.near("tunel") == ("tunnel",)
    assert set(vocabulary.near("carpel")) == {"carpal", "carpet"}
    assert vocabulary.near("zzzzzzzz") == ()
    assert vocabulary.near("esop") == ("esophageal",)  # begun
    assert vocabulary.parted("gastroesophageal") == ("gastro", "esophageal")


@pytest.mark.parametrize(
    ("title", "absent"),
    [
        ("Laceration without foreign body of scalp, initial encounter", ["foreign", "bodi"]),
        ("Concussion without loss of consciousness", ["loss", "conscious"]),
        ("Diverticulitis without perforation or abscess with bleeding", ["perfor", "abscess"]),
        ("Type 2 diabetes with hyperosmolarity without hyperosmolar coma", ["coma"]),
        ("Type 2 diabetes without complications in remission", ["complic"]),
        ("Spinal stenosis with neurogenic claudication", []),
    ],
)
def test_what_is_lacking_ends_where_the_next_thing_begins(title: str, absent: list[str]) -> None:
    assert lacking(title) == absent
