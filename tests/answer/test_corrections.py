"""What a sender takes back, wished for, or tells of somebody else."""

import pytest

from consultant.answer.answer import answer
from consultant.config.knowledge import Knowledge
from consultant.inquiry.understand import understand


def codes(knowledge: Knowledge, text: str) -> set[str]:
    found = answer(understand(knowledge.reader, "", text), knowledge.edition)
    return {r.code for part in found.parts for r in part.recommended}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Interlaminar epidural steroid L4-5 under fluoro. Scratch that, it was C6-7. Which code?",
            {"62321"},
        ),
        (
            "Interlaminar epidural steroid injection, L4-5, no, hang on, C6-7, fluoro. Which code?",
            {"62321"},
        ),
        (
            "EGD with balloon dilation of the esophagus, 15 mm. Oops, wrong chart, that one was Tuesday's. "
            "Hers was dilated over a guide wire. Code?",
            {"43248"},
        ),
        (
            "Schedule lists kyphoplasty of T12, L1 and L3. T12 was not treated. At L1 and L3 a cavity "
            "was made by balloon and filled with cement. Codes?",
            {"22514", "22515"},
        ),
        (
            "Right knee injected by landmarks. The ultrasound was out for repair. Which code?",
            {"20610"},
        ),
    ],
)
def test_what_holds_is_decided(text: str, expected: set[str], knowledge: Knowledge) -> None:
    assert codes(knowledge, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "MRI of the thoracic spine was ordered with and without. The IV blew, so only noncontrast "
            "sequences were done. Which code?",
            {"72146"},
        ),
        (
            "EXAM: MRI THORACIC SPINE WITHOUT CONTRAST\nTECHNIQUE: Sagittal T1, T2.\n"
            "FINDINGS: Cord normal. Upper lumbar discs unremarkable on the lowest slices.\n\nWhich code?",
            {"72146"},
        ),
        (
            "Our radiologist did the lumbar puncture, ran 10 mL of omnipaque in, and filmed and read the "
            "neck. There was scarring over the lumbar wound. Which code for the myelogram?",
            {"62302"},
        ),
        (
            "L4-5: TLIF, disc removed, cage seated. The L4 and L5 transverse processes were decorticated and "
            "bone laid posterolaterally. Which fusion code?",
            {"22633", "22853"},
        ),
    ],
)
def test_what_was_done_goes_before_what_stands_around_it(
    text: str, expected: set[str], knowledge: Knowledge
) -> None:
    assert codes(knowledge, text) == expected


def test_a_facility_reports_its_own_modifier(knowledge: Knowledge) -> None:
    text = (
        "Colonoscopy was discontinued after sedation had been given, for a heart rhythm problem. Which "
        "modifier goes on the hospital claim?"
    )
    found = answer(understand(knowledge.reader, "", text), knowledge.edition)
    due = [v.code for part in found.parts for v in part.verdicts if v.kind == "modifier_due"]
    assert due == ["74"]


def test_an_addition_takes_nothing_back(knowledge: Knowledge) -> None:
    text = (
        "Our radiologist did the lumbar puncture, injected and read a lumbar myelogram. My mistake, the "
        "cervical spine was imaged and read too. Which code?"
    )
    assert codes(knowledge, text) == {"62305"}


def test_another_patient_begins_another_question(knowledge: Knowledge) -> None:
    text = (
        "CT of the lumbar spine, no contrast of any kind.\n"
        "Another patient: CT of the cervical spine with IV contrast.\nWhich codes?"
    )
    inquiry = understand(knowledge.reader, "", text)
    assert len(inquiry.questions) == 2
    assert codes(knowledge, text) == {"72131", "72126"}
