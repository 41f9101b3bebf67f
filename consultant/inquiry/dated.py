"""A service with its day ("myelogram done 11/04/2025"): past for who writes, and yet what is asked about."""

from collections.abc import Sequence

from consultant.inquiry.dates import days, latest
from consultant.inquiry.mention import Assertion, Mention
from consultant.inquiry.words import Sentence

_PAST = Assertion.HISTORICAL


def of_the_day(text: str, parts: Sequence[Sentence], mentions: Sequence[Mention]) -> None:
    """Where no service is told but a past one, that of the latest day named is the one asked about. Changes
    the assertion of what its sentence says, which nobody has seen yet."""
    terms = [m for m in mentions if m.kind == "term"]
    if not terms or any(m.assertion is not _PAST for m in terms):
        return
    last = latest(days(text))
    if not last:
        return
    here = {i for i, s in enumerate(parts) if s.start <= last.start < s.end}
    if any(m.sentence in here for m in terms):
        for m in mentions:
            if m.sentence in here and m.assertion is _PAST:
                m.assertion = Assertion.ASSERTED
