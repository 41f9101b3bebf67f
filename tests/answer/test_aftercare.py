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
