"""How right are the answers to a file of questions with expected codes? docs/knowledge.md has the rules."""

from consultant.evaluation.labels import Asked, Expected, Second, as_mail, read_questions, with_second
from consultant.evaluation.score import Score, Total, base_codes, score, total

__all__ = [
    "Asked",
    "Expected",
    "Score",
    "Second",
    "Total",
    "as_mail",
    "base_codes",
    "read_questions",
    "score",
    "total",
    "with_second",
]
