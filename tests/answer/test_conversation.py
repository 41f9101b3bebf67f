"""A conversation goes on: what was told stays, what is said now changes it."""

import pytest

from consultant.answer.answer import answer
from consultant.config.knowledge import Knowledge
from consultant.inquiry.understand import understand
from tests.answer.test_several_services import answered, billed
from tests.conftest import Asker

OPEN = "Which CPT code for a myelogram? Contrast by lumbar puncture."


@pytest.mark.parametrize(
    ("mails", "codes"),
    [
        ((OPEN,), []),
        ((OPEN, "1. same doctor did both 2. lumbar"), ["62304"]),
        ((OPEN, "1. lumbar 2. yes, same doc"), ["62304"]),
        ((OPEN, "1. yes\n2. cervical and lumbar"), ["62305"]),
        ((OPEN, "1. no\n2. lumbar"), ["62284", "72265"]),
        ((OPEN, "1. yes\n2. lumbar", "what about if it were two physicians"), ["62284", "72265"]),
        (
            ("Lumbar myelogram, same radiologist injected and read. Code?", "Sorry, thoracic, not lumbar."),
            ["62303"],
        ),
        (("RFA of the lumbar facets, code?", "two joints, left"), ["64635", "64636"]),
        (("Colonoscopy with polyp removed, code?", "snare"), ["45385"]),
        (("Established patient visit, which level?", "30 minutes by time", "It was 28, not 30"), ["99213"]),
    ],
)
def test_facts_carry_on(knowledge: Knowledge, mails: tuple[str, ...], codes: list[str]) -> None:
    before, last = "\n\n".join(mails[:-1]), mails[-1]
    subject = "Re: coding" if before else "coding"
    said = answer(understand(knowledge.reader, subject, last, before), knowledge.edition)
    assert [r.code for r in said.recommended()] == codes


def test_a_bare_yes_to_the_only_question(knowledge: Knowledge) -> None:
    before = "Which code for a lumbar myelogram by lumbar puncture?"
    for word, codes in (("Yes.", ["62304"]), ("No, sorry", ["62284", "72265"])):
        said = answer(understand(knowledge.reader, "Re: coding", word, before), knowledge.edition)
        assert [r.code for r in said.recommended()] == codes, word


@pytest.mark.parametrize(
    ("word", "codes", "ignored"),
    [
        ("same doc, thanks!", ["62304"], False),
        ("Thanks. Same physician did both.", ["62304"], False),
        ("1. yes thanks", ["62304"], False),
        ("Thank you so much, very helpful", [], True),
        ("Yes, thanks for the help!", [], True),
    ],
)
def test_an_answer_with_thanks_is_an_answer(
    knowledge: Knowledge, word: str, codes: list[str], ignored: bool
) -> None:
    before = "Which code for a lumbar myelogram by lumbar puncture?"
    said = answer(understand(knowledge.reader, "Re: coding", word, before), knowledge.edition)
    assert [r.code for r in said.recommended()] == codes
    assert (said.disposition == "ignore") is ignored


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "Perfect, that one is out the door. What if he had done the right L3-4 along with it?",
            ["64483-RT", "64484-RT"],
        ),
        ("Thanks. And if he also does the right L5-S1?", ["64483-RT", "64484-RT"]),
        ("Thanks. What if it was L5-S1?", ["64483-RT"]),
    ],
)
def test_a_reply_adds_to_the_case_of_its_subject(ask: Asker, text: str, codes: list[str]) -> None:
    said, _ = answered(ask, text, "Re: Right L4-5 TFESI, fluoro")
    assert billed(said) == codes
