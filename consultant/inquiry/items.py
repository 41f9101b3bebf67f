"""Which sentences ask, and which begin an item of a list of questions or cases."""

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise

from consultant.inquiry.mention import TERMS, Assertion
from consultant.inquiry.reading import Reading

_CASE = r"question|q|case|patient|pt|scenario|example|claim|encounter|chart|account|acct|exam|study"
_STEP = r"(?:injections?|levels?|stage|steps?|pass|needles?|leads?|sites?|incision|attempt|dose|joint)\b"
ITEM = re.compile(
    r"\s*(?:\(?(?P<n>\d{1,2})[.):](?=\s|[A-Za-z])|\((?P<l>[a-h])\)(?=\s|[A-Za-z])|(?<=\n)(?P<k>[a-h])[.):](?=\s)"
    r"|#(?P<q>\d{1,2})[.):]?(?=\s)"
    rf"|(?:[-*\u2022\u2013]\s*)?(?:{_CASE})\s*#?\s*"
    r"(?P<m>\d{1,2}|[A-Da-d]|one|two|three|four)\s*(?:\([^()\n]{1,40}\)\s*|,[ \w/-]{1,24}(?=:))?[:.)-]"
    r"|(?:[-*\u2022\u2013]\s*)?(?:mrs?|ms)\b\.?\s+(?P<h>[A-D])\b"
    r"|(?P<w>first|second|third|fourth|1st|2nd|3rd|secondly|lastly|finally)\s*"
    rf"(?:question|one|patient|case|(?!{_STEP})\w{{3,12}}(?=:))?\s*[:,)-]"
    r"|the\s+(?P<v>first|second|third)\s+(?:(?:patient|pt|case|claim|chart|lady|man|woman|one)\b|(?:is|was|has|had)\s+an?\b))",
    re.I,
)
_SOAP = re.compile(r"\n[ \t]*S\s?[:.-][^\n]*\n(?:[^\n]*\n){0,12}?[ \t]*O\s?[:.-]", re.I)
_NEXT = r"(?:an)?(?:other|second|next|different|diff|separate|last|2nd|third|3rd)"
_UNLIKE = r"(?:new|different|other|separate|unrelated)"
ANOTHER = re.compile(
    rf"\s*(?:and\s+)?(?!(?:last|separate)\s+(?:exam|study|encounter|report)\b)(?:{_NEXT}\s+(?:patient|pt|person|case|claim|encounter|study|exam|one|chart|report)"
    r"\s*(?:now\s*)?[:,;.–-]"
    r"|(?:second|another|one (?:more|other|last)|last|different|separate|unrelated)"
    r" (?:thing|matter|question|item|subject|issue)"
    r"\s*[:,;.–-]|new (?:one|question|case|patient)(?: (?:for|on|from|about|with) [^\n.:;]{2,40})?\s*:"
    rf"|(?:\w+,\s+)?(?:new|different) (?:patient|case),? (?:and )?(?:an? )?(?:\w+ly |whole )?{_UNLIKE}"
    r" (?:question|case|patient|procedure|service|matter|thing|one)\b"
    rf"|(?:an? )?(?:\w+ly |whole ){_UNLIKE} (?:case|patient|chart|matter|one)\b(?: now)?\s*[:,;.\u2013-])",
    re.I,
)
"""How the next of several cases begins, where they are not numbered."""
_JOIN = (
    r"(?:[-*\u2022\u2013]\s*|\(?\w[.)]\s*)?"
    r"(?:(?:and|also|then|plus|ok|lastly|finally|separately|second|secondly)\b[\s,:–-]*){0,2}"
    r"(?:(?:for|with|in|on|about)\s+)?(?:(?:the|his|her|our|my|this|that|a)\s+)?"
    r"(?:what[ -]if .{0,40}?:\s*(?:his|her|the|our)\s+)?"
)
_PATIENT = r"(?:patient|pt|person|case|lady|gentleman|man|woman)"
PATIENT_WORDS = ("patient", " pt", "person", "case", "lady", "man", "day")
"""What stands where a sentence may speak of another case, in lower case: looked for before a pattern is."""
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
OTHER_CASE = re.compile(
    rf"\s*{_JOIN}(?:{_NEXT}\s+(?:\w+\s+)?{_PATIENT}\b"
    rf"|(?:next\s+)?{_DAY}[\u2019']?s\s+(?:\w+\s+)?(?:{_PATIENT}|one)\b"
    rf"|(?:\w+\s+){{0,2}}(?:patient|pt|case)\s+(?:on|of|from|for|next)\s+(?:next\s+)?(?:{_DAY}|tomorrow|week))",
    re.I,
)
"""How a sentence begins that tells another case, which is asked about only where a question follows it."""
_LABEL = re.compile(
    rf"\s*(?:\(?\d{{1,2}}[.):]\s*)?(?:[-*\u2022\u2013]\s*)?(?:{_CASE}|mrs?|ms|(?:the\s+)?(?:first|second|third))\b",
    re.I,
)
_CASES = re.compile(
    r"\b(?:two|three|four|five|several|[2-5]|a couple(?: of)?|a few|these|following)\s+(?:[\w/-]+\s+){0,3}?"
    r"(?:patients|pts|cases|claims|encounters|scenarios|accounts|charts|examples|visits|studies|what[ -]?ifs"
    r"|situations|variations|versions|variants)\b",
    re.I,
)
_BULLET = re.compile(r"[-*\u2022\u2013](?<=\n.)\s+\S|[-*\u2022\u2013](?<=\n[ \t].)\s+\S")
_NOTED = frozenset(("procedure", "findings", "impression", "diagnosis", "history"))
_STEPS = 8  # items, so many of which none asks are the steps of a note
_SHORTEST = 5  # letters of such a heading
_TELLING = frozenset("term weak_term region level axis act count modifier intent elsewhere".split())
_SPELLED = ("one", "two", "three", "four")
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
_STRONG = ASKING - frozenset(
    ("pair", "coverage", "edit", "globals", "info", "fee", "diagnosis", "units", "modifier", "guideline")
)


