"""Long reports: what they come upon, plan, deny or dictate beside what was done, and who did it."""

import pytest

from tests.answer.test_several_services import answered, billed
from tests.conftest import Asker

TLIF = """Procedure codes only, please.

Prone. L4-5 and L5-S1: disc taken out for access only, endplates scraped, a cage tapped into each disc space.
{more}
Pedicle screws at L4, L5 and S1 with two rods.
"""


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ("", ["22630", "22632", "22853 x2", "22842"]),
        (
            "Transverse processes of L4 and L5 and the sacral ala roughened, the bone laid there.",
            ["22633", "22634", "22853 x2", "22842"],
        ),
    ],
)
def test_a_fusion_is_known_by_its_steps(ask: Asker, more: str, codes: list[str]) -> None:
    said, _ = answered(ask, TLIF.format(more=more))
    assert billed(said) == codes


def test_a_cage_beside_a_posterolateral_fusion_is_asked_about(ask: Asker) -> None:
    said, letter = answered(ask, "Posterolateral fusion L4-5 with a PEEK cage, screws and rods. Which codes?")
    assert "22612" not in " ".join(billed(said))
    assert "posterior interbody (PLIF, TLIF)" in letter


def test_other_care_that_a_report_comes_upon_is_not_asked_about(ask: Asker) -> None:
    said, letter = answered(
        ask,
        "New coder says 62302 for this cervical myelogram. Hospital outpatient.\n\n"
        "The patient has an open wound over an L2 to L5 decompression. The needle was placed between C1 "
        "and C2 from the left, contrast was injected. Films of the cervical spine were exposed. I placed "
        "the needle, injected, and read the study.\n",
    )
    assert billed(said) == ["61055", "72240-26"]
    assert "herniated disc" not in letter


@pytest.mark.parametrize(
    "aside",
    [
        "The idea of an L4-5 fusion was brought up by the surgeon; he declined.",
        "He had medial branch blocks at L3-4 in the spring which did nothing.",
        "The patient failed oral steroids, PT and two trigger point sessions.",
        "Option of a kyphoplasty at L2 was reviewed at the prior visit.",
        "At L3-4 I looked at the foramen; I elected not to inject there.",
    ],
)
def test_what_was_offered_past_or_left_alone_is_not_billed(ask: Asker, aside: str) -> None:
    said, _ = answered(
        ask,
        "Code for this?\n\nPROCEDURE: Right L5-S1 transforaminal epidural injection with fluoroscopy. "
        f"{aside}\n",
    )
    assert billed(said) == ["64483-RT"]


def test_cancellous_bone_cancels_nothing(ask: Asker) -> None:
    said, _ = answered(
        ask, "Posterolateral fusion L4-5, cancellous allograft chips laid in the gutters. CPT?"
    )
    assert billed(said)[0] == "22612"
    assert [r.code for r in said.parts[0].optional] == ["20930"]


def test_steps_that_are_numbered_are_one_question(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Title says bilateral TFESI. Codes?\n\nFIRST INJECTION: RIGHT side. Right L4-5 foramen reached.\n"
        "SECOND INJECTION: LEFT side. Left L5-S1 foramen reached. Fluoroscopy.\n",
    )
    assert len(said.parts) == 1
    assert {c.split("-")[0] for c in billed(said)} == {"64483", "64484"}


def test_not_the_same_patient_goes_on_with_nothing(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Another one, not the same patient. Lumbar myelogram, our radiologist's report with the images. I "
        "don't know who did the stick. What do I bill for our group?\n\n----- Original message -----\n"
        "> Desk: for the patient of the 5th, where Dr. Osei injected and read the study, it is 62304.\n",
    )
    assert said.parts[0].asks


def test_dictation_with_spoken_marks_is_read_by_sentences(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "what code for this\n\nprocedure note period new paragraph she had a caudal epidural at another "
        "clinic in twenty twenty four period new paragraph procedure in detail period under fluoroscopy a "
        "needle was advanced into the left L4-L5 foramen comma transforaminal epidural period needle out "
        "period",
    )
    assert billed(said) == ["64483-LT"]


def test_a_reply_that_leaves_the_old_case_asks_only_about_the_new_one(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "MRI was settled, 72148 went out.\n\nNew one for that radiologist: L4-5 and L5-S1 discograms, a pain "
        "doctor from another group did the injecting, in the hospital. Dr. Whitlow (ours) only supervised "
        "the pictures and read them. What does Dr. Whitlow get?",
        subject="RE: MRI lumbar - done",
    )
    assert "72148" not in " ".join(billed(said))


