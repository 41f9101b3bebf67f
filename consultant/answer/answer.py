"""Inquiry and Edition in, Answer out. Pure: the same question and edition give the same answer."""

from collections.abc import Container, Iterable
from dataclasses import replace
from datetime import date

from consultant.answer.agreeing import agreed
from consultant.answer.disposition import Disposition
from consultant.answer.once import once
from consultant.answer.part import part
from consultant.answer.parts import Answer, Part
from consultant.answer.playing import steps_of
from consultant.answer.threaded import from_thread
from consultant.inquiry.cues import AS_SAID
from consultant.inquiry.inquiry import Inquiry, Question
from consultant.inquiry.mention import NOW, TERMS, Assertion, Mention, Role
from consultant.inquiry.places import only
from consultant.knowledge.axis import RegionsAxis
from consultant.knowledge.edition import Edition

_NOT_OURS = ("clinical", "legal", "prices")
_ASKING = ("choose", "propose")
_TELLING = frozenset(("term", "code", "icd", "axis", "region", "level", "act", "count", "restated"))


def answer(inquiry: Inquiry, edition: Edition, today: date | None = None) -> Answer:
    """What the desk says to an inquiry; `today` is the day whose figures count where none is named."""
    aside = _decline(inquiry)
    if aside:
        return _finish(inquiry, edition, aside[0], aside[1], ())
    memory = agreed(inquiry.text[inquiry.subject_end :], from_thread(inquiry, edition), edition)
    around = _around(inquiry, edition)
    parts: list[Part] = []
    for question in inquiry.questions:
        if memory and not parts and _follows(question, inquiry.subject_end, memory, edition):
            question = replace(question, leans=True)
        billed = [r.code for p in parts for r in p.recommended]
        made, memory = part(
            question, edition, memory if parts or question.leans else {}, around, today, billed
        )
        parts.append(made)
    parts = [p for p in parts if len(parts) == 1 or p.form != "no_rule"] or parts[:1]
    parts = [p for i, p in enumerate(parts) if not any(_repeats(p, before) for before in parts[:i])]
    return _finish(inquiry, edition, _disposition(parts), None, once(parts))


def _repeats(part: Part, before: Part) -> bool:
    """Does a part on a sentence that is no question say the same as one before it, and nothing besides?"""
    if part.question.rstrip(" .!").endswith("?") or not (part.recommended or part.asks):
        return False
    same = (part.recommended, part.asks, part.whys) == (before.recommended, before.asks, before.whys)
    besides = {*part.verdicts, *part.points, *part.explained} - {*before.verdicts, *before.points}
    return same and not besides and part.figures is None


def _decline(inquiry: Inquiry) -> tuple[Disposition, str] | None:
    """Is the mail not for this desk? (disposition, reason)"""
    wanted = set(inquiry.intents)
    if inquiry.instructions_only:
        return Disposition.DECLINE, "instructions"
    if "thanks" in wanted and _only_thanks(inquiry):
        return Disposition.IGNORE, "thanks"
    if "command" in wanted and not inquiry.domain and len(inquiry.text.split()) < 6:
        return Disposition.COMMAND, "help"
    for reason in _NOT_OURS:
        if reason in wanted and not (
            _of_the_trade(inquiry) or wanted & {"choose", "pair", "modifier", "units"}
        ):
            return Disposition.DECLINE, reason
    if not inquiry.domain and not any(m.kind == "topic" for q in inquiry.questions for m in q.mentions):
        return Disposition.DECLINE, "off_topic"
    return None


def _only_thanks(inquiry: Inquiry) -> bool:
    """Is nothing asked or told behind the subject, which is the thread's?"""
    if inquiry.goes_on or "?" in inquiry.text[inquiry.subject_end :]:
        return False
    mentions = [m for q in inquiry.questions for m in (*q.mentions, *q.codes)]
    spoken = {"", *(m.owner for m in mentions if m.kind in TERMS)}
    own = [m for m in mentions if m.start >= inquiry.subject_end]
    told = (m for m in own if m.value != "unsaid" and (m.kind != "axis" or m.owner in spoken))
    return not any(m.kind in _TELLING or (m.kind == "intent" and m.name in _ASKING) for m in told)


def _of_the_trade(inquiry: Inquiry) -> bool:
    """Does the mail name codes, or speak of coding and billing?"""
    mentions = (m for q in inquiry.questions for m in q.all_mentions())
    return bool(inquiry.codes) or any(m.kind == "domain" for m in mentions)


