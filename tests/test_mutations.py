"""The same question in another hand gets the same codes, and is asked back or not as before.

A fifth of our own questions that call for a decision, and of each the mutants of `tests/mutating.py`, by the
way of a whole mail. Of all mutants 97 % must be decided alike, and of each kind; the rest may ask back or be
silent, and two in a thousand at most may get another code (reports in capitals lose their headings in lower
case).
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from consultant.consult import Consultant
from consultant.evaluation import Asked, base_codes, read_questions
from consultant.mail.parse import parse
from tests.conftest import ROOT
from tests.mutating import mutants

FOLDER = Path(__file__).parent / "questions"
EVERY = 5
LEAST = 97
MOST_OTHER = 2  # in a thousand
KINDS = 9
_HEAD = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"


def sample() -> list[Asked]:
    """Every fifth of the plain-text questions that expect a code or a question back."""
    files = [read_questions(yaml.safe_load(p.read_text("utf-8"))) for p in sorted(FOLDER.glob("*.yaml"))]
    plain = [q for questions in files for q in questions if "html" not in q.content_type]
    return [q for q in plain if q.expect.recommend or q.expect.needs_clarification][::EVERY]


def decided(consultant: Consultant, subject: str, body: str) -> tuple[frozenset[str], bool]:
    """The codes recommended, and whether it asks back."""
    answer = consultant.think(parse(_HEAD + body.encode()).model_copy(update={"subject": subject}))
    return base_codes(r.code for r in answer.recommended()), any(p.asks for p in answer.parts)


def table(made: Counter[str], same: Counter[str], changed: Iterable[str]) -> str:
    """A line for each kind, then what changed."""
    lines = [f"{k:34} {same[k]:4} of {made[k]:4} = {same[k] / made[k]:.1%}" for k in made]
    return "\n".join([*lines, *changed])


@pytest.fixture(scope="module")
def english() -> frozenset[str]:
    return frozenset((ROOT / "config" / "knowledge" / "words.txt").read_text("utf-8").split())


def test_another_hand_gets_the_same_codes(consultant: Consultant, english: frozenset[str]) -> None:
    made: Counter[str] = Counter()
    same: Counter[str] = Counter()
    changed: list[str] = []
    other: list[str] = []
    for q in sample():
        before = decided(consultant, q.subject, q.body)
        for mutant in mutants(q.id, q.family, q.subject, q.body, english):
            made[mutant.kind] += 1
            after = decided(consultant, mutant.subject, mutant.body)
            same[mutant.kind] += after == before
            if after[0] - before[0] and not after[1]:
                other.append(f"{q.id} {mutant.kind}")
            if after != before:
                changed.append(f"{q.id} {mutant.kind}: {before} became {after}")
    shown = table(made, same, changed)
    assert len(made) == KINDS, shown
    assert min(made.values()) >= 10, shown
    assert same.total() * 100 >= LEAST * made.total(), shown
    assert not [k for k in made if same[k] * 100 < LEAST * made[k]], shown
    assert len(other) * 1000 <= MOST_OTHER * made.total(), "\n".join([shown, *other])


def test_mutants_are_the_same_on_every_run(english: frozenset[str]) -> None:
    text = "Cervical myelogram today. The radiologist injected the contrast. Which code?"
    made = mutants("A1", "myelography", "myelogram", text, english)
    assert made == mutants("A1", "myelography", "myelogram", text, english)
    assert {m.kind for m in made} >= {"typo of one letter", "sentences reordered"}
    assert all((m.subject, m.body) != ("myelogram", text) for m in made)


def test_no_typo_in_a_code_or_a_level_and_no_new_order_of_what_leans(english: frozenset[str]) -> None:
    made = mutants("A2", "", "s", "62305 at C5-C6 for G2212x.\nIs it due? 1. Then what", english)
    assert not {m.kind for m in made} & {"typo of one letter", "sentences reordered"}
