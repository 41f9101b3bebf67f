"""Who did what: one person both parts, two people, or only one part is ours.

Grammar kept small: the actor of an act is the one after "by", else the nearest person before it
in its sentence; "I" and "we" are people too; "he" and "she" are the person named before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consultant.inquiry.fact import AxisFact, Unclear
from consultant.inquiry.mention import Assertion, Mention
from consultant.inquiry.words import spans, stem
from consultant.knowledge.axis import ActsAxis

_SAME = "the same"
_THIRD = frozenset(("he", "she", "they", "him", "her", "them"))
_SPEAKER = frozenset(("i", "me", "we", "us", "myself", "signed"))  # who writes the report speaks of himself


@dataclass(frozen=True, slots=True)
class Actor:
    """A person named in the text; `key` is equal for the same person."""

    key: str
    ours: bool
    by: bool
    asked: bool
    mention: Mention


Actors = dict[int, list[Actor]]  # by sentence


def who_acted(
    family: str, name: str, axis: ActsAxis, mentions: Sequence[Mention], tiers: Sequence[Assertion]
) -> AxisFact | Unclear | None:
    """The axis's value from explicit words, else from the actors of its acts."""
    mine = [m for m in mentions if (m.owner, m.name) == (family, name) and m.value != "unsaid"]
    actors = _actors(mentions)
    for tier in tiers:
        acts = _acts(mine, tier)
        ours = _ours(acts, actors)
        for kind in ("axis", "weak"):
            hits = [m for m in mine if m.kind == kind and m.assertion is tier]
            value = _settled(axis, list(dict.fromkeys(m.value for m in hits)), ours, mentions)
            if isinstance(value, str):
                return AxisFact(
                    axis=name, value=value, quotes=_texts(m for m in hits if m.value == value) or _texts(hits)
                )
            if value:
                return Unclear(axis=name, values=value, quotes=_texts(hits))
            if kind == "axis" and (found := _from_acts(axis, acts, actors, mentions)):
                return AxisFact(axis=name, value=found, quotes=_texts(_shown(acts)))
        if tier is Assertion.SUPPOSED and (found := _one_asked(axis, acts, actors)):
            return AxisFact(axis=name, value=found, quotes=_texts(_shown(acts)))
    return None


def _acts(mine: Sequence[Mention], tier: Assertion) -> list[Mention]:
    """The acts of a tier; beside one that is supposed ("if he did the stick as well") the others stay."""
    acts = [m for m in mine if m.kind == "act"]
    found = [m for m in acts if m.assertion is tier]
    if tier is Assertion.SUPPOSED and found:
        there = {m.value for m in found}
        found += [m for m in acts if m.assertion is Assertion.ASSERTED and m.value not in there]
    return found


def _settled(
    axis: ActsAxis, values: Sequence[str], ours: set[str], mentions: Sequence[Mention]
) -> str | tuple[str, ...] | None:
    """One value of those stated: a special one, then "only one part", then the same or two people."""
    if not values:
        return None
    alone = [v for v in values if v in axis.alone.values()]
    special = [v for v in values if v not in axis.alone.values() and v not in (axis.same, axis.split)]
    if special:
        return special[0]
    if len(alone) == 1:
        return alone[0]
    if len(alone) > 1 or list(values) == [axis.split]:
        return _split(axis, ours, mentions)
    return values[0] if len(values) == 1 else tuple(values)


def _ours(acts: Sequence[Mention], actors: Actors) -> set[str]:
    """The acts done by "our" people or by the one the question is about."""
    asked = {a.key for here in actors.values() for a in here if a.asked}
    return {m.value for m in acts for a in _doers(m, actors) if a.ours or a.key in asked}


def _from_acts(
    axis: ActsAxis, acts: Sequence[Mention], actors: Actors, mentions: Sequence[Mention]
) -> str | None:
    """The value that the actors of the acts amount to; None when it is not said who did what."""
    by_act = {act: [m for m in acts if m.value == act] for act in axis.acts}
    if not all(by_act.values()):
        return None
    doers: dict[str, set[str]] = {}
    for act, found in by_act.items():
        for m in found:
            for actor in _doers(m, actors):
                doers.setdefault(act, set()).add(actor.key)
    if any(_SAME in keys for keys in doers.values()):
        return axis.same
    if len(doers) == len(by_act):
        return axis.same if set.intersection(*doers.values()) else _split(axis, _ours(acts, actors), mentions)
    if any("i" in keys for act, keys in doers.items() if act == next(iter(by_act))):
        return axis.same  # who writes "contrast given by me" and names no other reader read it himself
    if doers and len({m.sentence for m in acts}) == 1:
        return axis.same  # "contrast injected and study read by our radiologist"
    return None


