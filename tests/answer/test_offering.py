"""What is offered to choose from, and that nothing of it is recommended."""

import pytest

from consultant.answer.answer import answer
from consultant.answer.parts import Part
from consultant.config.knowledge import Knowledge
from consultant.inquiry.understand import understand
from tests.conftest import Asker


def part_of(text: str, knowledge: Knowledge) -> Part:
    made = answer(understand(knowledge.reader, "", text), knowledge.edition)
    assert not made.recommended()
    return made.parts[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Hi Dana, what is the ICD-10 code for lumbar spinal stenosis with claudication? Thanks, Pat",
            "M48.062",
        ),
        ("which dx code for left trocanteric bursitis", "M70.62"),
        ("what is the code for carpal tunnel syndrome, right?", "G56.01"),
        ("icd 10 for frozen shoulder left", "M75.02"),
    ],
)
def test_a_list_to_choose_from(text: str, code: str, knowledge: Knowledge) -> None:
    offer = part_of(text, knowledge).offer
    assert offer is not None
    assert offer.hits[0].code == code
    assert offer.releases


@pytest.mark.parametrize(
    "text",
    [
        "what is the CPT code for a total knee replacement",  # no CPT outside the families without a licence
        "what is the ICD-10 code for qqqq zzzz",
    ],
)
def test_nothing_is_offered_where_nothing_is_like_it(text: str, knowledge: Knowledge) -> None:
    assert part_of(text, knowledge).offer is None


@pytest.mark.parametrize(
    "text",
    [
        "what is the code for a lumbar puncture under fluoroscopy, diagnostic",
        "difference between 62304 and 62305",
        "code for an epidural steroid injection",
    ],
)
def test_nothing_is_offered_where_a_family_or_a_code_is_spoken_of(text: str, knowledge: Knowledge) -> None:
    made = answer(understand(knowledge.reader, "", text), knowledge.edition)
    assert all(p.offer is None for p in made.parts)


def test_the_reply_says_that_it_is_a_list(ask: Asker) -> None:
    reply = ask("what is the ICD-10 code for a frozen shoulder, left side?").reply
    assert reply is not None
    assert "TO CHOOSE FROM" in reply.text
    assert "I recommend none of these codes" in " ".join(reply.text.split())
    assert "M75.02" in reply.text
    assert "<mark>shoulder</mark>" in reply.html
    assert "WITH THESE WORDS" not in reply.text


def test_markup_in_the_question_stays_text(ask: Asker) -> None:
    reply = ask("what is the ICD-10 code for <b>frozen</b> sholder<script>, left?").reply
    assert reply is not None
    assert "<script>" not in reply.html
