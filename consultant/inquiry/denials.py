"""Denials that stand apart from what they deny: in the next sentence, or behind the label of a row."""

import re
from collections.abc import Sequence
from string import ascii_letters

from consultant.inquiry.mention import Assertion, Mention
from consultant.inquiry.words import Sentence

_NOT_DONE = (
    "done|performed|carried|used|needed|required|necessary|opened|fired|placed|implanted|requested|repeated"
)
_NOT_TREATED = (
    "entered|opened|touched|treated|injected|explored|punctured|ablated|fused|blocked|undercut|decompressed"
    "|resected|drilled|cemented|cannulated"
)
_NOT_GIVEN = (
    "used|done|needed|given|placed|taken|performed|opened|started|begun|attempted|inserted|considered"
    "|indicated"
)
_DENIAL = re.compile(r"\s*(?:not|none|never|see)\b[^.\n]{0,40}[.\n]", re.I)
_TAKEN_UP = re.compile(
    r"\s*(?:but |and )?(?:(?:it|they|this|that) (?:was|were) )?"
    rf"(?:(?:not|never) (?:{_NOT_DONE})|cancell?ed|called off|abandoned|aborted)\b"
    r"|\s*(?:so |and |but )?(?:i|we|he|she|they|the \w+) (?:elected|decided|chose|opted)"
    r" (?:not to|against)\b",
    re.I,
)
# "L4-5. Disc looked healthy, not entered."
_PASSED_OVER = re.compile(rf"[^\n.?]{{0,60}}\b(?:not|never) (?:{_NOT_TREATED})\b", re.I)
_LEVEL_DENIED = re.compile(  # "T12: cannula not introduced, no treatment."
    r"\s*(?:[-*\u2022]\s*)?[CTLS]\d{1,2}(?:-[CTLS]?\d{1,2})?[\s:.|-]{1,20}"
    r"(?![^\n]{0,60}?\b(?:done|performed|completed|treated|injected|ablated)\b[^\n]{0,16}?\b[CTLS]\d)"
    r"[^\n]{0,60}?\b(?:(?:not|no|never)\s"
    rf"(?:{_NOT_TREATED}|introduced|treatment|injection|cannulated|intervention|done|touch)"
    r"|left alone|declined|deferred|looked at (?:on|under|with) (?:fluoro|c-?arm|x-?ray)"
    r"|(?:inspected|viewed|looked at|seen|checked)\b[^.\n]{0,24}? only)\b",
    re.I,
)
# As in L2-3 as a spare control; it was not punctured, the next sentence says.
_LEVEL_LABEL = re.compile(r"(?:[-*\u2022]\s*)?[CTLS]\d{1,2}(?:-[CTLS]?\d{1,2})?(?:\s?:|\s[-\u2013]\s)", re.I)
_OTHER_LEVEL = re.compile(r"[^\n.?]*\b[CTLS]\d", re.I)
_NOTHING = re.compile(r"[ \t]*(?:not|never|neither|no needle)\b(?! only| just)", re.I)
_PASSED = re.compile(  # "I looked at L3-4 and chose not to inject.", "L3-4 hurt but I did not block it."
    r"\b(?:looked at|considered|thought of|examined|scanned) (?:the )?(?:left |right )?[CTLS]\d[^.;]{0,40}?"
    r"(?:(?:chose|elected|decided|opted) (?:not to|against)|left (?:it|that|them)|but (?:did|do) not)\b"
    r"|\b[CTLS]\d[^.;]{0,40}? but (?:i|we|he|she) (?:did not|didn't|never) \w+ (?:it|that|them|there)\b",
    re.I,
)
_REFUSING = ("not", "n't", "never", "against", "left")  # one of which such a sentence holds
# Of a label the value: "Guide wire: opened, not used", "Feeding tube: asked for, declined for now".
_VALUE_DENIED = re.compile(
    rf"(?:\w*+[^\n.:\w]++){{0,12}}?(?:(?:not|never) (?:{_NOT_GIVEN})"
    r"|unused|unopened|sealed|as backup|(?:crossed|struck|scratched) (?:out|off)|declined|deferred|cancell?ed"
    r"|left alone|(?:for )?another (?:day|time|visit)|(?:machine|unit) (?:was )?(?:down|broken))\b",
    re.I,
)
_REFUSED = (  # pieces of words, one of which stands in every such value
    "not never unused unopened sealed backup out off declined deferred cancel left another down broken"
).split()
_NONE = re.compile(  # "Polyps: 0", "Old device: none to take out"
    r"\s*(?:(?:no|n/?a|0|nil)\s*(?:[.;,(]|\s[-\u2013]\s|\Z)|none\b)", re.I
)
_ITEM = re.compile(r"\(?\d{1,2}[.)]\s+")  # "5. T11: chronic. Not treated."
_HEAD = 24  # characters
_SERVICE = 3  # words
_ANSWERED_NO = re.compile(r"\s*(?:no|nope|none|nothing|negative)\s*(?:[.,;!]|\Z|\s[-\u2013]|\n)", re.I)
_ASKED = re.compile(  # "Fluoro?", "Was ultrasound used?"; not whether it is billed
    r"(?:(?!\b(?:bill|cod|charg|report|claim|separat|add|pay|paid)\w*)[^?\n]){3,60}\?\Z", re.I
)
_LABEL = range(2, 41)
_WORDY = frozenset(ascii_letters)  # behind it: "The", "Central"
_MAY_BE_LEVEL = frozenset("CTLSctls-*\u2022 ")  # with what a sentence that begins with a level may begin


