"""What is kept of a sentence is what reading it again would say."""

import pytest

from consultant.config.knowledge import Knowledge
from consultant.inquiry import sentence
from consultant.inquiry.mention import Mention
from consultant.inquiry.understand import understand

REPORT = """PROCEDURE: Lumbar puncture at L3-4 with fluoroscopy. No contrast was given.
IMPRESSION: Stenosis at L4-5."""
ASKED = "Cervical and lumbar myelogram, one radiologist. Which code, 62302?\n\n"


def told(knowledge: Knowledge, text: str) -> list[tuple[object, ...]]:
    found = understand(knowledge.reader, "", text).questions
    return [_of(m) for q in found for m in q.all_mentions()]


def _of(m: Mention) -> tuple[object, ...]:
    return m.kind, m.owner, m.name, m.value, m.text, m.start, m.end, m.sentence, m.assertion, m.role


def test_a_sentence_says_the_same_wherever_it_stands_again(knowledge: Knowledge) -> None:
    first = told(knowledge, ASKED + REPORT)
    assert told(knowledge, ASKED + REPORT) == first
    later = told(knowledge, "Good morning.\n\n" + ASKED + REPORT)
    moved = len("Good morning.\n\n")
    assert [(*m[:5], m[5] - moved, m[6] - moved, m[7] - 1, *m[8:]) for m in later] == first


def test_the_section_belongs_to_what_is_kept(knowledge: Knowledge) -> None:
    level = "L4-5 on the left, seen well."
    found = [
        next(m[-1] for m in told(knowledge, f"PROCEDURE: Exam.\n{head}:\n{level}") if m[0] == "level")
        for head in ("TECHNIQUE", "IMPRESSION", "TECHNIQUE")
    ]
    assert found[0] == found[2] != found[1]


def test_a_number_set_aside_is_not_kept_as_a_code(knowledge: Knowledge) -> None:
    line = "62304, lumbar spine only."
    for before, codes in (("Which one?", ["62304"]), ("Our invoice", []), ("Which one?", ["62304"])):
        inquiry = understand(knowledge.reader, "", f"Myelogram. {before}\n{line}")
        assert [c.value for c in inquiry.codes] == codes


def test_all_is_forgotten_when_it_is_much(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    first = told(knowledge, ASKED + REPORT)
    monkeypatch.setattr(sentence, "_MOST_KEPT", 2)
    for n in range(1, 9):
        told(knowledge, f"Patient {n} had {n} views of the lumbar spine. He had {n} before.")
    kept = knowledge.reader._sentences._kept
    assert len(kept) <= 2
    assert told(knowledge, ASKED + REPORT) == first
