"""One email, several questions: numbered items, cases, or one question after another."""

import re
from collections.abc import Iterator, Sequence

from consultant.inquiry.inquiry import Question
from consultant.inquiry.mention import Assertion, CodeMention, Mention
from consultant.inquiry.reading import Reading

_ITEM = re.compile(
    r"\s*(?:\(?(?P<n>\d{1,2})[.):](?=\s|[A-Za-z])|\((?P<l>[a-h])\)(?=\s|[A-Za-z])|(?<=\n)(?P<k>[a-h])[.)](?=\s)"
    r"|(?:question|q|case|patient|pt|scenario|example|claim|encounter)\s*#?\s*(?P<m>\d{1,2}|[ABab])\s*[:.)-]"
    r"|(?P<w>first|second|third|fourth|1st|2nd|3rd|secondly|lastly|finally)\s*(?:question|one|patient|case)?\s*[:,)-])",
    re.I,
)
_LABEL = re.compile(
    r"\s*(?:question|q|case|patient|pt|scenario|example|claim|encounter|first|second|third)\b", re.I
)
_OR = re.compile(
    r"[\s,./]*(?:or|vs\.?|versus)\s+(?:is it |maybe |just |even )?(?:the |a |cpt )?",
    re.I,
)
_WORDS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "secondly": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "lastly": 9,
    "finally": 9,
}
# Intents by which a sentence without a question mark still asks.
ASKING = frozenset(
    (
        "choose propose difference info validity pair units modifier guideline edit globals fee diagnosis "
        "crosswalk coverage lookup"
    ).split()
)
_NOT_PROPOSING = frozenset(
    "propose pair difference info validity units choose fee coverage edit globals".split()
)
_WEAK = frozenset(
    ("pair", "coverage", "edit", "globals", "info", "fee", "diagnosis", "units", "modifier", "guideline")
)


def split(reading: Reading) -> list[Question]:
    """The questions of a text in order; always at least one."""
    marks = list(_items(reading))
    if len(marks) >= 2 and _are_questions(reading, marks):
        return _numbered(reading, marks)
    return _one_by_one(reading)


def _are_questions(reading: Reading, marks: Sequence[int]) -> bool:
    """A list is one of questions or cases when two of its items ask, or when what comes before
    it asks and the items tell; a list of facts with one question at its end is neither."""
    bounds = [*marks, len(reading.sentences)]
    asking = sum(
        any(_asks(reading, i) for i in range(a, b)) for a, b in zip(bounds, bounds[1:], strict=False)
    )
    before = any(_asks(reading, i) for i in range(marks[0]))
    if _for_each(reading, bounds):
        return True
    labelled = all(_LABEL.match(_text(reading, i)) for i in marks)
    return asking >= 2 or before or labelled or len(marks) == asking


def _for_each(reading: Reading, bounds: Sequence[int]) -> bool:
    """Is a code wanted for each item, and does each name a service?"""
    wanted = any(m.kind == "intent" and m.name == "each" for m in reading.mentions)
    return wanted and all(
        any(m.kind in ("term", "weak_term") for m in reading.mentions_of(a, b))
        for a, b in zip(bounds, bounds[1:], strict=False)
    )


def _text(reading: Reading, i: int) -> str:
    return reading.text[reading.sentences[i].start : reading.sentences[i].end]


def _items(reading: Reading) -> Iterator[int]:
    """Sentences that begin an item of a numbered list that counts up from one."""
    expected = 1
    for i, s in enumerate(reading.sentences):
        if reading.sections[i]:
            continue
        m = _ITEM.match(reading.text[s.start : s.end])
        if not m:
            continue
        n = _number(m)
        if n == expected or (n == 9 and expected > 1):
            expected += 1
            yield i


def _number(m: re.Match[str]) -> int:
    if m["w"]:
        return _WORDS[m["w"].lower()]
    said = (m["n"] or m["m"] or m["l"] or m["k"]).lower()
    return ord(said) - ord("a") + 1 if said.isalpha() else int(said)


def _numbered(reading: Reading, marks: Sequence[int]) -> list[Question]:
    bounds = [*marks, len(reading.sentences)]
    out: list[Question] = []
    for k, first in enumerate(marks):
        out.append(_question(reading, k + 1, range(first, bounds[k + 1]), range(marks[0]), bool(out)))
    return out


