"""Mails that nobody would type: codes, levels, modifiers and marks in any order are read and answered."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultant.answer.disposition import Disposition
from tests.conftest import Asker

PIECES = (
    "62304 64484 G2211 0275T J1030 M48.06 99213 7 45 two three 25 -26 x2 50 LT A17 T12 C5 S1 L4-5 T12-L1 "
    "2019 06/12/2025 cervical lumbar myelogram facet epidural colonoscopy polyp snare left not no if "
    "patient same which code bill with deleted units surgeon radiologist Dr. Lee ref claim case 1. 2) a) min"
).split()
MARKS = (
    " ",
    "",
    "-",
    "/",
    ", ",
    " to ",
    " thru ",
    " x",
    "\n",
    "\n\n",
    ".",
    ". ",
    "? ",
    "+",
    ": ",
    " (",
    ") ",
    "#",
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(MARKS)), min_size=1, max_size=16))
def test_any_row_of_codes_and_words_is_answered(ask: Asker, said: list[tuple[str, str]]) -> None:
    text = "".join(piece + mark for piece, mark in said)
    found = ask(text)
    assert found.answer, found.evidence
    known = found.answer.codes
    assert all(len(code) == 5 or "." in code for code in known), known
    if found.answer.disposition is not Disposition.IGNORE:
        assert found.reply
        assert all(r.code in found.reply.text for r in found.answer.recommended())
