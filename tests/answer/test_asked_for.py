"""Whose codes a question is about, and what a code named in it may not prove."""

import pytest

from tests.answer.test_several_services import answered, billed
from tests.conftest import Asker

BOTH = (
    "An outside anesthesiologist punctures at L3-4 and injects. I supervise and read the cervical and "
    "thoracic myelogram; different groups.\n\n"
)


def parts(ask: Asker, text: str, subject: str = "") -> list[list[str]]:
    answer = ask(text, subject).answer
    assert answer is not None
    return [[r.code for r in p.recommended] for p in answer.parts]


def test_each_question_is_about_the_one_it_names(ask: Asker) -> None:
    asked = "a) What do I charge?\nb) What should the anesthesiologist report?"
    assert parts(ask, BOTH + asked) == [["72270"], ["62284"]]


def test_a_radiologist_of_another_group_is_one_person(ask: Asker) -> None:
    text = (
        "My surgeon does the lumbar contrast injection himself. A radiologist from an outside group "
        "supervises and "
        "reads the films, cervical and lumbar.\na) what do I put down for my surgeon?\nb) what should the "
        "radiologist's office be billing?"
    )
    assert parts(ask, text) == [["62284"], ["72270"]]


def test_what_both_claims_hold_is_asked_for_both(ask: Asker) -> None:
    asked = "What goes on the anesthesiologist's claim and what goes on mine?"
    assert parts(ask, BOTH + asked) == [["62284", "72270"]]


def test_items_that_each_tell_one_part_tell_one_study(ask: Asker) -> None:
    text = (
        "1. Our spine surgeon placed the needle and injected the contrast for the lumbar myelogram. "
        "What goes "
        "on his claim?\n2. A radiologist outside our group supervised the filming and wrote the report. What "
        "would they put in?"
    )
    assert parts(ask, text, "who bills what") == [["62284"], ["72265"]]


def test_the_place_of_an_act_is_not_who_acted(ask: Asker) -> None:
    text = (
        "An orthopaedic surgeon from another group injected. Our radiologist, in the hospital, "
        "supervised and "
        "read the lumbar myelogram and nothing else. Which code?"
    )
    assert parts(ask, text) == [["72265"]]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "Anterior C4-5 discectomy, cord decompressed, then fusion with a cage. There is no plate. She "
            "wants 22551, 22845, 22853 and 63075. Which of the four can go?",
            ["22551", "22853"],
        ),
        (
            "Patient saw one of our two surgeons two years and four months ago. This week she saw the other "
            "one, same group, same specialty. MDM was low. Scheduled with 99203; I say that's wrong. Billed?",
            ["99213"],
        ),
        (
            "Doc did a C6-7 interlaminar w/ fluoro last week and 62310 came back. What do I swap it for?",
            ["62321"],
        ),
        (
            "Ultrasound was in the room, but she didn't use it. Right knee injection. 20610 or 20611?",
            ["20610-RT"],
        ),
        ("new pt, CRPS getting worse, I started gabapentin. what level", ["99204"]),
    ],
)
def test_what_is_told_decides_and_not_the_code_proposed(ask: Asker, text: str, codes: list[str]) -> None:
    answer, _ = answered(ask, text)
    assert billed(answer) == codes


@pytest.mark.parametrize(
    "text",
    [
        "45380 vs 45384 vs 45385 - explain?",
        "72081-72084, what sets them apart?",
        "What makes an anterior cervical fusion 22551 as opposed to 22554?",
    ],
)
def test_codes_told_apart_are_explained_and_not_asked_about(ask: Asker, text: str) -> None:
    answer, _ = answered(ask, text)
    assert [(p.form, p.asks) for p in answer.parts] == [("difference", ())]


BELONGS = (
    "CT lumbar after myelography. Our night radiologist read only this CT. The myelogram and the "
    "injection belong "
    "to a neuroradiologist from another group. 72131 or 72133?"
)
WU = (
    "Under fluoroscopy a needle was placed in C5-C6 and C4-C5 for cervical discography. Films were sent to "
    "Radiology. Dr. Wu of the hospital radiology group provides the supervision and interpretation. "
    "We bill Dr. "
    "Odom only. Draft: 62291 x 3, 72285-26 x 3."
)
PADDLE = (
    "OPERATION: Laminectomy T9. The ligament removed, a paddle was slid to lie over T8. Generator "
    "connected and "
    "placed in the buttock. A percutaneous trial with two leads gave 75% relief; those leads were "
    "pulled at his "
    "office. Vendor sent 63003, 63655, 63685, 63661. Which two?"
)
CONSENT = (
    "EGD, food bolus removed with a net. Biopsies were NOT taken and dilation was NOT carried out; a balloon "
    "catheter had been opened and was put aside. The consent form lists biopsy and dilation. Codes?"
)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (BELONGS, ["72132-26"]),
        (WU, ["62291 x2"]),
        (PADDLE, ["63655", "63685"]),
        (CONSENT, ["43247"]),
        (
            "L5-S1 disc space cleared, endplates decorticated, two spacers with bone impacted. Transverse "
            "processes and facets were not decorticated. Only asking about the arthrodesis. 22633?",
            ["22630"],
        ),
        (
            "Wire first, then Savary dilators passed over it in the esophagus. No balloon. 43249 and 43235?",
            ["43248"],
        ),
        (
            "Cervical myelogram by one radiologist, then a CT of the C-spine. My coder put down "
            "72125 because no "
            "IV contrast was given. Right?",
            ["62302", "72126"],
        ),
        ("CT of the lumbar spine, no IV contrast was given. Code?", ["72131"]),
        ("Balloon kypho at L1 and a biopsy at a different one, L4. Codes?", ["22514", "20225-59"]),
        ("Balloon kyphoplasty of L2 with a bone biopsy of L2. 22514 and 20225?", ["22514"]),
        (
            "Right C4, C5 and C6 medial branch blocks with fluoroscopy. The pillars from C3 down to "
            "C7 were lined "
            "up. 64490, 64491, 64492?",
            ["64490-RT", "64491-RT"],
        ),
    ],
)
def test_what_stands_beside_the_service_is_not_billed(ask: Asker, text: str, codes: list[str]) -> None:
    answer, _ = answered(ask, text)
    assert billed(answer) == codes


@pytest.mark.parametrize(
    ("text", "axis"),
    [
        (
            "Lumbar spine x-rays. Multiple views of the lumbar spine were obtained including lateral "
            "flexion and "
            "extension. 72110 or 72114?",
            "views",
        ),
        (
            "Colonoscopy, a polyp in the cecum was removed. The nurse charged a snare and a forceps. "
            "Which code?",
            "",  # the question of a rule
        ),
        ("Diagnostic LP with image guidance, 4 tubes of clear CSF sent. Code?", "guidance"),
    ],
)
def test_what_is_not_told_is_asked(ask: Asker, text: str, axis: str) -> None:
    answer, _ = answered(ask, text)
    assert not billed(answer)
    assert [a.axis for p in answer.parts for a in p.asks] == [axis]


def test_a_new_case_leaves_the_subject_of_the_thread(ask: Asker) -> None:
    text = (
        "New patient, new question please. Dr. Aslam did the LP injection himself, filmed and read a "
        "cervical "
        "myelogram. Which code?"
    )
    assert parts(ask, text, "RE: RE: L-spine myelogram") == [["62302"]]
