"""Sentences that suppose something which is asked about: "Say he also did L5-S1. What would it be then?"."""

from collections.abc import Sequence

from consultant.inquiry.mention import Assertion, Mention
from consultant.inquiry.reading import Reading

_ASKING = frozenset("choose propose replacement units modifier followup".split())
_TOLD = frozenset(("axis", "act", "region", "term"))
_LATE = 4  # sentences from the one that supposes


def supposed(reading: Reading, mentions: Sequence[Mention]) -> set[int]:
    """The sentences in which something is supposed where the sender asks, and not in the report he pastes."""
    asking = {m.sentence for m in mentions if m.kind == "intent" and m.name in _ASKING}
    return {
        i
        for i in {m.sentence for m in mentions if m.assertion is Assertion.SUPPOSED}
        if not asking.isdisjoint((i, i + 1))
        or any(s.asks for s in reading.sentences[i : _asked_by(reading, i)])
    }


def _asked_by(reading: Reading, i: int) -> int:
    """Where the sentences end that may ask about what the sentence `i` supposes: a few behind it in its
    paragraph, where the next stands in any."""
    stop = min(i + _LATE, len(reading.sentences))
    end = reading.sentences[i].end
    beyond = (k for k in range(i + 2, stop) if "\n\n" in reading.text[end : reading.sentences[k].start])
    return next(beyond, stop)


def of_another(reading: Reading, own: range) -> bool:
    """Is all that a later question tells that of another visit ("b) Next week he does both. Then what?")?"""
    told = [m for m in reading.mentions_of(own.start, own.stop) if m.kind in _TOLD]
    begins = any(m.sentence == own.start for m in told)
    return begins and all(m.assertion is Assertion.ELSEWHERE for m in told)
