"""A visit after a procedure: part of it within the global period, a visit of its own otherwise."""

import pytest

from tests.conftest import Asker


def said(ask: Asker, text: str) -> tuple[list[str], str]:
    outcome = ask(text)
    assert outcome.answer is not None
    assert outcome.reply is not None
    return [r.code for r in outcome.answer.recommended()], " ".join(outcome.reply.text.split())


@pytest.mark.parametrize(
    "why", ["sore at the needle sites", "for a dressing change", "for the post-op check"]
)
def test_aftercare_is_no_visit_of_its_own(ask: Asker, why: str) -> None:
    codes, reply = said(ask, f"Lumbar RFA (64635) on 11/3. She came 11/9 {why}. May we charge 99213?")
    assert "99213" not in codes
    assert "99213: no" in reply
    assert "global period" in reply


def test_a_procedure_without_global_days_leaves_the_visit(ask: Asker) -> None:
    codes, _ = said(ask, "62323 on 11/3, she came 11/9 sore at the injection site. 99213 for the 9th?")
    assert "99213" in codes


def test_aftercare_asked_about_behind_its_procedure_is_no_visit(ask: Asker) -> None:
    codes, _ = said(
        ask,
        "1. Thermal RF, right, C4-5 and C5-6 joints, fluoro. Codes?\n"
        "2. She comes back on day 7 to tell us how it went. May the NP bill a 99213?",
    )
    assert codes == ["64633", "64634"]


def test_modifiers_that_others_named_are_weighed_for_a_visit_of_its_own(ask: Asker) -> None:
    outcome = ask(
        "She had a 63047 five weeks ago and came to the same surgeon for numb fingers, nothing to do with "
        "the back. He documented a 99213. I've heard 24, 25 and 79. Which one?"
    )
    assert outcome.answer is not None
    assert [(r.code, r.modifiers) for r in outcome.answer.recommended()] == [("99213", ("24",))]
