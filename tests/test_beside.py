"""What is told beside a question (earlier care, plans, other patients, the sender's work) changes no code.

A seventh of our own plain questions with codes, each with four sentences of `tests/beside.yaml` in turn, two
before it and two behind. Of all 96 % must be decided alike and of each sort 90 %; at most 1 % may get another
code without being asked.
"""

from collections import Counter
from itertools import cycle, islice
from pathlib import Path

import yaml

from consultant.consult import Consultant
from consultant.evaluation import Asked, read_questions
from tests.test_mutations import decided, table

HERE = Path(__file__).parent
EVERY = 7
EACH = 4
LONGEST = 700  # characters of a question
LEAST, LEAST_OF_A_SORT, MOST_OTHER = 96, 90, 1  # percent


def sample() -> list[Asked]:
    """Every seventh of the short plain-text questions that expect a code."""
    paths = sorted((HERE / "questions").glob("*.yaml"))
    found = [q for p in paths for q in read_questions(yaml.safe_load(p.read_text("utf-8")))]
    plain = [q for q in found if "html" not in q.content_type and len(q.body) < LONGEST]
    return [q for q in plain if q.expect.recommend and not q.expect.needs_clarification][::EVERY]


def test_what_is_told_beside_a_question_changes_no_code(consultant: Consultant) -> None:
    sorts = yaml.safe_load((HERE / "beside.yaml").read_text("utf-8"))["sentences"]
    told = cycle([(sort, sentence) for sort, sentences in sorts.items() for sentence in sentences])
    made: Counter[str] = Counter()
    same: Counter[str] = Counter()
    changed: list[str] = []
    other = 0
    for q in sample():
        before = decided(consultant, q.subject, q.body)
        for i, (sort, sentence) in enumerate(islice(told, EACH)):
            body = f"{sentence} {q.body.lstrip()}" if i % 2 else f"{q.body.rstrip()}\n{sentence}\n"
            after = decided(consultant, q.subject, body)
            made[sort] += 1
            same[sort] += after == before
            other += bool(after[0] - before[0]) and not after[1]
            if after != before:
                changed.append(f"{q.id} {sentence!r}: {before} became {after}")
    shown = table(made, same, changed)
    assert len(made) == len(sorts), shown
    assert same.total() * 100 >= LEAST * made.total(), shown
    assert not [k for k in made if same[k] * 100 < LEAST_OF_A_SORT * made[k]], shown
    assert other * 100 <= MOST_OTHER * made.total(), shown