def test_a_booking_and_a_slip_that_differ_are_asked_about(ask: Asker) -> None:
    said, _ = answered(
        ask,
        'The schedule says "kypho L2 L3." The charge slip says "vertebroplasty x2." Dictation not in yet. '
        "I need to know what to put, 22514 or 22511?",
    )
    assert said.parts[0].asks
    assert not billed(said)


def test_steps_of_a_forwarded_operation_are_one_case(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Give me the full list for the surgeon. Commercial.\n\n-------- Forwarded --------\n"
        "> OPERATION IN BRIEF\n"
        "> 1. Transforaminal interbody fusion L4-5 and L5-S1, a cage in each disc space.\n"
        "> 2. Posterolateral fusion at the same two interspaces, bone laid in both gutters.\n"
        "> 3. Pedicle screws and rods, L4, L5 and S1.\n",
        subject="Fwd: 2 level TLIF",
    )
    assert len(said.parts) == 1
    assert billed(said) == ["22633", "22634", "22853 x2", "22842"]


@pytest.mark.parametrize(
    ("row", "levels"),
    [
        ("L2-L3: had been listed as a spare control. Not necessary and not punctured.", 2),
        ("L2-L3: no pain.", 3),
    ],
)
def test_a_row_that_the_next_sentence_denies_does_not_count(ask: Asker, row: str, levels: int) -> None:
    said, _ = answered(
        ask,
        "Discogram, our doctor injected and read. Units?\n\nL3-L4: opening 14 psi, no pain.\n"
        f"L4-L5: opening 11, concordant.\n{row}\n",
    )
    assert billed(said) == [f"62290 x{levels}", f"72295 x{levels}"]


def test_codes_that_somebody_proposes_do_not_prove_themselves(ask: Asker) -> None:
    said, _ = answered(
        ask,
        'His op note on L1 and L3 says "vertebral augmentation with PMMA, good fill both levels" and not '
        "a word on how. Office manager says 22514 and 22515. Is she right?",
    )
    assert said.parts[0].asks
    assert not billed(said)


def test_a_service_of_the_past_in_a_report_is_not_billed_beside_the_one_asked_about(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Code for the discogram? Our doctor injected and read.\n\nCervical discography C4-5 and C5-6. Facet "
        "injections at C4-5 and C5-6 were worth nothing. Needles in both discs, contrast, films read by me.",
        subject="cervical discogram",
    )
    assert billed(said) == ["62291 x2", "72285 x2"]


def test_staff_minutes_come_off_once(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Brand new patient, never set foot in the place, commercial. The template says 58 minutes total, but "
        "14 of those 58 is Keisha the MA rooming her. The other 44 is all him. By time, what's the code?",
    )
    assert billed(said) == ["99203"]


@pytest.mark.parametrize(
    "aside",
    [
        "OPERATION (Friday, not today): percutaneous pedicle screws L5-S1",
        "The patient asked about pedicle screws.",
        "Pedicle screws may be entertained later.",
    ],
)
def test_instrumentation_of_another_day_is_not_billed(ask: Asker, aside: str) -> None:
    said, _ = answered(
        ask,
        "Codes for this date?\n\nOPERATION (today): Anterior lumbar interbody fusion L5-S1, one cage.\n"
        f"{aside}\nPROCEDURE: Disc emptied from the front, cage packed and put in flush. No plate.\n",
    )
    assert billed(said) == ["22558", "22853"]


def test_a_level_of_decision_making_that_the_note_does_not_bear_is_not_taken(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Provider picked 99215, he has had her since 2019. Where do you land?\n\nA/P: Left S1 radiculopathy, "
        "chronic, getting worse. Raise gabapentin to 300 mg three times.\nMedical decision making: HIGH "
        "COMPLEXITY (macro)\n",
        subject="level check, established",
    )
    assert billed(said) == ["99214"]


def test_differences_explained_in_a_consent_are_no_question(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Give me codes.\n\nCONSENT: Vertebroplasty and kyphoplasty and the differences between "
        "them were described.\nDESCRIPTION: Needles in T11 and L1, the bodies were prepared with the kit in "
        "the usual manner, cement was placed.\n",
        subject="augmentation T11 + L1",
    )
    assert said.parts[0].asks


def test_guidance_that_the_whole_note_does_not_tell_is_asked_about(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Can I let 64493 and 64494 go with this? It is the whole note.\n\nProcedure: A needle was advanced "
        "to the right L4-L5 facet and 1 mL was given; the same at the right L5-S1 facet.\n",
    )
    assert said.parts[0].asks
    assert not billed(said)


def test_films_behind_a_heading_belong_to_the_study_it_names(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Our own center, Dr. K did everything, the two CTs had their own orders. What goes on the claim?\n\n"
        "MYELOGRAM\nTechnique: Isovue went in at L2-3. AP and oblique films of the neck were taken, then "
        "films of the thoracic spine. CT of the cervical spine and CT of the thoracic spine came after.\n",
    )
    assert sorted(billed(said)) == ["62305", "72126", "72129"]