def _one_by_one(reading: Reading) -> list[Question]:
    """A new question begins after a sentence that asked, when a later one asks something of its own."""
    asking = [i for i in range(len(reading.sentences)) if _asks(reading, i)]
    if len(asking) > 1 and asking[0] == 0 and not reading.sentences[0].asks and not reading.codes_of(0, 1):
        asking.pop(0)  # a subject ("level for the visit") asks what the text asks
    starts = [0]
    for before, here in zip(asking, asking[1:], strict=False):
        if _stands_alone(reading, starts[-1], before, here):
            starts.append(before + 1)
    bounds = [*starts, len(reading.sentences)]
    return [_question(reading, k + 1, range(a, bounds[k + 1]), range(0), k > 0) for k, a in enumerate(starts)]


def _asks(reading: Reading, i: int) -> bool:
    sentence = reading.sentences[i]
    here = reading.mentions_of(i, i + 1)
    intents = {m.name for m in here if m.kind == "intent"}
    if sentence.asks:
        told = any(m.kind == "term" for m in here)
        return told or bool(intents - {"thanks"}) or bool(reading.codes_of(i, i + 1))
    return bool(intents & (ASKING - _WEAK))


def _stands_alone(reading: Reading, first: int, before: int, here: int) -> bool:
    """Is the sentence `here` another question, or does it go on with the one before?"""
    own = reading.mentions_of(before + 1, here + 1)
    if any(
        m.assertion is Assertion.SUPPOSED
        for m in own
        if m.kind in ("axis", "region", "act", "level", "actor")
    ):
        return True
    if any(m.kind == "intent" and m.name == "followup" for m in own):
        return True
    if _judged(reading, before, here):
        return False
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
    return proposed & ASKING == {"propose"} and "propose" in asked


def _same_kind(own: Sequence[Mention], earlier: Sequence[Mention]) -> bool:
    intents = {m.name for m in own if m.kind == "intent"} & ASKING
    return bool(intents & {m.name for m in earlier if m.kind == "intent"} & {"difference"})


def _question(reading: Reading, number: int, own: range, shared: range, later: bool) -> Question:
    mentions = reading.mentions_of(own.start, own.stop)
    aside = [m for m in mentions if m.kind == "compared"]
    codes = tuple(
        c for c in reading.codes_of(own.start, own.stop) if not any(m.start <= c.start < m.end for m in aside)
    )
    sentences = [reading.sentences[i] for i in own]
    asking = [s for s, i in zip(sentences, own, strict=True) if _asks(reading, i)] or sentences[:1]
    text = " ".join(reading.text[asking[0].start : asking[0].end].split()) if asking else ""
    intents = tuple(dict.fromkeys(m.name for m in mentions if m.kind == "intent"))
    if not set(intents) & _NOT_PROPOSING and any(_questioned(reading.text, c) for c in codes):
        intents = (*intents, "propose")
    return Question(
        number=number,
        text=_ITEM.sub("", text, count=1).strip() if _ITEM.match(text) else text,
        intents=intents,
        mentions=mentions,
        codes=codes,
        shared=reading.mentions_of(shared.start, shared.stop),
        shared_codes=reading.codes_of(shared.start, shared.stop),
        leans=later and _leans(mentions, codes),
        supposes=any(m.assertion is Assertion.SUPPOSED for m in mentions),
        asks=any(s.asks for s in sentences),
        said=" ".join(f"{_span(reading, shared)} {_span(reading, own)}".split()),
        alternatives=tuple(_alternatives(reading.text, codes)),
    )


def _span(reading: Reading, sentences: range) -> str:
    """The text from the first to the last of these sentences."""
    found = [reading.sentences[i] for i in sentences]
    return reading.text[found[0].start : found[-1].end] if found else ""


def _questioned(text: str, code: CodeMention) -> bool:
    """ "64635?" proposes a code."""
    return code.kind == "code" and text[code.end : code.end + 3].lstrip().startswith("?")


def _alternatives(text: str, codes: Sequence[CodeMention]) -> Iterator[str]:
    """Codes with "or" or "vs" between them, and those listed before: "A, B or C"."""
    listed: list[str] = []
    for a, b in zip(codes, codes[1:], strict=False):
        between = text[a.end : b.start]
        listed = [*listed, a.value] if between.strip() in (",", "/") or _OR.fullmatch(between) else []
        if _OR.fullmatch(between):
            yield from (*listed, b.value)


def _leans(mentions: Sequence[Mention], codes: Sequence[CodeMention]) -> bool:
    """Without a service of its own, a later question is about the one before."""
    if any(m.assertion is Assertion.SUPPOSED for m in mentions) or any(
        m.kind == "intent" and m.name == "followup" for m in mentions
    ):
        return True
    return not any(m.kind == "term" for m in mentions)
