"""Several cases in one mail: where the next begins, and what each may take from the one before."""

import pytest

from tests.answer.test_several_services import answered, billed
from tests.conftest import Asker


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "Cement into L2, no balloon, no cavity. Which code? And in case he makes a cavity with a balloon "
            "in the next patient (L2 again), please tell me that code also.",
            ["22511", "22514"],
        ),
        (
            "Spinal cord stimulator generator changed out, same pocket. 63685 and 63688 both? Also: Monday's "
            "patient keeps her generator, it is only repositioned in a revised pocket. Which code then?",
            ["63685", "63688"],
        ),
        (
            "Right TFESI at T12-L1 with fluoro, one level. Our lead says it is a lumbar code. And what if he "
            "goes one down, at L1-L2 instead?",
            ["64479-RT", "64483-RT"],
        ),
    ],
)
def test_another_case_is_decided_for_itself(ask: Asker, text: str, codes: list[str]) -> None:
    said, _ = answered(ask, text)
    assert billed(said) == codes


def test_another_patient_beside_the_question_is_no_case(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Lumbar myelogram, injected and read by Dr. Lee. The other patient that day had a cervical one, that "
        "is done. Code for mine?",
    )
    assert billed(said) == ["62304"]


def test_bullets_that_ask_are_questions(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Scoliosis films, the whole thoracic and lumbar spine, standing AP and lateral.\n\nSo:\n"
        "- which code is that?\n- in six weeks there will only be one AP. Same code or another?\n",
    )
    assert billed(said) == ["72082", "72081"]


def test_items_keep_what_all_share_unless_they_say_otherwise(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Left sacroiliac joint, steroid, fluoroscopic guidance with arthrogram, physician claim.\n\n"
        "(a) what code is it?\n(b) sometimes he does it blind, in the office. What is that?\n",
    )
    assert {r.code for r in said.recommended()} == {"27096", "20552"}


def test_patients_with_a_letter_have_a_payer_each(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Two new patients, both by time:\n\n- Mr. A, Medicare: 92 minutes\n- Ms. B, commercial: 92 minutes\n"
        "\nWhich codes and units for each?",
    )
    assert {r.code for r in said.recommended()} == {"99205", "G2212", "99417"}


def test_thanks_for_the_case_before_are_no_question(ask: Asker) -> None:
    outcome = ask(
        "Got it on the biopsies, thanks! Different case now.\n\nCervical myelogram by lumbar puncture, "
        "injected and read by our radiologist. Code?",
        "Re: stomach biopsy units",
    )
    assert outcome.answer is not None
    assert billed(outcome.answer) == ["62302"]


def test_cases_with_a_letter_and_a_colon_are_told_apart(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Two Medicare patients, both average-risk screening colonoscopies.\n\n"
        "A: hot snare of a cecal polyp. What should the line read?\n"
        "B: nothing removed, complete to the cecum. And this one?\n",
    )
    assert billed(said) == ["45385-PT", "G0121"]


def test_the_letters_of_a_visit_note_are_no_cases(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Established patient, office visit. Level by time?\n\nS: back pain, stable.\nO: strength full.\n"
        "A: 1. Lumbar radiculopathy. 2. Chronic pain syndrome.\nP: continue duloxetine, return in 8 weeks.\n"
        "TIME: I personally spent 46 minutes on this patient today.\n",
    )
    assert billed(said) == ["99215"]


def test_delayed_views_of_a_myelogram_are_no_study_of_their_own(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "LUMBOSACRAL MYELOGRAPHY\nTechnique: LP L4-5 by the radiologist, who read it too, 8 mL Omnipaque. "
        "Projections of the lumbar spine and delayed upright views of the sacral canal.\nWhich code?",
    )
    assert billed(said) == ["62304"]


def test_the_mail_goes_before_the_thread_it_quotes(ask: Asker) -> None:
    mail = (
        "My attending and I put the intrathecal contrast in at L3-4. The radiologists, an independent group, "
        "supervised the filming and signed the report, which covers the cervical and the thoracic spine.\n\n"
        "1) What does my attending report?\n2) What would the radiology group report for their half?\n"
    )
    thread = (
        "\nOn Tue, Nov 3, 2026 at 9:14 AM Consult Desk <consult@desk.example> wrote:\n"
        "> Colonoscopy with removal of two polyps by snare.\n> Is 45385 the right code?\n"
    )
    alone, quoting = answered(ask, mail)[0], answered(ask, mail + thread)[0]
    assert billed(quoting) == billed(alone)
    assert "62284" in billed(quoting)


@pytest.mark.parametrize(
    "text",
    [
        "Cervical myelogram done 11/04/2025 by one radiologist, injected and read. Code?",
        "Cervical myelogram in October 2025, one radiologist injected and read. Code?",
        "s/p fusion 2019. Cervical myelogram 2025-11-04, one radiologist did it all. Code?",
    ],
)
def test_a_service_with_its_day_is_the_one_asked_about(ask: Asker, text: str) -> None:
    assert billed(answered(ask, text)[0]) == ["62302"]