def _one_asked(axis: ActsAxis, acts: Sequence[Mention], actors: Actors) -> str | None:
    """ "If he had gone in at C1-C2, what would he report?" asks for that act only."""
    asked = {a.key for here in actors.values() for a in here if a.asked}
    done = {m.value for m in acts if any(a.key in asked for a in _doers(m, actors))}
    return axis.alone.get(next(iter(done))) if len(done) == 1 else None


def _split(axis: ActsAxis, ours: set[str], mentions: Iterable[Mention]) -> str:
    """Two people: both codes, unless the question is about one of them only."""
    whose = {m.value for m in mentions if m.kind == "axis" and not m.owner and m.name == "whose"}
    if len(ours) == 1 and ("ours" in whose or not whose):
        return axis.alone.get(next(iter(ours)), axis.split)
    return axis.split


def _doers(act: Mention, actors: Actors) -> list[Actor]:
    here = actors.get(act.sentence, [])
    after = [a for a in here if a.by and act.start < a.mention.start < act.end + 40]
    if after:
        return after[:1]
    before = [a for a in here if a.mention.start < act.end and not a.by and not a.asked]
    return before[-1:] or [a for a in here if a.by and a.mention.start < act.start][-1:]


def _actors(mentions: Sequence[Mention]) -> Actors:
    """The people of each sentence in order, pronouns resolved."""
    acts = [m for m in mentions if m.kind == "act"]
    shared = [m for m in mentions if m.kind == "axis" and not m.owner and m.name == "setting"]
    found = [m for m in mentions if m.kind == "actor" and not any(_ends_in(a, m) for a in acts)]
    found = [m for m in found if not any(a.start <= m.start and m.end <= a.end for a in shared)]
    out: list[Actor] = []
    person = ""
    covered = -1
    for m in sorted(found, key=lambda m: (m.start, -m.end)):
        if m.start < covered:
            continue  # inside a longer one: "radiologist" in "our radiologist"
        covered = m.end
        within = [x for x in found if x is not m and m.start <= x.start and x.end <= m.end]
        key = _key(within[-1] if m.name == "asked" and within else m, person)
        person = person if key == "i" else key
        last = out[-1] if out else None
        ours = m.value == "ours" or (key == "i" and m.value != "author")
        if last and 0 <= m.start - last.mention.end <= 1 and m.value == "provider":  # "our neurosurgery NP"
            out[-1] = Actor(key, last.ours, last.by, last.asked, last.mention)
            continue
        out.append(Actor(key, ours, m.name == "by", m.name == "asked", m))
    by_sentence: Actors = {}
    for actor in out:
        by_sentence.setdefault(actor.mention.sentence, []).append(actor)
    return by_sentence


def _ends_in(act: Mention, m: Mention) -> bool:
    """The "I" of "S&I" is nobody."""
    return act.start < m.start and act.end == m.end and m.value == "pronoun"


def _key(m: Mention, person: str) -> str:
    """Who is meant; `person` is the one named before."""
    words = [w for _, _, w in spans(m.text) if w.isalpha()]
    if words and words[-1] in _SPEAKER:
        return "i"
    if m.value == "other":
        return f"other at {m.start}"
    if m.value == "same":
        return person or _SAME
    if m.value == "pronoun" and words[-1] in _THIRD:
        return person or words[-1]
    if m.value == "named":
        return " ".join(words[-2:])
    if m.value == "organisation":
        return " ".join(words[:2])
    return stem(words[-1]) if words else m.text


def _shown(acts: Sequence[Mention]) -> list[Mention]:
    """One quote per act is enough."""
    return list({m.value: m for m in reversed(acts)}.values())[::-1]


def _texts(mentions: Iterable[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(m.text.split()) for m in mentions))