def deny_apart(text: str, parts: Sequence[Sentence], mentions: Sequence[Mention]) -> None:
    """Deny what the next sentence denies ("THORACIC SPINE. Not requested.", "a paddle; never done"), and a
    label whose value says no. Changes the assertion of these mentions, which nobody has seen yet."""
    denied: dict[int, tuple[str, ...]] = {}
    labels: dict[int, tuple[int, int]] = {}  # sentence -> the span of the label whose value denies it
    placed = {m.sentence for m in mentions if m.kind == "level"}
    for i, (start, end, _) in enumerate(parts):
        if i in placed and _passed(text, start, end):
            denied[i] = ("level",)
        elif kinds := _denied(text, start, end):
            denied[i] = kinds
        colon = text.find(":", start, end)
        start = max(text.rfind("|", start, max(start, colon)) + 1, start)  # the cell of a row
        comma = text.rfind(", ", start, max(start, colon))
        if comma >= 0 and len(text[start:comma].split()) >= _SERVICE:
            start = comma + 1  # "Right knee injection, ultrasound: no."
        if colon - start not in _LABEL or "\n" in text[start:colon]:
            continue
        if text[end - 1] == ";" and i + 1 < len(parts):
            end = parts[i + 1].end  # "Elbow: looked at; left alone"
        if _refused(text, colon + 1, end) or _NONE.match(text, colon + 1, end):
            labels[i] = (start, colon)
    for m in mentions if denied or labels else ():
        first, last = labels.get(m.sentence, (0, 0))
        label = m.kind in ("axis", "term", "item", "level") and first <= m.start and m.end <= last
        if label or m.kind in denied.get(m.sentence, ()):
            m.assertion = Assertion.NEGATED


def _refused(text: str, start: int, end: int) -> bool:
    """Does the value of a label say that it was not so?"""
    said = text[start:end].lower()
    return any(piece in said for piece in _REFUSED) and bool(_VALUE_DENIED.match(text, start, end))


def _passed(text: str, start: int, end: int) -> bool:
    """Does a sentence tell of a level that was looked at and let be?"""
    said = text[start:end]
    return any(word in said for word in _REFUSING) and bool(_PASSED.search(said))


def _denied(text: str, start: int, end: int) -> tuple[str, ...]:
    """The kinds of mentions of a sentence that it, or the next one, denies."""
    last = text[end - 1]
    if last == "?" and _ANSWERED_NO.match(text, end) and _ASKED.match(text[start:end]):
        return ("axis", "term", "level", "item")
    if last == ";" and _TAKEN_UP.match(text, end):
        return ("axis", "term", "level")
    if last == "." and end - start <= _HEAD:
        if _DENIAL.match(text, end):
            return ("region",)
        if _let_be(text, end):
            return ("region", "level")
    if (text[start].isdigit() or text[start] == "(") and (item := _ITEM.match(text, start, end)):
        start = item.end()
    if text[start] in _MAY_BE_LEVEL and text[start + 1 : start + 2] not in _WORDY:
        labelled = last == "." and _LEVEL_LABEL.match(text, start, end)
        apart = labelled and (_NOTHING.match(text, end) or _let_be(text, end))
        return ("level",) if apart or _LEVEL_DENIED.match(text, start, end) else ()
    return ()


def _let_be(text: str, at: int) -> bool:
    """ "T11 - marked on the scout. No edema so not treated." tells of no other level there."""
    return bool(_PASSED_OVER.match(text, at)) and not _OTHER_LEVEL.match(text, at)
