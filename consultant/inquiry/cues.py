"""The mentions that are cues of an axis, and in which assertions they count."""

from collections.abc import Iterable

from consultant.inquiry.mention import Assertion, Mention

Tiers = tuple[Assertion, ...]
AS_SAID: Tiers = (Assertion.ASSERTED, Assertion.SUPPOSED, Assertion.PLANNED, Assertion.CLAIMED)
AS_SUPPOSED: Tiers = (Assertion.SUPPOSED, Assertion.ASSERTED, Assertion.PLANNED, Assertion.CLAIMED)


def cued(owner: str, name: str, mentions: Iterable[Mention], kind: str = "axis") -> list[Mention]:
    """The mentions that are cues of an axis."""
    return [m for m in mentions if m.kind == kind and m.owner == owner and m.name == name]


def unsaid(m: Mention, hits: Iterable[Mention]) -> bool:
    """Is the cue one that sets nothing, or taken up by such a one?"""
    return any(o.value == "unsaid" and o.assertion is not Assertion.NEGATED and m.meets(o) for o in hits)


def quotes_of(mentions: Iterable[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(m.text.split()) for m in mentions))
