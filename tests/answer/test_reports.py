"""Pasted reports and notes: what a heading, a turn of phrase or the past says of the words below it."""

import pytest

from tests.answer.test_several_services import answered, billed
from tests.conftest import Asker

MYELOGRAM = """One radiologist injected and read, which code?

PROCEDURE: Under fluoroscopy a needle was advanced into the thecal sac at L2-L3, contrast was injected.
{more}
IMPRESSION: As above.
"""
COLONOSCOPY = """Commercial payer, which codes?

PROCEDURE: Colonoscopy for bleeding. The scope was advanced without difficulty to the cecum. {more}
FINDINGS: A polyp of the ascending colon was removed with a cold snare.
"""


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        (
            "No images of the cervical or thoracic spine were made.\nFINDINGS: Lumbar: no block.",
            ["62304"],
        ),
        ("FINDINGS:\nCervical: defect at C5-C6.\nThoracic: no block.\nLumbar: not evaluated.", ["62305"]),
        ("Lumbar images were obtained.\nINTERVAL HISTORY: Cervical myelogram in 2019.", ["62304"]),
    ],
)
def test_headings_of_findings_name_what_was_studied(ask: Asker, more: str, codes: list[str]) -> None:
    said, _ = answered(ask, MYELOGRAM.format(more=more))
    assert billed(said) == codes


@pytest.mark.parametrize(
    "exposed",
    [
        "Midline incision over L3 through S1.",
        "We exposed L3 to L5.",
        "The muscles were elevated off the laminae of L3 through L5.",
        "Laminectomy L3-L5 was begun. The L5 lamina was not disturbed.",
    ],
)
def test_what_was_only_exposed_is_no_further_level(ask: Asker, exposed: str) -> None:
    said, _ = answered(ask, f"Laminectomy for stenosis at L3-4 and L4-5, no fusion. {exposed} Which codes?")
    assert billed(said) == ["63047", "63048"]


def test_a_level_told_with_the_incision_alone_is_the_level(ask: Asker) -> None:
    said, _ = answered(ask, "Midline incision at L3-4, laminectomy for stenosis, no fusion. Which code?")
    assert billed(said) == ["63047"]


@pytest.mark.parametrize("said_", ["contrast: none", "Contrast - no", "gadolinium: none"])
def test_a_label_says_that_no_contrast_was_given(ask: Asker, said_: str) -> None:
    said, _ = answered(ask, f"MRI lumbar spine, our scanner and our read, {said_}. Which code?")
    assert billed(said) == ["72148"]


@pytest.mark.parametrize(
    "refused",
    [
        "MRI with and without contrast. No contrast given, patient refused the IV.",
        "Order: MRI with contrast. Pt declined the gadolinium so none was given.",
        "Title: MRI W/WO. Gad not given.",
        "MRI w/wo. The tech could not get an IV.",
    ],
)
def test_contrast_that_was_ordered_and_not_given_makes_no_study_with_it(ask: Asker, refused: str) -> None:
    said, _ = answered(ask, f"Lumbar spine, our magnet and our read. {refused} Which code?")
    assert billed(said) == ["72148"]


@pytest.mark.parametrize("order", ["myelogram, CT after", "L4-S1 fusion with pedicle screws"])
def test_a_code_for_an_authorization_is_decided_or_asked_about(ask: Asker, order: str) -> None:
    said, _ = answered(ask, f'Need the CPT for prior auth. The order says "{order}". Which code?')
    assert said.parts[0].asks
    assert not billed(said)


@pytest.mark.parametrize(
    "more",
    ["EMR had been set up but was not required.", "Slight oozing stopped on its own.", "No family history."],
)
def test_what_was_not_needed_changes_no_code(ask: Asker, more: str) -> None:
    said, _ = answered(ask, COLONOSCOPY.format(more=more))
    assert billed(said) == ["45385"]


