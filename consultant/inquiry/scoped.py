"""What the scopes of a sentence make of what was found in it."""

from collections.abc import Sequence

from consultant.inquiry.clauses import Scope
from consultant.inquiry.hit import Hit
from consultant.inquiry.mention import TERMS, Assertion

_STRENGTH = {
    a: i
    for i, a in enumerate(
        (
            Assertion.ASSERTED,
            Assertion.CLAIMED,
            Assertion.SUPPOSED,
            Assertion.PLANNED,
            Assertion.ORDERED,
            Assertion.HISTORICAL,
            Assertion.ELSEWHERE,
            Assertion.NEGATED,
            Assertion.UNSURE,
        )
    )
}
_NAMING = TERMS | {"region"}
_TOLD = frozenset(("axis", "count", "item", "act"))  # "she had five views last year"


def stronger(a: Assertion, b: Assertion) -> Assertion:
    """Of two assertions the one that counts."""
    return a if _STRENGTH[a] >= _STRENGTH[b] else b


def _amid(h: Hit, trigger: tuple[int, int]) -> bool:
    """Does the trigger stand between the first and the last word of the hit?"""
    return h.first < trigger[0] and trigger[1] < h.last


class Scoped:
    """The scopes of a sentence, and the cues that hold the trigger of one and speak for it."""

    def __init__(self, hits: Sequence[Hit], reach: Sequence[Scope], section: str | None) -> None:
        self._reach = reach
        self._terms = [h for h in hits if h.cue.kind in TERMS]
        self._report = section in ("findings", "impression")
        cued = [h for h in hits if h.cue.kind == "axis"]
        self._own: dict[tuple[int, int], list[Hit]] = {}
        self._held: dict[tuple[int, int], list[Hit]] = {}
        for trigger in {t for *_, t in reach} if cued else ():
            holding = [h for h in cued if h.first <= trigger[0] and trigger[1] <= h.last]
            self._own[trigger] = [h for h in holding if h.cue.owner]
            self._held[trigger] = [h for h in holding if not h.cue.owner and h.cue.value != "unsaid"]

    def of(self, h: Hit) -> Assertion:
        """What the scopes make of a hit."""
        found = h.assertion
        for assertion, a, b, trigger in self._reach:
            within = trigger[0] < h.last and h.first < trigger[1]
            if (within or (a <= h.first and h.last <= b)) and self._counts(h, assertion, trigger, within):
                found = stronger(found, assertion)
        return found

    def _counts(self, h: Hit, assertion: Assertion, trigger: tuple[int, int], within: bool) -> bool:
        """Is the hit, which a scope reaches, what its trigger speaks of?"""
        if self._report and _only_seen(h, assertion, trigger):
            return False
        held = self._held.get(trigger)
        if held and h.cue.kind != "act" and not (_next(h, trigger) or self._speaks_of(h, held)):
            return False
        named = h.cue.kind == "term" and trigger[1] == h.first  # "no myelogram" names none
        own = () if named or assertion is Assertion.HISTORICAL else self._own.get(trigger, ())
        if any(_says(o, h, trigger) for o in own if not (_runs_on(h, [o]) or _denied_in(h, o, trigger))):
            return False  # the phrase of this family says it already
        past_name = assertion is Assertion.HISTORICAL and (
            h.cue.kind in _NAMING or (h.cue.kind in _TOLD and trigger[0] < h.first and h.last < trigger[1])
        )
        # "no idea who injected" holds what is doubted and "recommend CT" what is ordered, others do not
        holds = assertion in (Assertion.UNSURE, Assertion.ORDERED)
        # "joints were not injected" names a service between the words of which it is denied
        amid = assertion is Assertion.NEGATED and h.cue.kind in TERMS and _amid(h, trigger)
        return not within or past_name or amid or (holds and h.first > trigger[0])

    def _speaks_of(self, h: Hit, held: Sequence[Hit]) -> bool:
        """Is the hit what a shared cue that holds the trigger speaks of?"""
        return _goes_with(h, held) or self._in_service(h, held)

    def _in_service(self, h: Hit, held: Sequence[Hit]) -> bool:
        """ "No CT of the thoracic spine": is the hit in the name of a service that the trigger denies?"""
        return any(t.first <= h.first and h.last <= t.last and _runs_on(t, held) for t in self._terms)

    def past(self, h: Hit) -> bool:
        """Does the hit lie in what is said of the past?"""
        return any(a <= h.first and h.last <= b for s, a, b, _ in self._reach if s is Assertion.HISTORICAL)


def _only_seen(hit: Hit, assertion: Assertion, trigger: tuple[int, int]) -> bool:
    """ "No mass in the lumbar spine" denies the mass, and not that the region was looked at."""
    return assertion is Assertion.NEGATED and hit.cue.kind == "region" and trigger[1] <= hit.first


def _next(hit: Hit, trigger: tuple[int, int]) -> bool:
    """ "Injected w/o US" denies the ultrasound: what is a family's own and stands next is meant."""
    return hit.cue.kind == "axis" and hit.cue.owner != "" and hit.first == trigger[1]


def _runs_on(hit: Hit, held: Sequence[Hit]) -> bool:
    """Does the hit begin in a shared cue that holds the trigger and go on behind it ("no CT used")?"""
    return any(s.first < hit.first < s.last < hit.last for s in held)


def _goes_with(hit: Hit, held: Sequence[Hit]) -> bool:
    """Is the hit part of what a shared cue with the trigger says, or the next in its list ("without
    fluoroscopy, CT or ultrasound")?"""
    return _runs_on(hit, held) or any(s.cue.group == hit.cue.group and s.last <= hit.first for s in held)


def _denied_in(hit: Hit, own: Hit, trigger: tuple[int, int]) -> bool:
    """ "No family history" is a cue of the risk, and denies the history that is one of the reason."""
    return (
        hit is not own and trigger[1] <= hit.first and hit.last <= own.last and hit.cue.group != own.cue.group
    )


def _says(own: Hit, other: Hit, trigger: tuple[int, int]) -> bool:
    """Does a cue that holds the trigger ("no cavity") speak for another hit of its family? Not for
    another value of its axis ("cavity was made") that the trigger stands before."""
    if own.cue.owner != other.cue.owner:
        return False
    rival = own.cue.group == other.cue.group and own.cue.value != other.cue.value
    listed = other.first == own.last + 1  # "no facetectomy, foraminotomy or discectomy"
    return not (rival and other.first >= trigger[1] and (other.first < own.last or listed))
