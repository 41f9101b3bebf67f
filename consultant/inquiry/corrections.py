"""Corrections: "L4-5. Sorry, scratch that, it was C6-7" takes back what was said just before."""

import re
from collections.abc import Hashable, Sequence

from consultant.inquiry.cues import AS_SAID
from consultant.inquiry.mention import Assertion, Mention, Role
from consultant.inquiry.words import Sentence

_CORRECTED = frozenset(("region", "level", "axis", "weak", "count"))
_BEFORE, _AFTER = 1, 2  # so many sentences around it a correction speaks of
_PLACE = "place"
_PLACES = ("region", "level")
_MENTIONED = (Role.TALK, Role.PASSAGE, Role.FINDING)
_GONE = (Assertion.NEGATED, Assertion.HISTORICAL)
_MAIL = 4  # that is a paragraph of its own
_ADDENDUM = re.compile(r"(?:late\s+)?(?:addendum|addended|amend(?:ed|ment)|correction)\b", re.I)
_PARTING = re.compile(r"\n[ \t-]*\n|--\s*\n")


def take_back(text: str, parts: Sequence[Sentence], mentions: Sequence[Mention]) -> None:
    """Set aside what stands before a correction and is said anew, otherwise, behind it. Changes the
    assertion of these mentions, which nobody has seen yet."""
    for mark in [m for m in mentions if m.kind == "corrects"]:
        wide = _begins_paragraph(text, parts, mark.sentence)
        before, behind = (_MAIL, _MAIL) if wide else (_BEFORE, _AFTER)
        if _ADDENDUM.match(text, _line(text, mark.start)):
            before, behind = mark.sentence, _MAIL  # it speaks of the whole note
        around = [m for m in mentions if -before <= m.sentence - mark.sentence <= behind]
        after = [m for m in around if m.start >= mark.end]
        if any(m.kind == "also" and m.sentence - mark.sentence < _AFTER for m in after):
            continue
        told = (m for m in after if m.assertion in AS_SAID and m.role not in _MENTIONED)
        anew = {(_sort(m), m.value) for m in told if m.kind in _CORRECTED}
        old = {(_sort(m), m.value) for m in around if m.end <= mark.start}
        if wide and not {x for x in anew if x[0] == _PLACE}.isdisjoint(old):
            anew = {x for x in anew if x[0] != _PLACE}  # "the biopsy of L1 stands"
        sorts = {sort for sort, _ in anew}
        next_to = (m for m in after if m.kind in _PLACES and m.sentence - mark.sentence < _AFTER)
        gone = {(_sort(m), m.value) for m in next_to if _taken(m)} - anew
        for m in around:
            if m.end > mark.start or m.kind not in _CORRECTED:
                continue
            said_ = (_sort(m), m.value)
            if said_ in gone or (said_[0] in sorts and said_ not in anew):
                m.assertion = Assertion.ELSEWHERE


def _taken(m: Mention) -> bool:
    """Is a place named only to say that nothing was done there ("L3 was only biopsied last month")?"""
    return m.assertion in _GONE or m.role is Role.FINDING


def _line(text: str, at: int) -> int:
    """Where the words of a line begin."""
    begin = text.rfind("\n", 0, at) + 1
    return begin + len(text[begin:at]) - len(text[begin:at].lstrip(" \t*#-"))


def _begins_paragraph(text: str, parts: Sequence[Sentence], at: int) -> bool:
    """Does the sentence stand behind an empty line or one of dashes, and not first?"""
    before = text[parts[at - 1].start : parts[at].start] if at > 1 else ""
    return bool(_PARTING.search(before))


def _sort(m: Mention) -> Hashable:
    """What one mention can be said anew for: places for places, values for values of the axis."""
    return _PLACE if m.kind in _PLACES else (m.owner, m.name)
