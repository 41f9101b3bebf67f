"""What stands around the service in mails as people write them: claims, denials, templates, threads."""

import pytest

from tests.answer.test_several_services import answered, billed
from tests.conftest import Asker

MAILS = {
    "a code that a colleague picks vouches for nothing": (
        "Interlaminar at C6-C7 under fluoroscopy, a catheter fed up to C5, one dose, catheter and needle "
        "out together. She says catheter and goes to 62325. Which is it?",
        ["62321"],
    ),
    "ultrasound beside no fluoroscopy is ultrasound": (
        "Lumbar TFESI under ultrasound, no fluoro or CT at all, right L5. He wants 64483. What is it?",
        ["64999"],
    ),
    "what is not in question is not billed": (
        "TLIF L4-L5 without posterolateral graft. The cage and screws are not my question. Which code?",
        ["22630"],
    ),
    "the line that the sender holds to be wrong asks for nothing alone": (
        "ACDF C5-C6 with a structural allograft, no cage, and a plate. I believe the cage line is plainly "
        "wrong. Would you write out the list?",
        ["22551", "22845", "20931"],
    ),
    "what a template printed is no region": (
        "Thoracic medial branch blocks T7-8 and T8-9, right, fluoroscopy. The template printed codes for "
        "lumbar, I removed those. Which are right?",
        ["64490-RT", "64491-RT"],
    ),
    "a level typed without a dash": ("ALIF l5s1 with a peek cage, no plate. cpt?", ["22558", "22853"]),
    "a mail address names no region": (
        "Laminectomy with facetectomy and foraminotomy for stenosis at L4, one segment, no fusion. Ask "
        "rhonda@peak-cervical.example. Code?",
        ["63047"],
    ),
    "a level told and left in the next sentence": (
        "Kyphoplasty. Which codes?\n\nSteps:\n1. L1: balloons both sides, cement.\n2. L3: balloon, cement.\n"
        "3. T11: chronic, no edema. Not treated.\n",
        ["22514", "22515"],
    ),
    "sides that stand in a heading of findings": (
        "MRI cervical spine without contrast, our scanner. Code?\n\nTECHNIQUE: Sagittal T1, T2.\n"
        "FINDINGS, CERVICAL: Solid fusion C5-C6. Disc bulge C6-C7.\nIMPRESSION: Spondylosis.\n",
        ["72141"],
    ),
    "where decompression is denied behind the level": (
        "TLIF L4-5 and L5-S1 with posterolateral graft. All codes but hardware?\n\n"
        "L4-5: laminectomy, bilateral medial facetectomies and foraminotomies for stenosis, disc cleared.\n"
        "L5-S1: disc cleared for the fusion alone, no decompression there.\n",
        ["22633", "22634", "63052"],
    ),
    "Mr is no imaging": (
        "Which code? Mr. R. came for a caudal epidural under fluoroscopy with contrast.",
        ["62323"],
    ),
    "a catheter withdrawn intact was withdrawn": (
        "62325 or 62321? Interlaminar C7-T1, fluoroscopy, catheter threaded to C5, one dose given through "
        "it. The catheter was withdrawn intact with the needle.",
        ["62321"],
    ),
    "an earlier fusion in a sentence of its own": (
        "Caudal epidural with fluoroscopy. He has had an L4 to sacrum fusion. CPT?",
        ["62323"],
    ),
}


@pytest.mark.parametrize("name", MAILS)
def test_what_stands_around_the_service(ask: Asker, name: str) -> None:
    mail, codes = MAILS[name]
    said, letter = answered(ask, mail)
    assert billed(said) == codes, letter


def test_the_order_of_diagnoses_asks_for_no_instrument(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Screening colonoscopy, adenoma found and removed. Which dx goes first, the Z code or the adenoma?",
    )
    assert not any(part.asks for part in said.parts)


def test_what_a_deleted_code_is_crosswalked_to_is_told(ask: Asker) -> None:
    said, _ = answered(ask, "An old contract lists 64622 and 64626. Which codes do I crosswalk them to?")
    assert sorted(billed(said)) == ["64633", "64635"]
