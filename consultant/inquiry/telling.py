"""What a question may take as told of its case, and what it wants, from all that its sentences mention."""

from collections.abc import Container, Sequence
from dataclasses import replace

from consultant.inquiry.mention import NOT_NOW, NOW, TERMS, Assertion, Mention
from consultant.inquiry.reading import Reading

REPORTED = frozenset(("procedure", "findings", "impression"))
"""Sections of what was done."""
_ASIDE = frozenset((Assertion.ELSEWHERE, Assertion.SUPPOSED))
_EXPLAINED = frozenset("difference info diagnosis coverage clinical guideline globals".split())
_DONE = (Assertion.ASSERTED, Assertion.CLAIMED)
_DECIDED = frozenset(("choose", "propose", "thanks", "followup"))
_AUTHORIZED = frozenset(("authorization", "choose"))


def intents_of(reading: Reading, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """What is wanted, in order, without what is taken back or only dictated in a report."""
    wanted = (m for m in mentions if m.kind == "intent" and not (_taken_back(m) or _dictated(reading, m)))
    return tuple(dict.fromkeys(m.name for m in wanted))


def _dictated(reading: Reading, m: Mention) -> bool:
    """Does it stand in a report, which asks nothing ("the stylet was replaced", "risks including")?"""
    asks = reading.sentences[m.sentence].asks
    return not asks and m.name not in _DECIDED and reading.sections[m.sentence] in REPORTED


def _taken_back(m: Mention) -> bool:
    """ "Not the same patient" goes on with nothing; what a consent explained is not asked."""
    if m.name == "followup":
        return m.assertion is Assertion.NEGATED
    return m.assertion in NOT_NOW and m.name in _EXPLAINED


def said_now(mentions: tuple[Mention, ...], after: int, anew: bool) -> tuple[Mention, ...]:
    """Without what the subject of the thread, before `after`, says on an axis that the mail speaks of, and
    without the services and regions it names where the mail tells another patient's case, `anew`."""
    if not after:
        return mentions
    axes = {
        (m.owner, m.name) for m in mentions if m.kind == "axis" and m.start >= after and m.value != "unsaid"
    }
    kinds = TERMS if anew else ("term",)
    told = (m for m in mentions if m.kind in kinds and m.owner and m.start >= after)
    named = {m.owner for m in told if m.assertion in _DONE}
    added = {m.sentence for m in mentions if m.kind == "also"}
    levels = [m for m in mentions if m.kind == "level" and m.assertion in NOW]
    placed = any(m.start >= after and m.sentence not in added for m in levels)
    there = added if any(m.start < after for m in levels) else frozenset[int]()
    return tuple(
        replace(m, assertion=Assertion.ASSERTED) if m.sentence in there and _supposed(m) else m
        for m in mentions
        if m.start >= after
        or not (
            (m.kind == "axis" and (m.owner, m.name) in axes)
            or (m.kind == "level" and placed)
            or (anew and m.kind in TERMS and named and m.owner not in named)
            or (anew and m.kind == "region" and bool(named))
        )
    )


def _supposed(m: Mention) -> bool:
    """Is a level supposed? "What if he also did L3-4?" adds it to that of the subject."""
    return m.kind == "level" and m.assertion is Assertion.SUPPOSED


def of_the_case(mentions: Sequence[Mention], apart: bool, supposing: Container[int]) -> tuple[Mention, ...]:
    """What is said of "the next patient" is said of the case where that one's is asked about, or supposed;
    what a report supposes ("if it helps, ablation") is a plan."""
    if _ASIDE.isdisjoint([m.assertion for m in mentions]):
        return tuple(mentions)
    meant = ((m, _meant(m, apart, supposing)) for m in mentions)
    return tuple(m if now is m.assertion else replace(m, assertion=now) for m, now in meant)


def of_the_order(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Where a code for an authorization is asked for, what is ordered is what it is asked for."""
    if not {m.name for m in mentions if m.kind == "intent"} >= _AUTHORIZED:
        return mentions
    return tuple(
        replace(m, assertion=Assertion.ASSERTED) if m.assertion is Assertion.ORDERED else m for m in mentions
    )


def _meant(m: Mention, apart: bool, supposing: Container[int]) -> Assertion:
    if m.assertion is Assertion.ELSEWHERE and (apart or m.sentence in supposing):
        return Assertion.SUPPOSED if m.sentence in supposing else Assertion.ASSERTED
    if m.assertion is Assertion.SUPPOSED and m.sentence not in supposing:
        return Assertion.ORDERED
    return m.assertion
