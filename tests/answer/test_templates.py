"""Reports out of templates and dictation: boxes, headings without a mark, and what belongs to what."""

import pytest

from tests.answer.test_several_services import answered, billed
from tests.conftest import Asker


def test_an_empty_box_denies(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Which codes?\n\nImaging: [x] fluoroscopy [ ] CT [ ] ultrasound\nContrast: [x] iohexol 1 mL\n\n"
        "Right L4-5 and right L5-S1 transforaminal epidural injections.\n",
    )
    assert billed(said) == ["64483-RT", "64484-RT"]


@pytest.mark.parametrize(
    "note",
    [
        "PREOP DX C5-6 AND C6-7 DISC DISEASE\nPOSTOP DX SAME\nOPERATION ANTERIOR CERVICAL DISCECTOMY, "
        "DECOMPRESSION AND FUSION C5-6 WITH CAGE\n",
        "Preop diagnosis   C5-6 and C6-7 disc disease\nPostop diagnosis   Same\n"
        "Operation   Anterior cervical discectomy, decompression and fusion C5-6 with cage\n",
    ],
)
def test_headings_need_no_mark(ask: Asker, note: str) -> None:
    said, _ = answered(ask, f"All the codes, please.\n\n{note}")
    assert billed(said) == ["22551", "22853"]


def test_a_heading_with_a_number_and_a_title_ends_the_diagnosis(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Post-op dx: same\n\nPROCEDURE 1 - RIGHT KNEE\nUltrasound probe; the needle was watched entering the "
        "suprapatellar recess; steroid injected; image saved and report on file.\n\nWhich code?",
    )
    assert billed(said) == ["20611-RT"]


def test_views_of_a_line_belong_to_the_study_named_before_it(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "EXAM 1: Cervical spine series\nVIEWS: AP, lateral, open mouth odontoid\nEXAM 2: Lumbosacral spine "
        "series\nVIEWS: AP, lateral neutral, lateral flexion, lateral extension\n\nFINDINGS\nCervical: no "
        "fracture.\nLumbar: 4 mm slip in flexion. Spot film not repeated.\n\nWhich two codes?",
    )
    assert billed(said) == ["72040", "72110"]


def test_two_scopes_keep_what_each_did(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "EGD and colonoscopy, same doctor, commercial. Which codes?\n\nPROCEDURE A: UPPER ENDOSCOPY\n"
        "A polyp of the gastric body was removed with a hot snare. Six biopsies with cold forceps from the "
        "duodenum for celiac disease.\n\nPROCEDURE B: COLONOSCOPY\nScope advanced to the cecum for bleeding. "
        "No polyp.\n",
    )
    assert {r.code for r in said.recommended()} == {"43251", "43239", "45378"}


def test_the_cells_of_a_table_are_one_line(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Exam | Myelogram, L-spine\nRoute | lumbar puncture\nInjected by | Dr. Voss\nRead by | Dr. Voss\n\n"
        "Which code?",
    )
    assert billed(said) == ["62304"]


def test_a_denied_list_is_denied_to_its_end(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "C3, C4, C5 and C6 laminectomies for cord compression. Surgeon is explicit that no facetectomy, "
        "foraminotomy or discectomy was done and nothing was fused. 63045 with three 63048s?",
    )
    assert billed(said) == ["63015"]


def test_what_is_doubted_after_it_was_named_is_asked_for(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Our surgeon heads every note TLIF with posterior fusion L4-5. I can't see whether the transverse "
        "processes were decorticated and grafted. 22633 or 22630: which one do you put?",
    )
    assert billed(said) == []
    branches = {c.code for p in said.parts for b in p.branches for c in b.codes}
    assert {"22630", "22633"} <= branches


def test_a_dilation_without_its_manner_is_asked_for(ask: Asker) -> None:
    said, _ = answered(
        ask, "EGD, a narrow spot in the gullet got stretched, no biopsy. What CPT do I give it?"
    )
    assert billed(said) == []
    assert any("balloon" in a.text for p in said.parts for a in p.asks)


def test_minutes_of_the_doctor_beside_those_of_staff(ask: Asker) -> None:
    said, _ = answered(ask, "est pt, by time. MA roomed + took history 15 min, Dr 22 min total. 37 = 99214?")
    assert billed(said) == ["99213"]


def test_a_sum_of_minutes_goes_before_its_parts(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "New patient, by time: I was in the room 38 minutes, with the charting it comes to 51, all me. Code?",
    )
    assert billed(said) == ["99204"]


def test_a_title_alone_on_its_line_is_a_heading(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "The scrubber put 63030 on it, right?\n\nProcedure performed\n   Right L4-5 redo discectomy\n\n"
        "Indication\n   Recurrent fragment with scar at L4-5. L5-S1 has a bulge and is not a target today.\n",
    )
    assert billed(said) == ["63042-RT"]


@pytest.mark.parametrize(
    "more",
    [
        "The EMR tray (lifting gel, cap) had been asked for; it was not opened because a snare would do.",
        "Tattoo was prepared but the place was plain, so none was injected.",
        "Argon plasma was on standby and not fired.",
        "Random biopsies for diarrhea: NOT taken.",
    ],
)
def test_what_stood_ready_and_was_not_used_is_not_billed(ask: Asker, more: str) -> None:
    said, _ = answered(
        ask,
        "Commercial payer, which codes?\n\nColonoscopy to the cecum for bleeding. Ascending colon, 8 mm "
        f"polyp, cold snare. {more}\n",
    )
    assert billed(said) == ["45385"]


def test_a_plan_with_an_if_is_not_what_is_asked(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Which codes?\n\nBilateral medial branch blocks under fluoroscopy, joints L4-5 and L5-S1. If they "
        "help, thermal ablation next.\n",
    )
    assert billed(said) == ["64493-50", "64494-50"]


def test_dictated_levels_are_read_as_words(ask: Asker) -> None:
    said, _ = answered(
        ask, "left transforaminal epidural under fluoroscopy at l four five and l five s one which codes"
    )
    assert billed(said) == ["64483-LT", "64484-LT"]


def test_views_under_a_heading_in_capitals_that_was_not_requested(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Plain films at our office, which codes?\n\nCERVICAL SPINE. Views obtained: AP and lateral.\n\n"
        "THORACIC SPINE. Not requested.\n",
    )
    assert billed(said) == ["72040"]


def test_a_table_of_minutes_leaves_out_those_of_staff(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Established, Medicare, by time. Level?\n\nPhysician chart review   7 min\nPhysician with patient "
        "  28 min\nPhysician orders, note   11 min\nMA rooming, vitals   14 min\nTOTAL   60 min\n",
    )
    assert billed(said) == ["99215"]


def test_a_puncture_and_a_patch_of_two_days_are_two_codes(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Monday: bedside diagnostic LP, no imaging. Wednesday: epidural blood patch for the headache, "
        "no fluoro. What goes on each claim?",
    )
    assert billed(said) == ["62270", "62273"]


def test_the_decompression_of_a_fusion_from_the_front_is_inside(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "ACDF C5-6. Disc removed, decompression of the cord and both C6 roots, cage without a plate. Codes?",
    )
    assert billed(said) == ["22551", "22853"]
