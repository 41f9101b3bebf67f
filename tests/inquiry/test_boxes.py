"""Checklists: what is ticked is told, what is not was not done, whatever the boxes look like."""

import pytest

from consultant.inquiry.layout import plain


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Guidance  [ ] fluoro  [x] none - down for repair", "Guidance  none - down for repair"),
        ("Procedure ( ) TFESI (X) interlaminar ESI", "Procedure interlaminar ESI"),
        ("Side \u2610 left \u2612 right", "Side right"),
        ("Hot forceps: [ ]   EMR: [ ]", "Hot forceps: not done. EMR: not done"),
        ("Snare: [x]   APC: [ ]", "Snare: yes. APC: not done"),
        ("L3 medial branch [x] [x] 0.5", "L3 medial branch   0.5"),
        ("code 62304 (X)", "code 62304 (X)"),
        ("[ ] caudal", "[ ] caudal"),
    ],
)
def test_boxes_are_read_whatever_their_shape(line: str, read: str) -> None:
    assert " ".join(plain(line).split()) == " ".join(read.split())


def test_a_blank_line_of_a_form_says_that_it_was_not_filled() -> None:
    assert plain("Fluoro time   ____") == "Fluoro time: not documented"