def are_questions(reading: Reading, marks: Sequence[int], asking: Sequence[int]) -> bool:
    """A list is one of questions or cases when two of its items ask, or when what comes before
    it asks and the items tell; a list of facts with one question at its end is neither. `asking` are
    the sentences that ask."""
    bounds = [*marks, len(reading.sentences)]
    of_report = not _NOTED.isdisjoint(reading.sections[: marks[0] + 1]) or _of_a_note(reading, marks[0])
    if of_report and asked_in(reading, marks) < 2:
        return False  # the steps of an operation
    asking = [i for i in asking if not only_proposes(reading, i)]
    items = sum(bisect_left(asking, a) < bisect_left(asking, b) for a, b in pairwise(bounds))
    items = max(items, asked_in(reading, marks))
    earlier = [i for i in asking if i < marks[0]]
    only_subject = earlier == [0] and len(asking) > 1  # the mail itself asks behind the list
    before = (
        bool(earlier) and not only_subject and len(marks) < _STEPS and each_tells(reading, bounds, _TELLING)
    )
    if _for_each(reading, bounds) or _are_cases(reading, bounds) or _alike(reading, bounds):
        return True
    labelled = all(_LABEL.match(_text(reading, i)) for i in marks)
    return items >= 2 or before or labelled or len(marks) == items


def _of_a_note(reading: Reading, first: int) -> bool:
    """Does a list stand below a heading that nobody knows ("MUSCLES INJECTED:"), in a mail with a note?"""
    before = reading.text[: reading.sentences[first].start].rstrip().rpartition("\n")[2].strip()
    heads = len(before) > _SHORTEST and before.endswith(":") and before.isupper()
    return heads and not _NOTED.isdisjoint(reading.sections)


def only_proposes(reading: Reading, i: int) -> bool:
    """Does a sentence only say what somebody made of the case ("the new biller put 64483")?"""
    own = reading.mentions_of(i, i + 1)
    asked = {m.name for m in own if m.kind == "intent"} & ASKING
    return not reading.sentences[i].asks and "propose" in asked and asked <= {"propose", "pair"}


def _for_each(reading: Reading, bounds: Sequence[int]) -> bool:
    """Is a code wanted for each item, and does each name a service or a code?"""
    wanted = any(m.kind == "intent" and m.name == "each" for m in reading.mentions)
    return wanted and each_tells(reading, bounds)


