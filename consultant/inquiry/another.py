"""Another patient's case: does a question begin one, and which of its words only say so."""

from consultant.inquiry.items import ANOTHER, OTHER_CASE
from consultant.inquiry.mention import Mention
from consultant.inquiry.reading import Reading

_OF_A_SERVICE = frozenset("term weak_term axis weak".split())


def apart_from(reading: Reading, own: range) -> bool:
    """Does a question, these sentences, begin another patient's case?"""
    start = _begin(reading, own)
    return bool(start and (ANOTHER.match(reading.text, start) or OTHER_CASE.match(reading.text, start)))


def without_label(reading: Reading, own: range) -> tuple[Mention, ...]:
    """What is told of a case, without the words that only say it is another ("New patient, other case:")."""
    mentions = reading.mentions_of(own.start, own.stop)
    start = _begin(reading, own)
    label = ANOTHER.match(reading.text, start) if start else None
    if label is None:
        return mentions
    return tuple(m for m in mentions if m.start >= label.end() or m.kind not in _OF_A_SERVICE)


def _begin(reading: Reading, own: range) -> int:
    """Where a question begins; 0 at the beginning of the mail, where no case is another one."""
    return reading.sentences[own.start].start if own.start else 0
