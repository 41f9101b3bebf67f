"""One email, several questions: numbered items, cases, or one question after another."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from consultant.inquiry.inquiry import Question
from consultant.inquiry.items import ANOTHER, ASKING, ITEM, are_questions, asking_in, items
from consultant.inquiry.mention import Assertion, CodeMention, Mention
from consultant.inquiry.reading import Reading

_TELLING = frozenset("term weak_term axis region level act count".split())
_DOUBT = re.compile(r"[\s,]{0,2}(?:maybe|perhaps|possibly|i guess|then|right|correct|ok|okay)?\s?\?", re.I)
_OR = re.compile(
    r"[\s,./]*(?:or|vs\.?|versus)\s+(?:is it |maybe |just |even )?(?:the |a |cpt )?",
    re.I,
)
_NOT_PROPOSING = frozenset("propose pair difference info validity units fee coverage edit globals".split())


def split(reading: Reading, after: int = 0) -> list[Question]:
    """The questions of a text in order; always at least one. What is asked before `after`, in the subject
    of the thread, is asked by this mail only when it asks nothing itself."""
    found = asking_in(reading)
    asking = [i for i in found if reading.sentences[i].start >= after] or found
    marks = list(items(reading))
    if len(marks) >= 2 and are_questions(reading, marks, asking):
        bounds, shared = [*marks, len(reading.sentences)], range(marks[0])
    else:
        bounds, shared = [*_starts(reading, asking, after), len(reading.sentences)], range(0)
    asked = [asking[bisect_left(asking, a) : bisect_left(asking, b)] for a, b in pairwise(bounds)]
    return [
        _question(reading, k + 1, range(a, b), shared, asked[k]) for k, (a, b) in enumerate(pairwise(bounds))
    ]


def _starts(reading: Reading, asking: list[int], after: int) -> list[int]:
    """A new question begins after a sentence that asked, when a later one asks something of its own."""
    if len(asking) > 1 and asking[0] == 0 and _only_heads(reading):
        asking = asking[1:]  # a subject ("level for the visit") asks what the text asks
    starts = [0]
    for before, here in pairwise(asking):
        if _stands_alone(reading, starts[-1], before, here):
            starts.append(before + 1)
    cases = (i for i, s in enumerate(reading.sentences) if i and ANOTHER.match(reading.text, s.start))
    return sorted({*starts, *(i for i in cases if _told_before(reading, i, after))})


def _told_before(reading: Reading, case: int, after: int) -> bool:
    """Is a case told before another one, behind the subject of the thread?"""
    before = (*reading.mentions_of(0, case), *reading.codes_of(0, case))
    return any(m.start >= after and m.kind in (*_TELLING, "code") for m in before)


def _only_heads(reading: Reading) -> bool:
    """Does the first sentence ask nothing that the text does not: no question, or one above the text
    about codes the text names as well?"""
    codes = {c.value for c in reading.codes_of(0, 1)}
    if not reading.sentences[0].asks:
        return not codes
    gap = reading.text[reading.sentences[0].end : reading.sentences[1].start]
    return (
        "\n\n" in gap
        and bool(codes)
        and codes <= {c.value for c in reading.codes_of(1, len(reading.sentences))}
    )


def _stands_alone(reading: Reading, first: int, before: int, here: int) -> bool:
    """Is the sentence `here` another question, or does it go on with the one before?"""
    own = reading.mentions_of(before + 1, here + 1)
    if any(
        m.assertion is Assertion.SUPPOSED
        for m in own
        if m.kind in ("axis", "region", "act", "level", "actor")
    ):
        return True
    if _judged(reading, before, here) or _only_proposes(reading, own, here):
        return False
    if any(m.kind == "intent" and m.name == "followup" for m in own):
        return True
    if any(m.kind == "also" for m in own) and not any(m.kind in _TELLING for m in own):
        return False  # "G0121 too?"
    earlier = reading.mentions_of(first, before + 1)
    terms = {m.owner for m in own if m.kind == "term"}
    old_terms = {m.owner for m in earlier if m.kind == "term"}
    if terms and old_terms and not terms & old_terms:
        return True
    codes = {c.value for c in reading.codes_of(before + 1, here + 1)}
    old_codes = {c.value for c in reading.codes_of(first, before + 1)}
    return bool(codes) and bool(old_codes) and not codes & old_codes and not _same_kind(own, earlier)


def _judged(reading: Reading, before: int, here: int) -> bool:
    """Does a question ask whether what a sentence before it proposed is right?"""
    if reading.sentences[before].asks or not reading.sentences[here].asks:
        return False
    proposed = {m.name for m in reading.mentions_of(before, before + 1) if m.kind == "intent"}
    asked = {m.name for m in reading.mentions_of(here, here + 1) if m.kind == "intent"}
    return proposed & ASKING == {"propose"} and asked & ASKING <= {"propose"}


def _only_proposes(reading: Reading, own: Sequence[Mention], here: int) -> bool:
    """Does a sentence only say what somebody made of the case ("the new biller put 64483")?"""
    asked = {m.name for m in own if m.kind == "intent"} & ASKING
    told = any(m.kind == "term" and m.assertion is not Assertion.CLAIMED for m in own)
    return not reading.sentences[here].asks and asked == {"propose"} and not told


def _same_kind(own: Sequence[Mention], earlier: Sequence[Mention]) -> bool:
    intents = {m.name for m in own if m.kind == "intent"} & ASKING
    return bool(intents & {m.name for m in earlier if m.kind == "intent"} & {"difference"})


def _question(reading: Reading, number: int, own: range, shared: range, asked: Sequence[int]) -> Question:
    mentions = reading.mentions_of(own.start, own.stop)
    aside = [m for m in mentions if m.kind == "compared"]
    codes = tuple(
        c for c in reading.codes_of(own.start, own.stop) if not any(m.start <= c.start < m.end for m in aside)
    )
    first = next(iter(asked or own), None)  # the sentence that stands for the question
    asking = None if first is None else reading.sentences[first]
    text = " ".join(reading.text[asking.start : asking.end].split()) if asking else ""
    intents = tuple(dict.fromkeys(m.name for m in mentions if m.kind == "intent"))
    if not set(intents) & _NOT_PROPOSING and any(_questioned(reading.text, c) for c in codes):
        intents = (*intents, "propose")
    if not ASKING & set(intents) and any(m.kind == "modifier" for m in mentions):
        intents = (*intents, "modifier")  # "Biller says 58, I said 78."
    return Question(
        number=number,
        text=ITEM.sub("", text, count=1).strip() if ITEM.match(text) else text,
        intents=intents,
        mentions=mentions,
        codes=codes,
        shared=reading.mentions_of(shared.start, shared.stop),
        shared_codes=reading.codes_of(shared.start, shared.stop),
        leans=number > 1 and _leans(mentions, codes),
        supposes=any(m.assertion is Assertion.SUPPOSED for m in mentions),
        asks=any(reading.sentences[i].asks for i in own),
        said=" ".join(f"{_span(reading, shared)} {_span(reading, own)}".split()),
        alternatives=tuple(_alternatives(reading.text, codes)) or _either(intents, codes),
    )


def _span(reading: Reading, sentences: range) -> str:
    """The text from the first to the last of these sentences."""
    found = [reading.sentences[i] for i in sentences]
    return reading.text[found[0].start : found[-1].end] if found else ""


def _questioned(text: str, code: CodeMention) -> bool:
    """ "64635?" proposes a code."""
    return code.kind == "code" and bool(_DOUBT.match(text, code.end))


def _alternatives(text: str, codes: Sequence[CodeMention]) -> Iterator[str]:
    """Codes with "or" or "vs" between them, and those listed before: "A, B or C"."""
    listed: list[str] = []
    for a, b in zip(codes, codes[1:], strict=False):
        between = text[a.end : b.start]
        listed = [*listed, a.value] if between.strip() in (",", "/") or _OR.fullmatch(between) else []
        if _OR.fullmatch(between):
            yield from (*listed, b.value)


def _either(intents: Sequence[str], codes: Sequence[CodeMention]) -> tuple[str, ...]:
    """ "I have 62270 and 62328 in front of me. Which one do I take?" offers two codes."""
    named = tuple(dict.fromkeys(c.value for c in codes if c.kind == "code"))
    return named if "either" in intents and len(named) == 2 else ()


def _leans(mentions: Sequence[Mention], codes: Sequence[CodeMention]) -> bool:
    """Without a service of its own, a later question is about the one before."""
    if any(m.assertion is Assertion.SUPPOSED for m in mentions) or any(
        m.kind == "intent" and m.name == "followup" for m in mentions
    ):
        return True
    return not any(m.kind == "term" for m in mentions)
