"""Several services of one mail, each with its own facts, and what an add-on or a part leaves open."""

import pytest

from consultant.answer.parts import Answer
from tests.conftest import Asker


def answered(ask: Asker, text: str, subject: str = "Question") -> tuple[Answer, str]:
    outcome = ask(text, subject)
    assert outcome.answer is not None
    assert outcome.reply is not None
    return outcome.answer, " ".join(outcome.reply.text.split())


def billed(said: Answer) -> list[str]:
    return [
        "-".join((r.code, *r.modifiers)) + (f" x{r.units}" if r.units > 1 else "") for r in said.recommended()
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "L4-5 laminectomy with bilateral facetectomy and foraminotomy for stenosis, and left L5-S1 "
            "discectomy. 63047 and 63030?",
            ["63047", "63030-59-LT"],
        ),
        (
            "Lumbar laminectomy, facetectomy and foraminotomy L3-4 for stenosis, right L5-S1 discectomy?",
            ["63047", "63030-59-RT"],
        ),
        (
            "Redo left L4-5 discectomy, previous surgery 2 years ago at same level, plus L5-S1 first time "
            "discectomy same side.",
            ["63042-59-LT", "63030-LT"],
        ),
        ("Left L4-5 and L5-S1 microdiscectomy. Codes?", ["63030-LT", "63035-LT"]),
    ],
)
def test_work_at_levels_of_its_own_is_decided_apart(ask: Asker, text: str, codes: list[str]) -> None:
    said, _ = answered(ask, text)
    assert billed(said) == codes


def test_work_at_one_level_is_asked_for(ask: Asker) -> None:
    text = (
        "L4-5 laminectomy, facetectomy and foraminotomy for stenosis and discectomy at L4-5. 63047 and 63030?"
    )
    said, _ = answered(ask, text)
    assert [a.axis for p in said.parts for a in p.asks] == ["reason"]


def test_a_fusion_with_all_that_goes_with_it(ask: Asker) -> None:
    text = (
        "TLIF with posterolateral fusion L4-5, with decompression beyond access at L4-5, one cage, pedicle "
        "screws, local autograft. Codes?"
    )
    said, reply = answered(ask, text)
    assert billed(said) == ["22633", "22853", "22840", "63052"]
    assert [r.code for r in said.optional()] == ["20936"]
    assert (
        "20936 - Local autograft from the same incision (reportable: local autograft, once; bundled" in reply
    )


@pytest.mark.parametrize(
    ("text", "codes", "fact"),
    [
        (
            "Established patient, 35 minutes by the doctor plus 10 minutes by the nurse. Which level?",
            ["99214"],
            "EM-03",
        ),
        ("99215 by time 72 minutes, Medicare, how many G2212?", ["99215", "G2212"], "EM-06"),
        (
            "Discogram was done by pain management at L4-5, our radiologist read it and the CT after. "
            "What do we bill?",
            ["72295"],
            "DI-01",
        ),
    ],
)
def test_what_was_told_is_not_asked(ask: Asker, text: str, codes: list[str], fact: str) -> None:
    said, reply = answered(ask, text)
    assert billed(said) == codes
    assert not any(p.asks for p in said.parts)
    assert f"[{fact}]" in reply


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "20610 right knee and 20610 left shoulder, no ultrasound. Modifiers and units?",
            ["20610-RT", "20610-59-LT"],
        ),
        (
            "Right knee and left shoulder injections without ultrasound plus 99213. How to code?",
            ["20610-RT", "20610-59-LT", "99213-25"],
        ),
        (
            "Bilateral knee injections and right shoulder injection, no guidance. Codes?",
            ["20610-50", "20610-59-RT"],
        ),
        ("Right knee and right ankle injection without ultrasound, codes?", ["20610-RT", "20605-RT"]),
        ("Left hip and right hip injections, no guidance, what codes?", ["20610-50"]),
        ("Right shoulder subacromial bursa injection, no ultrasound. Code?", ["20610-RT"]),
        ("Right shoulder injection without ultrasound, also complains of left knee pain. Code?", ["20610"]),
        ("Injected right shoulder, no ultrasound. History of left knee replacement. Code?", ["20610-RT"]),
    ],
)
def test_each_joint_is_a_line(ask: Asker, text: str, codes: list[str]) -> None:
    said, reply = answered(ask, text)
    assert billed(said) == codes
    assert "[JI-10]" in reply or "59" not in "".join(codes)


def test_a_place_named_again_is_no_new_case(ask: Asker) -> None:
    said, reply = answered(
        ask, "Vertebroplasty at T7, T8 and L2. Units of 22512? Is 22511 needed for the L2?"
    )
    assert [[r.code for r in p.recommended] for p in said.parts] == [["22510", "22512"]] * 2
    assert "22511: not here - needs: lumbar or sacral; here: thoracic" in reply


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Screening colonoscopy, Medicare, polyp removed by snare. Modifiers and dx order?",
            "The screening diagnosis (Z12.11) stays first",
        ),
        (
            "LP attempted, no CSF obtained, stopped due to patient pain. Code and modifier?",
            "is reported with 52 or 53, by who stopped it and why, if at all. [LP-04]",
        ),
        ("RFA L4-5 and L5-S1 left 3 weeks after MBB. Is it in a global?", "64493 000 the day"),
        (
            "ACDF C5-6 with plate and cage, two surgeons. Mod 62 on which codes?",
            "22845-62: no - 62 goes on the fusion, not on instrumentation",
        ),
        (
            "Bilateral SI joint injection with fluoro in ASC - facility and physician coding?",
            "27096-50 - Sacroiliac joint injection with fluoroscopy or CT G0260 for the facility claim",
        ),
        ("Bilateral L4-5 TFESI. How many units? Medicare?", "64483-50, 1 unit - "),
        ("Can 64493 and 64494 be billed together?", "64494 is an add-on to 64493 and goes with it"),
    ],
)
def test_no_part_of_the_question_is_dropped(ask: Asker, text: str, words: str) -> None:
    _, reply = answered(ask, text)
    assert words in reply


