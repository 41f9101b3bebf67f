"""Where the questions of a text begin that are no items of a list: after a sentence that asked, at another
case, at what is only supposed."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from consultant.inquiry.items import ANOTHER, ASKING, OTHER_CASE, PATIENT_WORDS, only_proposes
from consultant.inquiry.mention import Assertion, Mention
from consultant.inquiry.reading import Reading

_start = attrgetter("start")
_NEAR = 80  # characters
_LONG = 5  # sentences that make a report
_PLACED = ("axis", "region", "act", "level", "actor")
_TELLING = frozenset("term weak_term axis region level act count".split())


def starts(reading: Reading, asking: list[int], after: int) -> list[int]:
    """A new question begins after a sentence that asked, when a later one asks something of its own."""
    if len(asking) > 1 and asking[0] == 0 and _only_heads(reading):
        asking = asking[1:]  # a subject ("level for the visit") asks what the text asks
    begun = [0]
    if asking and _supposes_anew(reading, asking[0], after):
        begun.append(asking[0])
    for before, here in pairwise(asking):
        if _stands_alone(reading, begun[-1], before, here):
            begun.append(before + 1)
    cases = (i for i, s in enumerate(reading.sentences) if i and ANOTHER.match(reading.text, s.start))
    further = [i for i in cases if _told_before(reading, i, after)]
    found = sorted({*begun, *further, *_other_cases(reading, after)})
    return found[1:] if len(found) > 1 and _only_thanked(reading, found[1], after) else found


def report_below(reading: Reading, asking: Sequence[int]) -> int:
    """The first sentence of a report that stands below all that is asked and asks nothing itself; the number
    of sentences where there is none."""
    sentences, none = reading.sentences, len(reading.sentences)
    last = max((i for i in asking if sentences[i].asks), default=0)
    if not last or none - last <= _LONG:
        return none
    for i in range(last + 1, none - _LONG + 1):
        if "\n\n" in reading.text[sentences[i - 1].end : sentences[i].start]:
            return i
    return none


def _supposes_anew(reading: Reading, here: int, after: int) -> bool:
    """Does the first sentence that asks only suppose something else, of a case told and judged before it
    ("Our lead says it is lumbar. And what if he goes one down?")?"""
    own = reading.mentions_of(here, here + 1)
    if not any(m.assertion is Assertion.SUPPOSED for m in own if m.kind in _PLACED) or not _told_before(
        reading, here, after
    ):
        return False
    before = reading.mentions_of(0, here)
    told = any(m.kind == "term" and m.start >= after and m.assertion is Assertion.ASSERTED for m in before)
    judged = any(m.assertion is Assertion.CLAIMED or m.kind == "domain" for m in before)
    judged = judged or bool(reading.codes_of(0, here))
    return told and judged and any(m.kind == "intent" and m.name == "followup" for m in own)


def _only_thanked(reading: Reading, stop: int, after: int) -> bool:
    """Does the mail, behind the subject of the thread, up to a sentence only thank for the case before?"""
    before = [i for i in range(stop) if reading.sentences[i].start >= after]
    thanks = any(m.kind == "intent" and m.name == "thanks" for m in reading.mentions_of(0, stop))
    return thanks and after > 0 and len(before) < 4 and not any(reading.sentences[i].asks for i in before)


def _other_cases(reading: Reading, after: int) -> Iterator[int]:
    """Sentences that begin another patient's case, about which something is asked after something was asked,
    or claimed, of the one before."""
    sentences = reading.sentences
    for i in sorted(set(_speaking_of_patients(reading)) - {0}):
        s = sentences[i]
        if OTHER_CASE.match(reading.text, s.start, s.end) and _told_before(reading, i, after):
            behind = any(x.asks for x in sentences[i : i + 4])
            before = any(x.asks for x in sentences[:i]) or any(
                m.kind == "intent" and m.name in ASKING for m in reading.mentions_of(0, i)
            )
            if behind and before:
                yield i


def _speaking_of_patients(reading: Reading) -> Iterator[int]:
    """The sentences near whose beginning a patient or a case may stand."""
    text = reading.text.lower()
    for word in PATIENT_WORDS:
        at = text.find(word)
        while at >= 0:
            i = bisect_right(reading.sentences, at, key=_start) - 1
            if i >= 0 and at - reading.sentences[i].start < _NEAR:
                yield i
            at = text.find(word, at + 1)


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
    again = {c.value for c in reading.codes_of(1, len(reading.sentences))}
    chosen = any(m.kind == "intent" and m.name == "choose" for m in reading.mentions_of(0, 1))
    for named in (_modifiers, _families) if chosen else (_modifiers,):
        if not codes:
            codes, again = named(reading, 0, 1), named(reading, 1, len(reading.sentences))
    return "\n\n" in gap and bool(codes) and codes <= again


def _families(reading: Reading, first: int, stop: int) -> set[str]:
    return {m.owner for m in reading.mentions_of(first, stop) if m.kind == "term"}


def _modifiers(reading: Reading, first: int, stop: int) -> set[str]:
    return {m.value for m in reading.mentions_of(first, stop) if m.kind == "modifier"}


def _stands_alone(reading: Reading, first: int, before: int, here: int) -> bool:
    """Is the sentence `here` another question, or does it go on with the one before?"""
    own = reading.mentions_of(before + 1, here + 1)
    if any(m.assertion is Assertion.SUPPOSED for m in own if m.kind in _PLACED):
        return True
    if _judged(reading, before, here) or _only_proposes(reading, own, here):
        return False
    if any(m.kind == "intent" and m.name == "followup" for m in own):
        return not _adds(own) and not only_proposes(reading, before)
    if any(m.kind == "also" for m in own) and not any(m.kind in _TELLING for m in own):
        return False  # "G0121 too?"
    earlier = reading.mentions_of(first, before + 1)
    terms = {m.owner for m in own if m.kind == "term"}
    old_terms = {m.owner for m in earlier if m.kind == "term"}
    if terms and old_terms and not terms & old_terms:
        return True
    codes = {c.value for c in reading.codes_of(before + 1, here + 1)}
    if not reading.sentences[before].asks and not terms and not reading.codes_of(here, here + 1):
        return False  # "J1040 was rejected. It was given with 20610. What is the code now?"
    old_codes = {c.value for c in reading.codes_of(first, before + 1)}
    return bool(codes) and bool(old_codes) and not codes & old_codes and not _same_kind(own, earlier)


def _adds(own: Sequence[Mention]) -> bool:
    """Does a sentence that follows up tell more of the same case ("it says pulsed. Does it change it?")?"""
    told = [m for m in own if m.kind == "axis" and m.owner and m.value != "unsaid"]
    return any(m.assertion is Assertion.ASSERTED for m in told) and not any(m.kind == "also" for m in own)


def _judged(reading: Reading, before: int, here: int) -> bool:
    """Does a question ask whether what a sentence before it proposed is right?"""
    if reading.sentences[before].asks or not reading.sentences[here].asks:
        return False
    proposed = {m.name for m in reading.mentions_of(before, before + 1) if m.kind == "intent"}
    asked = {m.name for m in reading.mentions_of(here, here + 1) if m.kind == "intent"}
    return proposed & ASKING == {"propose"} and asked & ASKING <= {"propose"}


def _only_proposes(reading: Reading, own: Sequence[Mention], here: int) -> bool:
    """Does a sentence only say what somebody made of the case ("the new biller put 64483")?"""
    telling = ("term", "count") if any(m.kind == "intent" and m.name == "pair" for m in own) else ("term",)
    told = any(m.kind in telling and m.assertion is not Assertion.CLAIMED for m in own)
    return only_proposes(reading, here) and not told


def _same_kind(own: Sequence[Mention], earlier: Sequence[Mention]) -> bool:
    intents = {m.name for m in own if m.kind == "intent"} & ASKING
    return bool(intents & {m.name for m in earlier if m.kind == "intent"} & {"difference"})