def test_a_bleeding_ulcer_is_treated_beside_a_biopsy(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "What is the code for this upper endoscopy?\n\nEGD with biopsy of the antrum. A spurting ulcer in "
        "the bulb was injected with epinephrine.\n",
    )
    assert sorted(billed(said)) == ["43239", "43255"]


def test_a_level_tender_and_not_blocked_is_not_counted(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Codes please.\n\nRight L4-5 and L5-S1 facet joint injections were done under fluoroscopy. "
        "The L3-4 joint was tender but I did not block it.\n",
    )
    assert sorted(billed(said)) == ["64493-RT", "64494-RT"]


def test_he_who_is_asked_for_by_a_name_that_is_a_word(ask: Asker) -> None:
    note = "Discogram L3-4, L4-5, L5-S1; Dr. Adams injected, Dr. Brown interpreted the images."
    assert billed(answered(ask, f"Which codes for Dr. Brown only? {note}")[0]) == ["72295 x3"]
    assert billed(answered(ask, f"Which codes for Dr. Adams only? {note}")[0]) == ["62290 x3"]
    alone = "Needles were placed into the C4-5 and C5-6 discs for discography. Formal reading by Dr. Ekholm."
    assert billed(answered(ask, f"What do we bill for Dr. Lima only? {alone}")[0]) == ["62291 x2"]


def test_who_did_one_part_does_not_do_what_is_said_of_another(ask: Asker) -> None:
    did = "Dr. White did the puncture and injection, films read by radiology."
    for text in (
        f"Codes for Dr. White please. Lumbar myelogram: {did}",
        f"Lumbar myelogram. {did} Codes for Dr. White?",
    ):
        assert billed(answered(ask, text)[0]) == ["62284"]
    both = (
        "Lumbar myelogram. Dr. White did the injection and the films were read by radiology. Codes for both?"
    )
    assert sorted(billed(answered(ask, both)[0])) == ["62284", "72265"]


def test_a_list_below_a_heading_of_the_note_is_none_of_questions(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "doc did 7 injections, is that x7? what's the code\n\nPROCEDURE: Trigger point injections\n"
        "DIAGNOSIS: Myalgia\n\nMUSCLES INJECTED:\n1. Right upper trapezius - 3 sites\n"
        "2. Right levator scapulae - 2 sites\n3. Right rhomboid major - 2 sites\n\n"
        "TECHNIQUE: Each trigger point was fixed between two fingers. No imaging guidance.\n",
    )
    assert billed(said) == ["20553"]
    assert len(said.parts) == 1


def test_what_was_prepped_is_no_level_beside_those_treated(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "What is billable?\n\nPROCEDURE: Balloon kyphoplasty L1 and L3\n"
        "TECHNIQUE: The thoracolumbar area was prepped and draped. Balloons inflated, cement placed.\n",
    )
    assert billed(said) == ["22514", "22515"]


def test_below_the_name_of_a_study_the_findings_go_on(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Our radiologist injected and read both, our own center. Codes?\n\n"
        "EXAM: Lumbar myelogram and CT lumbar spine with intrathecal contrast, separate order\n"
        "FINDINGS:\nMyelogram:\nPedicle screws L4 to S1.\nCT:\n"
        "Solid posterolateral fusion L4 to S1, interbody cage at L4-L5.\nIMPRESSION: Solid fusion.\n",
    )
    assert billed(said) == ["62304", "72132"]


def test_contrast_given_after_the_first_sequences_makes_a_study_of_both(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Global, our scanner. Which code?\n\nMRI OF THE CERVICAL SPINE\nTECHNIQUE: Sagittal T1, T2 and STIR. "
        "After injection of 8 mL gadobutrol intravenously, sagittal and axial T1 images were obtained.\n",
    )
    assert billed(said) == ["72156"]


def test_the_steps_of_a_lead_are_no_epidural_injection(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "What goes on the claim?\n\n"
        "OPERATION: Percutaneous placement of one spinal cord stimulator trial lead\n"
        "DETAILS: The L1-2 interlaminar space was marked. An epidural needle was advanced by a paramedian "
        "approach and loss of resistance confirmed entry. The lead was steered to T8.\n",
    )
    assert billed(said) == ["63650"]


def test_whether_something_is_listed_too_supposes_nothing(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Please tell me the CPT codes and if the diagnostic EGD is listed also.\n\nFindings: stricture.\n"
        "Interventions: Cold forceps biopsies of the antrum. Through-the-scope balloon dilation of the "
        "esophageal stricture to 15 mm.\n",
    )
    assert billed(said) == ["43239", "43249"]
