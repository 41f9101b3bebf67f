"""A visit and what was done at it, asked about together."""

import pytest

from tests.answer.test_several_services import answered, billed
from tests.conftest import Asker

PLAN = (
    "Original Medicare, established patient. Diabetes above goal, metformin raised. Hypertension not "
    "controlled, "
    "lisinopril increased. Right knee injected. No ultrasound. "
)


@pytest.mark.parametrize(
    "asked",
    [
        "What do I bill?",
        "What level and what modifiers?",
        "What level and what modifiers? The doctor wants G2211 on it.",
    ],
)
def test_the_level_is_asked_and_the_procedure_stays(ask: Asker, asked: str) -> None:
    answer, _ = answered(ask, PLAN + asked)
    assert sorted(billed(answer)) == ["20610-RT", "99214-25"]


def test_an_addition_is_no_part_of_a_claim_that_holds_what_it_is_inside(ask: Asker) -> None:
    answer = ask("Is G2211 payable with 99213-25 and 20611 same day, Medicare?").answer
    assert answer is not None
    assert "G2211" not in billed(answer)
    assert [(v.kind, v.code) for p in answer.parts for v in p.verdicts][:1] == [("included", "G2211")]


def test_an_unrelated_complaint_in_the_global_period(ask: Asker) -> None:
    answer = ask(
        "Day 30 after fusion, same surgeon sees the patient for an unrelated shoulder complaint, "
        "office visit "
        "only. Which modifier on the E/M?"
    ).answer
    assert answer is not None
    assert [(v.kind, v.code) for p in answer.parts for v in p.verdicts] == [("modifier_due", "24")]
    assert not [a for p in answer.parts for a in p.asks]


def test_a_code_the_question_comes_back_to_is_no_second_line(ask: Asker) -> None:
    reply = ask("Medicare denied G2211 with 99213-25 and 20611 same day. Should G2211 have been there?").reply
    assert reply is not None
    assert "CHECKED AS A CLAIM" in reply.text
    assert "on two lines" not in reply.text


def test_a_code_of_another_family_says_what_it_is(ask: Asker) -> None:
    reply = ask("Balloon kypho at L1 and a biopsy at a different one, L4. Which codes?").reply
    assert reply is not None
    assert "20225-59 - Deep bone biopsy by needle" in reply.text
