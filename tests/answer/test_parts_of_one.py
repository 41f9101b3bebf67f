"""One of two people is billed for: what the other one did leaves the rest to him."""

import pytest

from tests.conftest import Asker

_NOTE = (
    "\n\nTechnique: Intrathecal contrast was administered by the neurosurgeon through an L2-L3 puncture. "
    "Radiographs of the lumbar spine were then obtained in the hospital outpatient department."
    "\n\nInterpreted by: [{reader}]\n"
)


@pytest.mark.parametrize("reader", ["radiologist", "radiologwst"])
def test_the_other_act_is_left_to_the_one_billed_for(ask: Asker, reader: str) -> None:
    asked = (
        "We bill for the radiologist only. The neurosurgeon (separate practice) bills his own part. "
        "Which code for the lumbar myelogram?"
    )
    outcome = ask(asked + _NOTE.format(reader=reader))
    assert outcome.answer is not None
    assert [r.code for r in outcome.answer.recommended()] == ["72265"]


def test_both_acts_of_two_people_stay_two_codes(ask: Asker) -> None:
    asked = (
        "The neurosurgeon and the radiologist are of separate practices. "
        "Which codes for the lumbar myelogram, for both of them together?"
    )
    outcome = ask(asked + _NOTE.format(reader="radiologist"))
    assert outcome.answer is not None
    assert sorted(r.code for r in outcome.answer.recommended()) == ["62284", "72265"]
