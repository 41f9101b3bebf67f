"""What the automaton found in a sentence: which finds are meant, and in what scope they stand."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from consultant.inquiry.clauses import scopes
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
    words: Sequence[Word], hits: list[Hit], clauses: list[int], base: int, section: str | None
) -> None:
    """Give every hit its clause, the role its phrase says, and the assertion of its scope."""
    roles = [h for h in hits if h.cue.kind == "role"]
    triggers = [(h.cue.name, h.cue.value, h.first, h.last) for h in hits if h.cue.kind == "context"]
    ends = [(h.cue.name, h.first) for h in hits if h.cue.kind == "ends"]
    reach = scopes(words, clauses, triggers, ends)
    if section == "diagnosis":  # "colonoscopy last year, polyp removed": all that follows is of then
        reach += [
            (Assertion.HISTORICAL, a, len(words), t) for s, a, _, t in reach if s is Assertion.HISTORICAL
        ]
    past = Assertion.HISTORICAL if section in ("history", "comparison") else None
    past = Assertion.ORDERED if section == "planned" else past
    _share_roles(words, hits, roles)
    cued = [h for h in hits if h.cue.kind == "axis" and h.cue.owner]
    own = {t: [h for h in cued if h.first <= t[0] and t[1] <= h.last] for *_, t in reach}
    shared = [h for h in hits if h.cue.kind == "axis" and not h.cue.owner and h.cue.value != "unsaid"]
    held = {t: [h for h in shared if h.first <= t[0] and t[1] <= h.last] for *_, t in reach}
    for h in hits:
        h.clause = base + bisect_right(clauses, h.first) - 1
        if h.cue.kind in ("region", "level") and h.role is Role.PLAIN:
            h.role = _role(h, roles, section)
        if h.cue.kind in ("term", "weak_term") and section in _SEEN:
            h.role = Role.FINDING
        for assertion, a, b, trigger in reach:
            if section in ("findings", "impression") and _only_seen(h, assertion, trigger):
                continue
            if held[trigger] and not _runs_on(h, held[trigger]):
                continue
            if assertion is not Assertion.HISTORICAL and any(_says(o, h, trigger) for o in own[trigger]):
                continue  # the phrase of this family says it already
            within = trigger[0] < h.last and h.first < trigger[1]
            past_name = assertion is Assertion.HISTORICAL and h.cue.kind == "term"
            if within and not past_name and not (assertion is Assertion.UNSURE and h.first > trigger[0]):
                continue  # "no idea who injected" holds what is doubted, other triggers do not
            if (a <= h.first and h.last <= b) or within:
                h.assertion = _stronger(h.assertion, assertion)
        if past:
            h.assertion = _stronger(h.assertion, past)
        if h.assertion is Assertion.NEGATED and h.cue.kind in ("region", "level"):
            told = [a <= h.first and h.last <= b for s, a, b, _ in reach if s is Assertion.HISTORICAL]
            if any(told) or past is Assertion.HISTORICAL:  # "no prior lumbar surgery" leaves today's alone
                h.assertion = Assertion.HISTORICAL


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
    if not roles:
        return
    places = sorted((h for h in hits if h.cue.kind in ("region", "level")), key=lambda h: h.first)
    for h in places:
        h.role = _role(h, roles, None)
    for a, b in [*zip(places, places[1:], strict=False), *zip(places[::-1], places[-2::-1], strict=False)]:
        between = words[min(a.last, b.last) : max(a.first, b.first)]
        listed = between and all(w.word in _LISTING for w in between)
        if listed and b.role is Role.PLAIN and a.role in (Role.DIAGNOSIS, Role.FINDING, Role.TALK):
            b.role = a.role


def _stronger(a: Assertion, b: Assertion) -> Assertion:
    return a if _STRENGTH[a] >= _STRENGTH[b] else b


def _role(hit: Hit, roles: Sequence[Hit], section: str | None) -> Role:
    inside = [r for r in roles if r.first <= hit.first and hit.last <= r.last]
    if inside:
        return Role(min(inside, key=lambda r: r.last - r.first).cue.name)
    if section == "diagnosis":
        return Role.DIAGNOSIS
    if section in ("findings", "impression") and hit.cue.kind == "level":
        return Role.FINDING
    return Role.PLAIN
