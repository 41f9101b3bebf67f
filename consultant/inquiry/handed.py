"""A thread that is handed on: the quoted mail of others tells the case, the new text asks about it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from consultant.inquiry.inquiry import Question
from consultant.inquiry.mention import Assertion, Mention
from consultant.inquiry.reading import Reading

M = TypeVar("M", bound=Mention)
_OTHER = (Assertion.HISTORICAL, Assertion.ELSEWHERE, Assertion.NEGATED)


def hands_over(reading: Reading, before: Reading, after: int) -> bool:
    """Does the new text (behind `after`, the subject of a thread) point to what is quoted, or name no service
    itself, where the quoted mails name one?"""
    told = bool(before.codes) or any(m.kind == "term" and m.assertion not in _OTHER for m in before.mentions)
    if not told:
        return False
    own = [m for m in reading.mentions if m.start >= after]
    pointed = any(m.kind == "intent" and m.name == "below" and m.assertion not in _OTHER for m in own)
    return pointed or not (_acts(own) or any(m.kind == "term" and m.assertion not in _OTHER for m in own))


def _acts(own: Sequence[Mention]) -> bool:
    """Does the new text itself tell who did both parts of a service?"""
    parts = {(m.owner, m.name, m.value) for m in own if m.kind == "act" and m.assertion not in _OTHER}
    return len(parts) > len({(owner, name) for owner, name, _ in parts})


def handed_over(questions: Sequence[Question], before: Reading) -> list[Question]:
    """The questions with all that the quoted mails tell as what they share. Codes that are named there were
    picked by somebody: they are proposed."""
    told = [m for m in before.mentions if m.kind != "intent" and m.assertion is not Assertion.UNSURE]
    own = any(_ours(m) or m.name == "asked" for q in questions for m in q.mentions if m.kind == "actor")
    told = [m for m in told if not (own and m.kind == "actor" and _ours(m))]  # "we" of the others
    mentions = tuple(_ahead(_of_the_case(told), before))
    codes = tuple(_ahead(before.codes, before))
    picked = ("propose",) if codes else ()
    return [
        replace(
            q,
            handed=True,
            shared=(*mentions, *q.shared),
            shared_codes=(*codes, *q.shared_codes),
            intents=tuple(dict.fromkeys((*q.intents, *picked))),
        )
        for q in questions
    ]


def _ours(actor: Mention) -> bool:
    return actor.value == "ours" or actor.text.lower() == "we"


def _of_the_case(told: Sequence[Mention]) -> list[Mention]:
    """Where a thread tells of no other service, what it tells of the past ("last week") is the case."""
    terms = [m for m in told if m.kind == "term"]
    if any(m.assertion is Assertion.ASSERTED for m in terms):
        return list(told)
    past = {m.sentence for m in terms if m.assertion is Assertion.HISTORICAL}
    asserted = Assertion.ASSERTED
    return [
        replace(m, assertion=asserted) if m.sentence in past and m.assertion is Assertion.HISTORICAL else m
        for m in told
    ]


def _ahead(found: Sequence[M], before: Reading) -> list[M]:
    """Mentions with places before the beginning of the text they are put in front of."""
    length, sentences = len(before.text) + 2, len(before.sentences) + 1
    clauses = max((m.clause for m in before.mentions), default=0) + 1
    return [
        replace(
            m,
            start=m.start - length,
            end=m.end - length,
            sentence=m.sentence - sentences,
            clause=m.clause - clauses,
        )
        for m in found
    ]