def test_one_sentence_is_said_once(ask: Asker) -> None:
    _, reply = answered(ask, "58 vs 78?")
    assert reply.count("58 is planned or staged") == 1


def test_a_refused_code_is_refused_once(ask: Asker) -> None:
    _, reply = answered(ask, "Est patient 99214 with 20610, can we add G2211?")
    assert "CHECKED AS A CLAIM" not in reply
    assert reply.partition("SOURCES")[0].count("G2211:") == 1
    assert "G2211 is an add-on" not in reply


def test_a_reason_is_given_once_in_a_letter(ask: Asker) -> None:
    _, reply = answered(ask, "Vertebroplasty at T7, T8 and L2. Units of 22512? Is 22511 needed for the L2?")
    assert reply.count("Rule: vertebroplasty, first body cervical or thoracic") == 1
    assert reply.count("NOT BILLED BESIDE IT") == 1


def test_visits_stay_out_of_what_is_not_billed_where_none_is_in_question(ask: Asker) -> None:
    _, reply = answered(ask, "Right knee injection without ultrasound, code?")
    assert "G2211" not in reply
    _, reply = answered(ask, "99214 and 20610 right knee the same day, Medicare. Codes?")
    assert "G2211: the complexity add-on is not paid" in reply


def test_both_modifiers_that_are_weighed_are_read(ask: Asker) -> None:
    _, reply = answered(ask, "58 vs 78?")
    assert "MODIFIER 58" in reply
    assert "MODIFIER 78" in reply


def test_an_add_on_stands_behind_its_parent(ask: Asker) -> None:
    said, _ = answered(ask, "Can we bill G2211 with 99204? Medicare, she will be her PCP.")
    assert billed(said) == ["99204", "G2211"]


def test_a_decompression_at_the_fused_interspace_and_one_beside_it_are_two(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "TLIF L4-5 with one cage. At L4-5 bilateral decompression of both roots for lateral recess stenosis "
        "beyond the access. Then at L2-3 laminectomy with facetectomy and foraminotomy for stenosis. Codes?",
    )
    assert [x for x in billed(said) if x.startswith("630")] == ["63052", "63047-59"]
    assert "63053" not in [x[:5] for x in billed(said)]


def test_what_is_also_done_leaves_what_was_done(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "EGD with biopsies of the antrum. Code? And suppose he also balloon dilated a ring, 15 mm?",
    )
    assert {"43239", "43249"} <= {x[:5] for x in billed(said)}


def test_an_unrelated_visit_in_the_global_period_is_alone_on_its_claim(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Five weeks after a 63030 the same surgeon saw her for a new shoulder problem, nothing to do with "
        "the back. 99213 was denied as included in the global. Which modifier?",
    )
    assert billed(said) == ["99213-24"]


@pytest.mark.parametrize(
    ("text", "codes", "asks"),
    [
        ("MRI of the neck w/o. Also the lumbar spine. Codes?", ["72141"], True),
        ("MRI cervical and thoracic without contrast. Codes?", ["72141", "72146"], False),
        ("MRI of the C-spine and of the T-spine. No contrast. Codes?", ["72141", "72146"], False),
        (
            "Precert. Order 1: MRI thoracic spine w/o. Order 2 just says MRI L-spine. Which codes?",
            ["72146"],
            True,
        ),
    ],
)
def test_the_contrast_of_one_study_is_not_that_of_one_told_behind_it(
    ask: Asker, text: str, codes: list[str], asks: bool
) -> None:
    said, _ = answered(ask, text)
    assert billed(said) == codes
    assert any(p.asks for p in said.parts) is asks


def test_a_study_that_a_question_names_is_answered_under_the_subject_of_another(ask: Asker) -> None:
    text = (
        "L3-4 puncture, he injected and he read the thoracic myelogram. Afterwards a CT of the thoracic "
        "spine with its own order and report, also his. Do we get to bill the CT too?"
    )
    said, _ = answered(ask, text, "RE: Dr. Kastner myelograms")
    assert billed(said) == ["62303", "72129"]


@pytest.mark.parametrize(
    "text",
    [
        "Neck discs, needles in, dye in, pain noted. Facet joints were not injected. Code?",
        "No EGD was done. Code?",
    ],
)
def test_a_service_named_only_as_not_done_is_not_coded(ask: Asker, text: str) -> None:
    said, _ = answered(ask, text)
    assert billed(said) == []


@pytest.mark.parametrize(
    "beside",
    [
        "There was an RFA in the chart from 2023, left L4-5 and L5-S1.",
        "We bill for a pain clinic: facet blocks, RFAs.",
        "We'll bring her back for facet blocks if this doesn't help.",
        "Next step would be vertebroplasty at T12.",
        "Exam: tender over the L4-5 and L5-S1 facets.",
    ],
)
def test_what_is_told_beside_the_service_is_not_coded(ask: Asker, beside: str) -> None:
    said, _ = answered(ask, f"Right L3-4 microdiscectomy, first time. {beside} Code?")
    assert billed(said) == ["63030-RT"]