def _are_cases(reading: Reading, bounds: Sequence[int]) -> bool:
    """Does what comes before the list say that its items are patients or cases, and does each tell one?"""
    said = reading.text[: reading.sentences[bounds[0]].start]
    return bool(_CASES.search(said)) and each_tells(reading, bounds, _TELLING)


def _alike(reading: Reading, bounds: Sequence[int]) -> bool:
    """Does each item give a number and a value of its own for one family ("a. new patient, 47 minutes")?"""
    told = [reading.mentions_of(a, b) for a, b in pairwise(bounds)]
    numbers = [{(m.owner, m.name) for m in own if m.kind == "count"} for own in told]
    values = [{(m.owner, m.name) for m in own if m.kind in ("axis", "weak")} for own in told]
    families = {owner for owner, _ in set.intersection(*numbers)}
    return any(owner in families for owner, _ in set.intersection(*values))


def each_tells(reading: Reading, bounds: Sequence[int], kinds: Container[str] = TERMS) -> bool:
    """Does each item name a code or something of these kinds? The lines of a note do not ("13. Signed")."""
    return all(
        reading.codes_of(a, b) or any(m.kind in kinds for m in reading.mentions_of(a, b))
        for a, b in pairwise(bounds)
    )


def _text(reading: Reading, i: int) -> str:
    return reading.text[reading.sentences[i].start : reading.sentences[i].end]


def bullets(reading: Reading) -> list[int]:
    """Sentences that begin an item of a list with marks, where two of its items ask or all are cases."""
    marks = [i for i, s in enumerate(reading.sentences) if _BULLET.match(reading.text, s.start)]
    of_cases = len(marks) > 1 and _are_cases(reading, [*marks, len(reading.sentences)])
    return marks if of_cases or asked_in(reading, marks) > 1 else []


def asked_in(reading: Reading, marks: Sequence[int]) -> int:
    """How many of the items that begin at `marks` have a question mark."""
    bounds = pairwise([*marks, len(reading.sentences)])
    return sum(any(s.asks for s in reading.sentences[a:b]) for a, b in bounds)


def items(reading: Reading) -> list[int]:
    """Sentences that begin an item of a list that counts up from one, or up from a in letters alone."""
    found = [
        (i, m)
        for i, s in enumerate(reading.sentences)
        if not reading.sections[i] and (m := ITEM.match(reading.text, s.start, s.end))
    ]
    lettered = list(_counted((i, m) for i, m in found if m["k"]))
    if lettered and _SOAP.search(reading.text):
        lettered = []  # "A:" stands behind "S:" and "O:"
    return lettered if len(lettered) > 1 else list(_counted((i, m) for i, m in found if not m["k"]))


def _counted(marks: Iterable[tuple[int, re.Match[str]]]) -> Iterator[int]:
    expected = 1
    for i, m in marks:
        n = _number(m)
        if n == expected or (n == 9 and expected > 1):
            expected += 1
            yield i


def _number(m: re.Match[str]) -> int:
    if m["w"] or m["v"]:
        return _WORDS[(m["w"] or m["v"]).lower()]
    said = (m["n"] or m["q"] or m["m"] or m["l"] or m["k"] or m["h"]).lower()
    if said in _SPELLED:
        return _SPELLED.index(said) + 1
    return ord(said) - ord("a") + 1 if said.isalpha() else int(said)


def asking_in(reading: Reading) -> list[int]:
    """The sentences that ask, in order: by a question mark and anything that can be asked about, or by
    words that ask without one."""
    said = {m.sentence for m in reading.mentions if m.kind == "intent" and m.name != "thanks"}
    said |= {m.sentence for m in reading.mentions if m.kind == "term"}
    told = (m for m in reading.mentions if m.assertion is Assertion.SUPPOSED)
    said |= {m.sentence for m in told if m.kind in ("axis", "region", "level", "act", "count")}
    said |= {c.sentence for c in reading.codes}
    plain = {m.sentence for m in reading.mentions if m.kind == "intent" and m.name in _STRONG}
    return sorted(i for i in said if i in plain or reading.sentences[i].asks)