def test_a_family_that_only_the_diagnosis_names_is_not_asked_about(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Which code?\n\nPROCEDURE: Caudal epidural steroid injection, catheter, fluoroscopic guidance.\n"
        "INDICATION: Radiculopathy. Had a left L5 transforaminal injection in June.\n"
        "DETAILS: The needle passed the sacral hiatus, the drug went in as a single dose, and the catheter "
        "was removed.\n",
    )
    assert billed(said) == ["62323"]


def test_levels_of_a_consent_are_not_counted(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Codes and units?\n\nCONSENTED / SCHEDULED: Left transforaminal epidural L3-L4, L4-L5 and L5-S1\n"
        "TECHNIQUE: Under fluoroscopy the left L4-L5 foramen was entered and injected, then the left L5-S1 "
        "foramen.\n",
    )
    assert billed(said) == ["64483-LT", "64484-LT"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "I bill for the neurosurgeon. Two patients:\n1. He did the lumbar contrast injection and the "
            "hospital's radiologist supervised and read a cervical myelogram.\n2. Next patient he did the "
            "lumbar injection and read the lumbar myelogram himself, nobody else read it.\n",
            ["62284", "62304"],
        ),
        (
            "new patient, I was in the chart and the room for 46 minutes all together my MA was in "
            "there about 20 more, by time is that enough for the 99205 or not",
            ["99204"],
        ),
        (
            "CT cervical and thoracic without contrast, our group reads only, hospital. Is there a combined "
            "code like there is for a myelogram?",
            ["72125-26", "72128-26"],
        ),
    ],
)
def test_cases_people_and_comparisons(ask: Asker, text: str, codes: list[str]) -> None:
    said, _ = answered(ask, text)
    assert billed(said) == codes


def test_a_mail_that_only_thanks_under_a_subject_of_services_gets_no_question(ask: Asker) -> None:
    outcome = ask("Perfect, thank you. The corrected claim went out this morning.\nTamarack Imaging Partners")
    assert outcome.answer is not None
    assert outcome.answer.reason == "thanks"


def test_a_report_in_the_quoted_mail_is_the_case_when_the_mail_points_below(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Please see below. I have 64493, 64494 and 64495, each with 50.\n\n"
        "From: Records\nSent: Friday, November 20, 2026 1:48 PM\nTo: Kendra\nSubject: note\n\n"
        "PROCEDURE: Lumbar medial branch blocks, bilateral, fluoroscopic. The L3 and L4 medial branches and "
        "the L5 dorsal ramus were blocked on each side, for the L4-5 and L5-S1 facet joints.\n",
    )
    assert billed(said) == ["64493-50", "64494-50"]


def test_one_of_two_codes_is_asked_for(ask: Asker) -> None:
    said, letter = answered(
        ask,
        "Diagnostic spinal tap. I have 62270 and 62328 in front of me and no idea about imaging. Which one "
        "do I take?",
    )
    assert billed(said) == []
    assert "fluoroscopy" in letter.lower()


def test_a_stage_of_another_day_is_not_billed_today(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "XLIF at L2-3 and L3-4, one cage in each. Pedicle screws are scheduled for next Thursday. Codes for "
        "the first day?",
    )
    assert billed(said) == ["22558", "22585", "22853 x2"]


def test_guidance_is_not_confirmed_beside_a_tap_that_has_a_code_with_it(ask: Asker) -> None:
    said, letter = answered(
        ask,
        "Bedside spinal tap, fluid to the lab. The probe only marked the skin, no picture, no fluoro. "
        "62270 + 76942?",
    )
    assert billed(said) == ["62270"]
    assert "76942: do not add it" in letter


def test_an_answer_to_the_desk_decides_though_59_is_asked_about(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "But the table says modifier indicator 1 for this pair! So I can use 59, no? It was ONE polyp "
        "in the sigmoid. He took a bite of it with forceps and then snared that same polyp.\n\n"
        "From: Consult Desk\nSent: Friday, November 20, 2026\nSubject: Re: indicator 1\n\n"
        "Were the biopsy (45380) and the snare removal (45385) on the same lesion or on different ones?\n",
    )
    assert billed(said) == ["45385"]
