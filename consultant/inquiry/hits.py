"""What the automaton found in a sentence: which finds are meant, and in what scope they stand."""

from bisect import bisect_right
from collections.abc import Sequence

from consultant.inquiry.clauses import Scope, scopes
from consultant.inquiry.hit import Hit
from consultant.inquiry.mention import NOT_NOW, TERMS, Assertion, Role
from consultant.inquiry.phrase import Word
from consultant.inquiry.scoped import Scoped, stronger

_SEEN = frozenset(("findings", "impression", "diagnosis"))  # sections that name no service done
_NEGATED, _HISTORICAL, _PLAIN = Assertion.NEGATED, Assertion.HISTORICAL, Role.PLAIN
_PAST = {"history": _HISTORICAL, "comparison": _HISTORICAL, "planned": Assertion.ORDERED, "undone": _NEGATED}
_SILENT = frozenset(("hide", "role", "context", "seen"))  # they only say something of others
_OF_OTHERS = ("diagnosis", "talk")  # roles of places that are no part of what was done
_PLACES = frozenset(("region", "level"))
_ROLES = {str(r): r for r in Role}
_SHARED = (Role.DIAGNOSIS, Role.FINDING, Role.TALK)
_IN_VIEW = "sacral"  # stands in the picture of every lumbar study
_ORDINALS = frozenset(("first", "second", "third"))
_LISTING = frozenset(", and & or / + also plus".split())
_HEADING = 3  # words of a heading and its colon


def assign(
    words: Sequence[Word],
    hits: list[Hit],
    ends: Sequence[tuple[str, int]],
    clauses: list[int],
    section: str | None,
) -> list[Hit]:
    """Give every hit its clause, the role its phrase says, and the assertion of its scope; those that
    say something by themselves. `ends` are the tokens at which scopes end, with their names."""
    roles = [h for h in hits if h.cue.kind == "role"]
    beyond = [r for r in roles if r.cue.name in _OF_OTHERS] if roles else ()
    if beyond:
        places = [h for h in hits if h.cue.kind in _PLACES]
        hits = [h for h in hits if not any(_runs_into(h, r, places) for r in beyond)]
    reach = _reach(words, hits, clauses, ends, section)
    if roles:
        _share_roles(words, hits, roles)
    scoped = Scoped(hits, reach, section) if reach else None
    past = _past(section, ends) if section else None
    parted = len(clauses) > 1
    _see(hits)
    spoken = [h for h in hits if h.cue.kind not in _SILENT]
    for h in spoken:
        h.clause = bisect_right(clauses, h.first) - 1 if parted else 0
        if h.cue.kind in _PLACES:
            if h.role is _PLAIN and (roles or section):
                h.role = _role(h, roles, None if _heads(words, h) else section)
        elif section and _only_found(h, section):
            h.role = Role.FINDING
        if scoped or past:
            _assert(h, scoped, past)
    return [h for h in spoken if h.cue.kind != "unit" or h.assertion is Assertion.UNSURE]


def _see(hits: Sequence[Hit]) -> None:
    """ "Gout of the wrist" names what was wrong; not so where a service is told of it ("pain, injected")."""
    seen = [h for h in hits if h.cue.kind == "seen"]
    if any(_meet(h, s) for s in seen for h in hits if h.cue.kind == "term" and h.cue.owner == s.cue.owner):
        return
    for h in hits if seen else ():
        if h.cue.kind == "axis" and any(h.cue.owner in ("", s.cue.owner) and _meet(h, s) for s in seen):
            h.role = Role.FINDING


def _meet(a: Hit, b: Hit) -> bool:
    return a.first < b.last and b.first < a.last


def _reach(
    words: Sequence[Word],
    hits: Sequence[Hit],
    clauses: list[int],
    ends: Sequence[tuple[str, int]],
    section: str | None,
) -> list[Scope]:
    """How far what denies, looks back or supposes reaches in the sentence."""
    triggers = [
        (h.cue.name, h.cue.value, h.first, h.last)
        for h in hits
        if h.cue.kind == "context" and not (h.cue.name == "elsewhere" and _labels(words, h))
    ]
    reach = scopes(words, clauses, triggers, ends)
    if section == "diagnosis":  # "colonoscopy last year, polyp removed": all that follows is of then
        reach += [(_HISTORICAL, a, len(words), t) for s, a, _, t in reach if s is _HISTORICAL]
    return reach


