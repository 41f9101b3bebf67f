"""The phrase grammar."""

import pytest

from consultant.inquiry.numbers import number
from consultant.inquiry.phrase import PhraseError, Word
from consultant.inquiry.phrasebook import Phrasebook
from consultant.inquiry.words import spans, stem


def found(phrase: str, text: str, affirmed: bool = False, **classes: list[str]) -> list[str]:
    book: Phrasebook[str] = Phrasebook(classes)
    book.add([phrase], "hit", affirmed)
    pieces = spans(text)
    words = [Word(w, stem(w), number(w), w in ".?!;:") for _, _, w in pieces]
    return [text[pieces[a][0] : pieces[b - 1][1]] for a, b, _ in book.find(words)]


@pytest.mark.parametrize(
    ("phrase", "text", "hits"),
    [
        ("inject contrast", "He injected contrast today", ["injected contrast"]),
        ("=read", "reads and read and reading", ["read"]),
        ("(one|single) radiologist", "a single radiologist", ["single radiologist"]),
        ("(the|) same doctor", "by the same doctor", ["the same doctor", "same doctor"]),
        ("needle .. lumbar", "needle was placed at lumbar", ["needle was placed at lumbar"]),
        ("needle .. lumbar", "needle one two three four lumbar", []),
        ("needle .. lumbar", "needle. lumbar", []),
        ("needle .. lumbar", "needle a. lumbar", []),
        ("{2+} stable", "two stable and 3 stable and one stable", ["two stable", "3 stable"]),
        ("{2-3} views", "4 views, 3 views", ["3 views"]),
        ("{number} leads", "2 leads", ["2 leads"]),
        ("one {doc}", "one pain doctor", ["one pain doctor"]),
        ("\\( {doc} \\)", "the (pain doctor) did", ["(pain doctor)"]),
    ],
)
def test_grammar(phrase: str, text: str, hits: list[str]) -> None:
    assert found(phrase, text, doc=["doctor", "pain doctor"]) == hits


def test_a_gap_of_what_is_affirmed_passes_over_no_denial() -> None:
    for text in (
        "facets were not decorticated",
        "facets weren't decorticated",
        "facets never were decorticated",
    ):
        assert found("facets ... decorticated", text)
        assert not found("facets ... decorticated", text, affirmed=True)
    assert found("facets ... decorticated", "facets were then decorticated", affirmed=True)
    assert found("facets (were|) not .. decorticated", "facets were not all decorticated", affirmed=True)


@pytest.mark.parametrize(
    "phrase",
    [
        "(one radiologist",
        "one) radiologist",
        "{nobody} reads",
        "",
        "..",
        ".. needle",
        "needle ..",
        "needle .. .. lumbar",
        "(a|) .. b",
    ],
)
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError):
        Phrasebook({}).add([phrase], "hit")