def _around(inquiry: Inquiry, edition: Edition) -> list[str]:
    """The families that the codes and terms of the whole mail name."""
    terms = [m.owner for q in inquiry.questions for m in q.mentions if m.kind == "term"]
    coded = [f.family for c in inquiry.codes if (f := edition.family_of(c.value))]
    return list(dict.fromkeys([*terms, *coded])) if len(inquiry.questions) > 1 else []


def _follows(question: Question, subject_end: int, before: Container[str], edition: Edition) -> bool:
    """Does the first question of a mail go on with the thread? Not where it tells another patient's case."""
    kinds = TERMS if question.apart else ("term",)
    terms = [m for m in question.mentions if m.kind in kinds and m.owner and m.start >= subject_end]
    terms = [m for m in terms if not steps_of(m.owner, before, edition)]
    own = any(m.assertion is not Assertion.HISTORICAL for m in terms)
    return not own or question.supposes or "followup" in question.intents


def _disposition(parts: Iterable[Part]) -> Disposition:
    found = list(parts)
    asks = any(p.asks for p in found)
    answers = any(p.recommended or p.form != "ask" for p in found)
    if asks:
        return Disposition.ANSWER_AND_ASK if answers else Disposition.ASK
    return Disposition.ANSWER


def _finish(
    inquiry: Inquiry, edition: Edition, disposition: Disposition, reason: str | None, parts: Iterable[Part]
) -> Answer:
    regions, negated = _regions(inquiry, edition)
    return Answer(
        disposition=disposition,
        reason=reason,
        intents=inquiry.intents,
        codes=tuple(dict.fromkeys(c.value for c in inquiry.codes if c.kind == "code")),
        diagnoses=tuple(dict.fromkeys(c.value for c in inquiry.codes if c.kind == "icd")),
        quoted_codes=tuple(dict.fromkeys(c.value for c in inquiry.quoted_codes if c.kind == "code")),
        regions=regions,
        negated_regions=negated,
        parts=tuple(parts),
        aside=inquiry.aside,
        near=inquiry.near,
        identified=bool(inquiry.identifiers),
        release=edition.release,
    )


_ORDER = ("cervical", "thoracic", "lumbar", "sacral")


def _regions(inquiry: Inquiry, edition: Edition) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(regions studied or treated per the text, regions said not to be). Where a family counts a
    way in as treated (an injection at a level), so does this list."""
    mentions = [m for q in inquiry.questions for m in q.all_mentions() if m.kind in ("region", "level")]
    families = {m.owner for q in inquiry.questions for m in q.mentions if m.kind == "term"}
    families |= {f.family for c in inquiry.codes if (f := edition.family_of(c.value))}
    accepts, fallback = _accepted(families, edition)
    live = [m for m in mentions if m.assertion in AS_SAID]
    asserted = [m for m in live if m.assertion in NOW] or live
    hits = next((found for roles in accepts if (found := [m for m in asserted if m.role in roles])), [])
    if fallback and any(m.kind == "region" for m in hits):
        hits = [m for m in hits if m.kind == "region"]
    hits = only(hits, [m for q in inquiry.questions for m in q.all_mentions()])
    denied = [m for m in mentions if m.assertion is Assertion.NEGATED and m.role is not Role.APPROACH]
    spoken = {r for m in hits for r in _names(m)}
    negated = {r for m in denied for r in _names(m) if m.kind == "region" or r not in spoken}
    studied = {r for m in hits for r in _names(m)} - negated
    return tuple(r for r in _ORDER if r in studied), tuple(r for r in _ORDER if r in negated)


def _accepted(families: Iterable[str], edition: Edition) -> tuple[list[set[Role]], bool]:
    """The roles in which a place counts as treated, best first, and whether levels count only
    where no region is named."""
    first, later = {Role.PLAIN}, []
    fallback = False
    for name in families:
        for axis in edition.families[name].axes.values() if name in edition.families else ():
            if isinstance(axis, RegionsAxis):
                first |= {Role(r) for r in axis.accepts[0].split("+")}
                later += [{Role(r) for r in tier.split("+")} for tier in axis.accepts[1:]]
                fallback = fallback or axis.levels == "fallback"
    return [first, {Role.FINDING}, *later], fallback


def _names(m: Mention) -> list[str]:
    return (m.value if m.kind == "region" else m.name).split("+")
