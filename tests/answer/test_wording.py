"""What a coder found wrong or wordy in replies, so that it stays right."""

import pytest

from consultant.answer.parts import Answer
from tests.conftest import Asker


def answered(ask: Asker, text: str, subject: str = "Question") -> tuple[Answer, str]:
    outcome = ask(text, subject)
    assert outcome.answer is not None
    assert outcome.reply is not None
    return outcome.answer, " ".join(outcome.reply.text.split())


def test_a_service_is_no_cervical_region(ask: Asker) -> None:
    said, _ = answered(
        ask, "Our pain service placed a lumbar epidural steroid injection, interlaminar, with fluoro."
    )
    assert said.regions == ("lumbar",)
    said, _ = answered(ask, "servical myelogram, one radiologist injected and read. Code?")
    assert said.regions == ("cervical",)


def test_both_codes_are_no_two_sides(ask: Asker) -> None:
    said, _ = answered(ask, "No edit between 62323 and 64483 in our file. So both are payable at L5-S1?")
    assert not any("50" in r.modifiers for r in said.recommended())
    said, _ = answered(ask, "Knee injection without ultrasound, both knees. Code?")
    assert [(r.code, r.modifiers) for r in said.recommended()] == [("20610", ("50",))]


def test_the_edits_shown_are_those_of_the_code_named_with_the_code_decided(ask: Asker) -> None:
    said, _ = answered(
        ask, "Shoulder injection with ultrasound, picture stored and reported. Can I add 76942?"
    )
    figures = said.parts[0].figures
    assert figures is not None
    assert [p.codes for p in figures.pairs] == [("20611", "76942")]


def test_a_sentence_that_only_repeats_the_question_gets_no_part_of_its_own(ask: Asker) -> None:
    text = (
        "New patient, high medical decision making, 35 minutes. Biller has 99203. I want to level it on MDM."
    )
    said, reply = answered(ask, text, "level of a visit")
    assert len(said.parts) == 1
    assert "QUESTION" not in reply


def test_numbered_questions_each_get_their_answer(ask: Asker) -> None:
    myelogram = "cervical myelogram, one radiologist injected and read, which code?"
    said, _ = answered(ask, f"1. {myelogram}\n2. {myelogram}")
    assert [len(p.recommended) for p in said.parts] == [1, 1]


@pytest.mark.parametrize(
    ("text", "modifiers"),
    [
        ("Vertebroplasty T11, T12, L1. 22510 and 22511, as there are two regions?", ()),
        ("Is 20610 pt right?", ()),
        ("20610-rt, right?", ("RT",)),
        ("20610, RT and 99213 together?", ("RT",)),
        ("62304,26 on our claim?", ("26",)),
    ],
)
def test_a_small_word_behind_a_code_is_no_modifier(ask: Asker, text: str, modifiers: tuple[str, ...]) -> None:
    said, reply = answered(ask, text)
    named = [c for c in said.codes if c not in ("22510", "99213")]
    assert len(named) == 1
    for m in ("AS", "PT", "RT", "26"):
        assert (f"{named[0]}-{m}" in reply) == (m in modifiers), reply


def test_no_modifier_is_allowed_on_a_code_that_is_not_the_one(ask: Asker) -> None:
    _, reply = answered(
        ask, "Re-exploration right L4-5, recurrent disc. Billing asks for 63030-22. Which code?"
    )
    assert "63030: not here" in reply
    assert "63030-22" not in reply


def test_a_modifier_that_is_due_is_the_headline(ask: Asker) -> None:
    text = (
        "Day 12 after a laminectomy: unplanned return to the operating room, same surgeon, washout. 58 or 78?"
    )
    _, reply = answered(ask, text)
    assert reply.startswith("Modifier 78: an unplanned return to the operating room")
    assert "No code" not in reply


def test_what_a_code_needs_is_said_once(ask: Asker) -> None:
    text = "Cervical myelogram, lumbar injection, one radiologist injected and read. Biller wants 62305."
    _, reply = answered(ask, text)
    assert "62305: not here - needs: two or more regions; here: cervical." in reply


def test_down_through_is_a_range(ask: Asker) -> None:
    text = "We injected the discs from L2-L3 down through L5-S1, another group reads. 62290 how often?"
    said, _ = answered(ask, text)
    assert [(r.code, r.units) for r in said.recommended()] == [("62290", 4)]


def test_a_question_back_names_no_add_on_of_a_single_interspace(ask: Asker) -> None:
    said, _ = answered(ask, "Fusion of L4-5 last Tuesday, surgeon is away. Which code?")
    assert [c.code for b in said.parts[0].branches for c in b.codes] == ["22558", "22612", "22630", "22633"]


QUOTED = (
    "\n\nOn Tue, Nov 3, 2026 at 9:14 AM Consult Desk <consult@desk.example> wrote:\n"
    "> Colonoscopy with removal of two polyps by snare. Is 45385 right?\n"
)


def test_a_thread_under_another_subject_lends_nothing_to_another_service(ask: Asker) -> None:
    text = (
        f"Is it 62304 when the L-spine and the sacral canal were studied by the same rad, one stick?{QUOTED}"
    )
    said, _ = answered(ask, text, "sacral canal")
    assert [r.code for r in said.recommended()] == ["62304"]


def test_a_reply_still_goes_on_with_its_thread(ask: Asker) -> None:
    said, _ = answered(ask, f"What if it was cold forceps instead?{QUOTED}", "Re: polyps")
    assert {r.code for r in said.recommended()} == {"45380"}


def test_a_diagnosis_asked_for_beside_the_code_is_told(ask: Asker) -> None:
    _, text = answered(ask, "Lumbar RFA L4-5 right under fluoro, which CPT and what dx?")
    assert "64635" in text
    assert "DIAGNOSES OFTEN SEEN WITH IT" in text
    assert "M47.81" in text
    _, text = answered(ask, "What diagnosis supports a lumbar RFA?")
    assert "M47.81" in text
    _, text = answered(ask, "Lumbar RFA L4-5 right under fluoro, which CPT?")
    assert "DIAGNOSES" not in text


def test_a_system_that_is_not_loaded_is_told(ask: Asker) -> None:
    said, text = answered(ask, "hcpcs for low osmolar contrast 300?")
    assert not said.recommended()
    assert "HCPCS Level II is not loaded here" in text
    _, text = answered(ask, "what is the cpt code for hip replacement")
    assert "I hold no rule for this service" in text
