"""A service with its day ("done 11/04/2025", "did it last week"): past for who writes, and yet what is asked
about."""

import re
from collections.abc import Sequence

from consultant.inquiry.dates import days, latest
from consultant.inquiry.mention import Assertion, Mention
from consultant.inquiry.words import Sentence

_PAST = Assertion.HISTORICAL
_LATELY = re.compile(
    r"\b(?:yesterday|(?:last|this past|earlier this) "
    r"(?:week|night|monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b",
    re.I,
)


def of_the_day(text: str, parts: Sequence[Sentence], mentions: Sequence[Mention]) -> None:
    """Where no service is told but a past one, that of the latest day named is the one asked about, or that
    of the last days. Changes the assertion of what its sentence says, which nobody has seen yet."""
    terms = [m for m in mentions if m.kind == "term"] or [m for m in mentions if m.kind == "weak_term"]
    if not terms or any(m.assertion is not _PAST for m in terms):
        return
    last = latest(days(text))
    starts = {last.start} if last else {m.start() for m in _LATELY.finditer(text)}
    here = {i for i, s in enumerate(parts) if any(s.start <= start < s.end for start in starts)}
    if any(m.sentence in here for m in terms):
        for m in mentions:
            if m.sentence in here and m.assertion is _PAST:
                m.assertion = Assertion.ASSERTED