def _past(section: str, ends: Sequence[tuple[str, int]]) -> Assertion | None:
    """What the section makes of all it says; not of "PLAN: ... Interpretation by the undersigned"."""
    past = _PAST.get(section)
    attested = any(name == "section" for name, _ in ends)
    return None if attested and past in NOT_NOW else past


def _only_found(h: Hit, section: str) -> bool:
    """Is it named as what was seen, or why, and not as what was done?"""
    kind = h.cue.kind
    seen = section in _SEEN and (kind in TERMS or kind == "item" or _shared(h))
    return seen or (section == "diagnosis" and kind == "axis")


def _shared(h: Hit) -> bool:
    return h.cue.kind == "axis" and not h.cue.owner


def _heads(words: Sequence[Word], hit: Hit) -> bool:
    """ "Thoracic spine: no block." among the findings, or behind their heading, tells that the region was
    looked at."""
    return (
        (hit.first == 0 or (hit.first <= _HEADING and words[hit.first - 1].word == ":"))
        and hit.cue.kind == "region"
        and hit.cue.value != _IN_VIEW
        and ":" in [w.word for w in words[hit.last : hit.last + 2]]
    )


def _labels(words: Sequence[Word], hit: Hit) -> bool:
    """ "2) second patient: ..." and "The first patient had ..." name the item and set nothing apart."""
    numbered = words[0].word in ("the", *_ORDINALS) and any(w.word in _ORDINALS for w in words[:2])
    if hit.first < 2 and numbered:
        return True
    return hit.first == 2 and words[0].number is not None and words[1].word in (".", ")", ":")


def _assert(h: Hit, scoped: "Scoped | None", past: Assertion | None) -> None:
    """Give a hit the assertion of its scopes and of its section."""
    if scoped:
        h.assertion = scoped.of(h)
    if past:
        h.assertion = stronger(h.assertion, past)
    gone = h.assertion is _NEGATED and h.cue.kind in _PLACES
    if gone and (past is _HISTORICAL or (scoped and scoped.past(h))):
        h.assertion = _HISTORICAL  # "no prior lumbar surgery" leaves today's alone


def _runs_into(hit: Hit, role: Hit, places: Sequence[Hit]) -> bool:
    """ "Puncture d/t infected low back wound": the place that ends a cue belongs to what follows. Not so the
    reason in "laminectomy for stenosis at L4-5"."""
    if hit.cue.kind != "axis" or not hit.first < role.first < hit.last < role.last:
        return False
    return any(role.first <= p.first and p.last <= hit.last for p in places)


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
        whole = "-" in (b.cue.value or "") and "-" not in (a.cue.value or "")  # "L5-S1, S1 root freed"
        if listed and not whole and b.role is Role.PLAIN and (a.role in _SHARED or _run_past(a, b)):
            b.role = a.role


def _run_past(a: Hit, b: Hit) -> bool:
    """ "Spread to L1 and L2": the dye came to both."""
    return a.role is Role.PASSAGE and a.cue.kind == b.cue.kind == "level"


def _first(hit: Hit) -> int:
    return hit.first


def _length(hit: Hit) -> int:
    return hit.last - hit.first


def _role(hit: Hit, roles: Sequence[Hit], section: str | None) -> Role:
    first, last = hit.first, hit.last
    inside = [r for r in roles if r.first <= first and last <= r.last]
    if any(r.cue.name == _PLAIN for r in inside):  # "removal of the herniated disc at L4-5" was done there
        return _PLAIN
    if inside:
        return _ROLES[min(inside, key=_length).cue.name]
    if section == "diagnosis":
        return Role.DIAGNOSIS
    if section in ("findings", "impression"):
        return Role.FINDING
    return Role.PLAIN
