"""Misspelled words are mended to the vocabulary, English ones never."""

import pytest

from consultant.inquiry.spelling import Speller

SPELLER = Speller(
    {"myelogram", "thoracic", "lumbar", "puncture", "injection", "radiologist"},
    {"infection", "lumber", "heading"},
)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("myelogrm", ("myelogram",)),
        ("myelgoram", ("myelogram",)),
        ("radiologst", ("radiologist",)),
        ("lumbarpuncture", ("lumbar", "puncture")),
        ("infection", ("infection",)),
        ("lumber", ("lumber",)),
        ("lumb", ("lumb",)),
        ("zebra", ("zebra",)),
        ("x" * 500, ("x" * 500,)),
    ],
)
def test_mend(word: str, meant: tuple[str, ...]) -> None:
    assert SPELLER.mend(word) == meant


@pytest.mark.parametrize(
    ("word", "meant"),
    [("filmd", ("filmed",)), ("cevrical", ("cervical",)), ("filex", ("filed",))],
)
def test_of_words_equally_near_the_likelier_slip(word: str, meant: tuple[str, ...]) -> None:
    speller = Speller({"filed", "filmed", "cervical", "ceverical"}, set())
    assert speller.mend(word) == meant
