"""Corrections: "L4-5. Sorry, scratch that, it was C6-7" takes back what was said just before."""

import re
from collections.abc import Hashable, Sequence

from consultant.inquiry.cues import AS_SAID
from consultant.inquiry.mention import Assertion, Mention
from consultant.inquiry.words import Sentence

_CORRECTED = frozenset(("region", "level", "axis", "weak", "count"))
_BEFORE, _AFTER = 1, 2  # so many sentences around it a correction speaks of


def take_back(mentions: Sequence[Mention]) -> None:
    """Set aside what stands before a correction and is said anew, otherwise, behind it. Changes the
    assertion of these mentions, which nobody has seen yet."""
    for mark in [m for m in mentions if m.kind == "corrects"]:
        around = [m for m in mentions if -_BEFORE <= m.sentence - mark.sentence <= _AFTER]
        after = [m for m in around if m.start >= mark.end]
        if any(m.kind == "also" and m.sentence - mark.sentence < _AFTER for m in after):
            continue
        anew = {(_sort(m), m.value) for m in after if m.kind in _CORRECTED and m.assertion in AS_SAID}
        sorts = {sort for sort, _ in anew}
        for m in around:
            said_before = m.end <= mark.start and m.kind in _CORRECTED
            if said_before and _sort(m) in sorts and (_sort(m), m.value) not in anew:
                m.assertion = Assertion.ELSEWHERE


_NOT_DONE = (
    "done|performed|carried|used|needed|required|necessary|opened|fired|placed|implanted|requested|repeated"
)
_DENIAL = re.compile(r"\s*(?:not|none|never|see)\b[^.\n]{0,40}[.\n]", re.I)
_TAKEN_UP = re.compile(
    rf"\s*(?:but |and )?(?:(?:it|they|this|that) (?:was|were) )?(?:not|never) (?:{_NOT_DONE})\b", re.I
)
_HEAD = 24  # characters


def deny_before(text: str, parts: Sequence[Sentence], mentions: Sequence[Mention]) -> None:
    """What the next sentence denies: "THORACIC SPINE. Not requested.", "a paddle; never done"."""
    denied: dict[int, tuple[str, ...]] = {}
    for i, s in enumerate(parts):
        if text[s.end - 1] == ";" and _TAKEN_UP.match(text, s.end):
            denied[i] = ("axis", "term", "level")
        elif s.end - s.start <= _HEAD and text[s.end - 1] == "." and _DENIAL.match(text, s.end):
            denied[i] = ("region",)
    for m in mentions if denied else ():
        if m.kind in denied.get(m.sentence, ()):
            m.assertion = Assertion.NEGATED


def _sort(m: Mention) -> Hashable:
    """What one mention can be said anew for: places for places, values for values of the axis."""
    return "place" if m.kind in ("region", "level") else (m.owner, m.name)
