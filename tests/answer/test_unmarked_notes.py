"""Notes whose procedure begins without a heading, behind the history."""

import pytest

from tests.answer.test_several_services import answered, billed
from tests.conftest import Asker

HEAD = "FLUOROSCOPIC LUMBAR PUNCTURE\nHistory: 41 F with optic neuritis. Hx scoliosis.\n"
DONE = "14 mL of CSF were collected in four tubes and sent for cell count. What do we bill?"


@pytest.mark.parametrize(
    "begin",
    [
        "Consent obtained. The L3-4 level was marked and a 20 g needle placed under fluoroscopy.",
        "With the patient prone a 20 g needle was placed at L3-4 under fluoroscopy.",
        "The patient was placed prone. A needle was advanced at L3-4 under fluoroscopy.",
        "The low back was prepped and draped. A needle was advanced at L3-4 under fluoroscopy.",
    ],
)
def test_what_was_done_is_no_history(ask: Asker, begin: str) -> None:
    assert billed(answered(ask, f"{HEAD}{begin} {DONE}")[0]) == ["62328"]


def test_a_history_goes_on_over_its_lines(ask: Asker) -> None:
    past = "History: OA.\nShe had the left one injected under ultrasound."
    text = f"Knee injection, right, by landmark. Code?\n\n{past}"
    assert billed(answered(ask, text)[0]) == ["20610-RT"]


@pytest.mark.parametrize("owned", ["The clinic does own a C-arm.", "They have a mini C-arm."])
def test_a_machine_that_stands_there_guided_nothing(ask: Asker, owned: str) -> None:
    said, _ = answered(ask, f"Interlaminar epidural L4-5, 62322 or 62323? {owned}")
    assert billed(said) == []
    assert [a.axis for part in said.parts for a in part.asks] == ["imaging"]


def test_past_the_flexure_is_no_past(ask: Asker) -> None:
    text = "Diagnostic colonoscopy, snare removal of a polyp past the splenic flexure, cecum reached. Code?"
    assert billed(answered(ask, text)[0]) == ["45385"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("RFA left L4-5, fluoro, 80C. L5-S1 was not treated. Code?", ["64635-LT"]),
        ("Vertebroplasty L2. L4 was not cemented. Code?", ["22511"]),
        ("T12 kyphoplasty was done and L1 was deferred. Code?", ["22513"]),
        (
            "Facet injection L4-5 with fluoro today, L5-S1 will be done in two weeks. Code?",
            ["64493"],
        ),
        ("We are doing an RFA left L4-5 next week, fluoro. CPT?", ["64635-LT"]),
    ],
)
def test_what_is_left_out_leaves_the_rest(ask: Asker, text: str, codes: list[str]) -> None:
    assert billed(answered(ask, text)[0]) == codes
