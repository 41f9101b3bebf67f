"""One email, several questions: numbered items, cases, or one question after another."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from consultant.inquiry.another import apart_from, without_label
from consultant.inquiry.beginnings import report_below, starts
from consultant.inquiry.daily import daily
from consultant.inquiry.inquiry import Question
from consultant.inquiry.items import (
    ASKING,
    ITEM,
    are_questions,
    asked_in,
    asking_in,
    bullets,
    items,
)
from consultant.inquiry.mention import Assertion, CodeMention, Mention
from consultant.inquiry.offers import alternatives, either, questioned
from consultant.inquiry.persons import persons
from consultant.inquiry.reading import Reading
from consultant.inquiry.supposing import of_another, supposed
from consultant.inquiry.telling import REPORTED, intents_of, of_the_case, of_the_order, said_now
from consultant.inquiry.told_in_parts import told_in_parts

_OF_BEFORE = frozenset(("history", "comparison", "diagnosis"))  # sections whose codes nobody proposes
_NOT_PROPOSING = frozenset("propose pair difference info validity units fee coverage edit globals".split())


def split(reading: Reading, after: int = 0, own: int | None = None) -> list[Question]:
    """The questions of a text in order; always at least one. What is asked before `after`, in the subject
    of the thread, is asked by this mail only when it asks nothing itself; a list behind the sender's `own`
    words is one of questions only where its items ask."""
    found = asking_in(reading)
    asking = [i for i in found if reading.sentences[i].start >= after] or found
    below = report_below(reading, asking)
    asking = [i for i in asking if i < below]
    marks = items(reading) or bullets(reading)
    listed = len(marks) > 1 and (own is None or reading.sentences[marks[0]].start < own)
    if not (listed or asked_in(reading, marks) > 1) or not are_questions(reading, marks, asking):
        marks = daily(reading) or persons(reading)
    if marks:
        bounds, shared = [*marks, len(reading.sentences)], range(marks[0])
    else:
        bounds, shared = [*starts(reading, asking, after), len(reading.sentences)], range(0)
    spans = [range(a, b) for a, b in pairwise(bounds)]
    if not marks and len(spans) > 1 and spans[-1].start < below < len(reading.sentences):
        return _above_report(reading, spans, below, after)
    apart = [apart_from(reading, own) for own in spans]
    replied = after > 0
    if any(apart):
        after = max(after, _heading_ends(reading))
    asked = [asking[bisect_left(asking, own.start) : bisect_left(asking, own.stop)] for own in spans]
    kept = [k for k in range(len(spans)) if not (replied and _settled(k, asked, apart))]
    return told_in_parts(
        [
            _question(reading, n, spans[k], shared, asked[k], after, apart[k])
            for n, k in enumerate(kept, start=1)
        ]
    )


def _above_report(reading: Reading, spans: Sequence[range], below: int, after: int) -> list[Question]:
    """The questions that stand above a report: the first is about it, and those that name no service of
    their own go with it; the others lean on it."""
    spans = [*spans[:-1], range(spans[-1].start, below)]
    first = 1
    while first < len(spans) and not _names_term(reading, spans[first]):
        first += 1
    report = range(below, len(reading.sentences))
    head = range(spans[0].start, spans[first - 1].stop)
    told = [(head, report), *((own, range(0)) for own in spans[first:])]
    asked = [[i for i in own if reading.sentences[i].asks] for own, _ in told]
    return told_in_parts(
        [
            _question(reading, n, own, shared, asked[n - 1], after, apart=False)
            for n, (own, shared) in enumerate(told, start=1)
        ]
    )


def _names_term(reading: Reading, own: range) -> bool:
    return any(m.kind == "term" for m in reading.mentions_of(own.start, own.stop))


def _settled(k: int, asked: Sequence[Sequence[int]], apart: Sequence[bool]) -> bool:
    """Does a reply ask nothing before it comes to another case ("The MRI is settled. New one: ...")?"""
    return not asked[k] and k + 1 < len(apart) and apart[k + 1]


def _question(
    reading: Reading, number: int, own: range, shared: range, asked: Sequence[int], after: int, apart: bool
) -> Question:
    anew = after > 0 and any(apart_from(reading, range(i, i + 1)) for i in own)
    said = said_now(without_label(reading, own), after, anew)
    supposing = supposed(reading, said) | ({*own} if number > 1 and of_another(reading, own) else set())
    mentions = of_the_case(said, apart, supposing)
    if REPORTED.isdisjoint(reading.sections[own.start : own.stop]):
        mentions = of_the_order(mentions)
    aside = [m for m in mentions if m.kind == "compared"]
    codes = tuple(
        c
        for c in reading.codes_of(own.start, own.stop)
        if reading.sections[c.sentence] not in _OF_BEFORE
        and not any(m.start <= c.start < m.end for m in aside)
    )
    first = next(iter(asked or own), None)  # the sentence that stands for the question
    asking = None if first is None else reading.sentences[first]
    text = " ".join(reading.text[asking.start : asking.end].split()) if asking else ""
    intents = _wanted(reading, mentions, codes)
    return Question(
        number=number,
        text=_unnumbered(text),
        intents=intents,
        mentions=mentions,
        codes=codes,
        shared=reading.mentions_of(shared.start, shared.stop),
        shared_codes=reading.codes_of(shared.start, shared.stop),
        apart=apart,
        leans=number > 1 and _leans(mentions, codes) and not (apart and _names(mentions)),
        supposes=bool(supposing),
        asking=frozenset(i for i in own if reading.sentences[i].asks),
        said=" ".join(f"{_span(reading, shared)} {_span(reading, own)}".split()),
        now=_now(reading, shared, own),
        alternatives=tuple(alternatives(reading.text, codes)) or either(intents, codes),
    )


def _wanted(reading: Reading, mentions: Sequence[Mention], codes: Sequence[CodeMention]) -> tuple[str, ...]:
    """What is wanted in words, and what the codes and the modifiers named ask without any."""
    intents = intents_of(reading, mentions)
    if not set(intents) & _NOT_PROPOSING and any(questioned(reading.text, c) for c in codes):
        intents = (*intents, "propose")
    if not ASKING & set(intents) and any(_begins_question(reading, c) for c in codes):
        intents = (*intents, "propose")  # "62327 because a catheter was used?"
    if not (ASKING - {"globals"}) & set(intents) and any(m.kind == "modifier" for m in mentions):
        intents = (*intents, "modifier")  # "Biller says 58, I said 78."
    return intents


def _begins_question(reading: Reading, code: CodeMention) -> bool:
    """Does a question begin with the code, and is not about a modifier on it?"""
    sentence = reading.sentences[code.sentence]
    return sentence.asks and sentence.start == code.start and not code.modifiers


def _unnumbered(text: str) -> str:
    """A question without the number or the letter of its item."""
    line = f"\n{text}"  # a letter numbers at the beginning of a line only
    return ITEM.sub("", line, count=1).strip() if ITEM.match(line) else text


def _heading_ends(reading: Reading) -> int:
    """Where a subject ends: that of a mail with several cases ("knees / elbow") speaks of them all."""
    end = reading.sentences[0].end
    return end if reading.text[end : end + 2] == "\n\n" else 0


def _span(reading: Reading, sentences: range) -> str:
    """The text from the first to the last of these sentences."""
    found = [reading.sentences[i] for i in sentences]
    return reading.text[found[0].start : found[-1].end] if found else ""


def _now(reading: Reading, *spans: range) -> str:
    """The sentences of `spans` that ask, or say nothing of the past: their days are those of the service."""
    if "20" not in reading.text:
        return ""
    mentions = (m for span in spans for m in reading.mentions_of(span.start, span.stop))
    past = {m.sentence for m in mentions if m.assertion is Assertion.HISTORICAL}
    told = (i for span in spans for i in span if reading.sections[i] not in _OF_BEFORE)
    now = (reading.sentences[i] for i in told if i not in past or reading.sentences[i].asks)
    return " ".join(" ".join(reading.text[s.start : s.end] for s in now).split())


def _names(mentions: Sequence[Mention]) -> bool:
    """Does another case name its service, if only by a word that leans to one?"""
    return any(m.kind == "weak_term" and m.owner for m in mentions)


def _leans(mentions: Sequence[Mention], codes: Sequence[CodeMention]) -> bool:
    """Without a service of its own, a later question is about the one before."""
    if any(m.assertion is Assertion.SUPPOSED for m in mentions) or any(
        m.kind == "intent" and m.name == "followup" for m in mentions
    ):
        return True
    return not any(m.kind == "term" for m in mentions)
