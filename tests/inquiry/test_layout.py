"""Tables, leaders and columns of a pasted report become labels with their values."""

import pytest

from consultant.config.knowledge import Knowledge
from consultant.inquiry.layout import plain
from consultant.inquiry.understand import understand


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("| Past | EGD 2019 |\n|---|---|\n| Plan | PPI |", "Past: EGD 2019\n\nPlan: PPI"),
        ("Case number ............ 62290-11", "Case number: 62290-11"),
        ("Exam\tXR lumbar spine", "Exam: XR lumbar spine"),
        (
            "PROC    LUMBAR PUNCTURE\nWHO     Dr. Lee\nWHY     headache",
            "PROC: LUMBAR PUNCTURE\nWHO: Dr. Lee\nWHY: headache",
        ),
        ("## Technique\n**Level:** L4-5", "Technique:\nLevel: L4-5"),
        ("Read by: Dr. Lee", "Read by Dr. Lee"),
        (
            "Exam | Views\nNeck | 5 (AP, both obliques)\nLow back | 3",
            "Exam | Views\nNeck | 5 Views (AP, both obliques)\nLow back | 3 Views",
        ),
        (
            "Pt | Service | Contrast\nA | MRI neck | none",
            "Pt | Service | Contrast\nCase A: MRI neck | Contrast: none",
        ),
        ("# | Service | # of levels\n1 | ESI | 2", "# | Service | # of levels\n1 | ESI | 2 levels"),
        ("Field | Entry\nPast | EGD 2019\nPlan | PPI", "Field: Entry\nPast: EGD 2019\nPlan: PPI"),
        ("Guidance: {{fluoroscopy | ultrasound | none}}", "Guidance: not documented"),
    ],
)
def test_layout_is_made_plain(text: str, made: str) -> None:
    assert plain(text) == made


@pytest.mark.parametrize(
    "text",
    [
        "cervical myelogram, which code?",
        "L4-5 | left | 45 min",
        "L4-5   opening 15 psi\nL5-S1  opening 10 psi\nL3-4   no pain",
        "Two  spaces in one line only",
        "wait... is it 62304",
    ],
)
def test_what_is_no_label_stays(text: str) -> None:
    assert plain(text) == text


def test_a_row_of_a_table_is_a_sentence_of_its_own(knowledge: Knowledge) -> None:
    said_ = said(knowledge, "Myelogram of the neck, contrast put in at L2-3 | 62302\nThere was no CT.")
    assert said_["myelogram"] == "asserted"


@pytest.mark.parametrize(
    "piece", ["-", "=", "- ", "|", ". ", "[ ] ", "# ", "* ", "a  ", "a - ", "{a|", "x: ", "\t"]
)
def test_a_long_line_of_marks_is_read(knowledge: Knowledge, piece: str) -> None:
    text = f"myelogram {piece * 5_000}x\n{piece * 5_000}"
    assert understand(knowledge.reader, "", text).questions
    assert plain(text).startswith("myelogram")


def said(knowledge: Knowledge, text: str) -> dict[str, str]:
    """What the text says of each service and place it names: its words -> asserted, negated, historical."""
    mentions = understand(knowledge.reader, "", text).questions[0].all_mentions()
    return {m.text.lower(): m.assertion.value for m in mentions if m.kind in ("term", "level", "axis")}


@pytest.mark.parametrize(
    ("text", "words", "assertion"),
    [
        (
            "| Past | EGD 2019 with gastric biopsies |\n| Today | EGD |\nCode?",
            "gastric biopsies",
            "historical",
        ),
        ("EGD today.\nNot used:\nguide wire\n\nCode?", "guide wire", "negated"),
        ("EGD today.\nGuide wire: opened, not used.\nCode?", "guide wire", "negated"),
        ("EGD today.\nFeeding tube: PEG asked for, declined for now.\nCode?", "feeding tube", "negated"),
        ("Kyphoplasty.\nL1: balloon.\nT12: cannula not introduced, no treatment.\nCode?", "t12", "negated"),
        ("ACDF C6-7.\nC4-5. Disc looked healthy, not entered.\nCode?", "c4-5", "negated"),
        (
            "PLAN: CT to follow. Myelogram injected and read by the undersigned.\nCode?",
            "myelogram",
            "asserted",
        ),
        ("Imaging reviewed: fused C3-4\n\nFacet joint injection C5-6. Code?", "c3-4", "historical"),
    ],
)
def test_what_stands_apart_from_its_denial_is_denied(
    knowledge: Knowledge, text: str, words: str, assertion: str
) -> None:
    assert said(knowledge, text)[words] == assertion


def test_a_denial_ends_where_dictated_speech_goes_on(knowledge: Knowledge) -> None:
    text = (
        "cervical discogram dictated in one go she has had a prior fusion at C six seven so that disc was "
        "not injected she was placed supine the neck was prepped and I put one needle in the C four five "
        "disc and a second needle in the C five six disc both were confirmed in two planes the needles were "
        "removed and she did well and went home with her driver after an hour of rest which code"
    )
    found = said(knowledge, text)
    assert found["c four five"] == found["c five six"] == "asserted"
    assert found["c six seven"] != "asserted"
