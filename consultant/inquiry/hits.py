"""What the automaton found in a sentence: which finds are meant, and in what scope they stand."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from consultant.inquiry.clauses import Scope, scopes
from consultant.inquiry.cue import Cue
from consultant.inquiry.mention import Assertion, Role
from consultant.inquiry.phrase import Word

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


_SEEN = frozenset(("findings", "impression", "diagnosis"))  # sections that name no service done
_NEGATED, _HISTORICAL, _PLAIN = Assertion.NEGATED, Assertion.HISTORICAL, Role.PLAIN
_PAST = {"history": _HISTORICAL, "comparison": _HISTORICAL, "planned": Assertion.ORDERED}
_SILENT = frozenset(("hide", "role", "context"))  # they only say something of others
_OF_OTHERS = ("diagnosis", "talk")  # roles of places that are no part of what was done
_PLACES = frozenset(("region", "level"))
_ROLES = {str(r): r for r in Role}
_TERMS = frozenset(("term", "weak_term"))
_LISTING = frozenset(", and & or / +".split())


@dataclass(slots=True, eq=False)
class Hit:
    """A phrase found at tokens [first, last) of a sentence."""

    cue: Cue
    first: int
    last: int
    start: int
    end: int
    sentence: int
    clause: int = 0
    assertion: Assertion = Assertion.ASSERTED
    role: Role = Role.PLAIN


def assign(
    words: Sequence[Word],
    hits: list[Hit],
    ends: Sequence[tuple[str, int]],
    clauses: list[int],
    base: int,
    section: str | None,
) -> list[Hit]:
    """Give every hit its clause, the role its phrase says, and the assertion of its scope; those that
    say something by themselves. `ends` are the tokens at which scopes end, with their names."""
    roles = [h for h in hits if h.cue.kind == "role"]
    beyond = [r for r in roles if r.cue.name in _OF_OTHERS] if roles else ()
    if beyond:
        hits = [h for h in hits if not any(_runs_into(h, r) for r in beyond)]
    triggers = [
        (h.cue.name, h.cue.value, h.first, h.last)
        for h in hits
        if h.cue.kind == "context" and not (h.cue.name == "elsewhere" and _labels(words, h))
    ]
    reach = scopes(words, clauses, triggers, ends)
    if section == "diagnosis":  # "colonoscopy last year, polyp removed": all that follows is of then
        reach += [(_HISTORICAL, a, len(words), t) for s, a, _, t in reach if s is _HISTORICAL]
    if roles:
        _share_roles(words, hits, roles)
    scoped = Scoped(hits, reach, section) if reach else None
    past = _PAST.get(section) if section else None
    parted = len(clauses) > 1
    spoken = [h for h in hits if h.cue.kind not in _SILENT]
    for h in spoken:
        kind = h.cue.kind
        h.clause = base + (bisect_right(clauses, h.first) - 1 if parted else 0)
        if kind in _PLACES:
            if h.role is _PLAIN and (roles or section):
                h.role = _role(h, roles, section)
        elif section in _SEEN and kind in _TERMS:
            h.role = Role.FINDING
        if scoped or past:
            _assert(h, scoped, past)
    return [h for h in spoken if h.cue.kind != "unit" or h.assertion is Assertion.UNSURE]


def _labels(words: Sequence[Word], hit: Hit) -> bool:
    """ "2) second patient: ..." names the item and sets nothing apart from it."""
    return hit.first == 2 and words[0].number is not None and words[1].word in (".", ")", ":")


def _assert(h: Hit, scoped: "Scoped | None", past: Assertion | None) -> None:
    """Give a hit the assertion of its scopes and of its section."""
    if scoped:
        h.assertion = scoped.of(h)
    if past:
        h.assertion = _stronger(h.assertion, past)
    gone = h.assertion is _NEGATED and h.cue.kind in _PLACES
    if gone and (past is _HISTORICAL or (scoped and scoped.past(h))):
        h.assertion = _HISTORICAL  # "no prior lumbar surgery" leaves today's alone


def _runs_into(hit: Hit, role: Hit) -> bool:
    """ "Puncture d/t infected low back wound": the place that ends a cue belongs to what follows."""
    return hit.cue.kind == "axis" and hit.first < role.first < hit.last < role.last


class Scoped:
    """The scopes of a sentence, and the cues that hold the trigger of one and speak for it."""

    def __init__(self, hits: Sequence[Hit], reach: Sequence[Scope], section: str | None) -> None:
        self._reach = reach
        self._terms = [h for h in hits if h.cue.kind in _TERMS]
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
                found = _stronger(found, assertion)
        return found

    def _counts(self, h: Hit, assertion: Assertion, trigger: tuple[int, int], within: bool) -> bool:
        """Is the hit, which a scope reaches, what its trigger speaks of?"""
        if self._report and _only_seen(h, assertion, trigger):
            return False
        held = self._held.get(trigger)
        if held and h.cue.kind != "act" and not (_runs_on(h, held) or self._in_service(h, held)):
            return False
        named = h.cue.kind == "term" and trigger[1] == h.first  # "no myelogram" names none
        own = () if named or assertion is _HISTORICAL else self._own.get(trigger, ())
        if any(_says(o, h, trigger) for o in own):
            return False  # the phrase of this family says it already
        past_name = assertion is _HISTORICAL and h.cue.kind == "term"
        # "no idea who injected" holds what is doubted and "recommend CT" what is ordered, others do not
        holds = assertion in (Assertion.UNSURE, Assertion.ORDERED)
        return not within or past_name or (holds and h.first > trigger[0])

    def _in_service(self, h: Hit, held: Sequence[Hit]) -> bool:
        """ "No CT of the thoracic spine": is the hit in the name of a service that the trigger denies?"""
        return any(t.first <= h.first and h.last <= t.last and _runs_on(t, held) for t in self._terms)

    def past(self, h: Hit) -> bool:
        """Does the hit lie in what is said of the past?"""
        return any(a <= h.first and h.last <= b for s, a, b, _ in self._reach if s is _HISTORICAL)


def _only_seen(hit: Hit, assertion: Assertion, trigger: tuple[int, int]) -> bool:
    """ "No mass in the lumbar spine" denies the mass, and not that the region was looked at."""
    return assertion is Assertion.NEGATED and hit.cue.kind == "region" and trigger[1] <= hit.first


def _runs_on(hit: Hit, held: Sequence[Hit]) -> bool:
    """Does the hit begin in a shared cue that holds the trigger and go on behind it ("no CT used")?"""
    return any(s.first < hit.first < s.last < hit.last for s in held)


def _says(own: Hit, other: Hit, trigger: tuple[int, int]) -> bool:
    """Does a cue that holds the trigger ("no cavity") speak for another hit of its family? Not for
    another value of its axis ("cavity was made") that the trigger stands before."""
    if own.cue.owner != other.cue.owner:
        return False
    rival = own.cue.group == other.cue.group and own.cue.value != other.cue.value
    return not (rival and other.first >= trigger[1] and other.first < own.last)


def _share_roles(words: Sequence[Word], hits: Sequence[Hit], roles: Sequence[Hit]) -> None:
    """What is said of one in a list is said of all: "fractures of T12 and L2", "cervical and lumbar pain"."""
    places = sorted((h for h in hits if h.cue.kind in _PLACES), key=_first)
    for h in places:
        h.role = _role(h, roles, None)
    if len(places) < 2:
        return
    for a, b in [*zip(places, places[1:], strict=False), *zip(places[::-1], places[-2::-1], strict=False)]:
        between = words[min(a.last, b.last) : max(a.first, b.first)]
        listed = between and all(w.word in _LISTING for w in between)
        if listed and b.role is Role.PLAIN and a.role in (Role.DIAGNOSIS, Role.FINDING, Role.TALK):
            b.role = a.role


def _stronger(a: Assertion, b: Assertion) -> Assertion:
    return a if _STRENGTH[a] >= _STRENGTH[b] else b


def _first(hit: Hit) -> int:
    return hit.first


def _length(hit: Hit) -> int:
    return hit.last - hit.first


def _role(hit: Hit, roles: Sequence[Hit], section: str | None) -> Role:
    first, last = hit.first, hit.last
    inside = [r for r in roles if r.first <= first and last <= r.last]
    if inside:
        return _ROLES[min(inside, key=_length).cue.name]
    if section == "diagnosis":
        return Role.DIAGNOSIS
    if section in ("findings", "impression"):
        return Role.FINDING
    return Role.PLAIN
