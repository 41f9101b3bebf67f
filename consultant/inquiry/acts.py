"""Who did what: one person both parts, two people, or only one part is ours.

Grammar kept small: the actor of an act is the one after "by", else the nearest person before it
in its sentence.
"""

import re
from collections.abc import Iterable, Sequence

from consultant.inquiry.actors import OTHER, SAME, Actor, Actors, people
from consultant.inquiry.fact import AxisFact, Unclear
from consultant.inquiry.mention import Assertion, Mention
from consultant.knowledge.axis import ActsAxis

_NOUN = re.compile(r"(?:tion|ing|puncture|lp|stick|tap|needle|s&i|interp)$", re.I)
_NEAR, _FAR = 40, 160  # characters between an act and "by ..."


def who_acted(
    family: str, name: str, axis: ActsAxis, mentions: Sequence[Mention], tiers: Sequence[Assertion]
) -> AxisFact | Unclear | None:
    """The axis's value from explicit words, else from the actors of its acts."""
    mine = [m for m in mentions if (m.owner, m.name) == (family, name) and m.value != "unsaid"]
    actors = people(mentions)
    for tier in tiers:
        acts = _acts(mine, tier)
        ours = _ours(acts, actors) or _left(axis, acts, actors)
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
        taken = axis.same if _takes_on(acts, actors, mentions) else _one_asked(axis, acts, actors)
        if tier is Assertion.SUPPOSED and taken:
            return AxisFact(axis=name, value=taken, quotes=_texts(_shown(acts)))
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
        everyone = "others" in _whose(mentions) and {*values} <= {*alone, axis.split}
        return axis.split if everyone else alone[0]
    if len(alone) > 1 or list(values) == [axis.split]:
        return _split(axis, ours, mentions)
    return values[0] if len(values) == 1 else tuple(values)


def _ours(acts: Sequence[Mention], actors: Actors) -> set[str]:
    """The acts done by "our" people or by the one the question is about; where his are not said and another
    group, or another by name, did one of two ("radiology, a separate group, read it"), the other one."""
    asked = _asked(actors)
    done = [(m.value, a) for m in acts for a in _doers(m, actors, acts)]
    found = {act for act, a in done if _is_one(a, asked)} or {act for act, a in done if a.ours}
    if len(asked) > 1 and not asked <= {a.key for _, a in done} and not any(a.ours for _, a in done):
        return set()  # several are billed for, and of one it is not told what was done
    named = any(" " in key for key in asked)
    theirs = {
        act for act, a in done if a.key.startswith(OTHER) or (named and " " in a.key and a.key not in asked)
    }
    left = {m.value for m in acts} - theirs
    return left if asked and not found and theirs and len(left) == 1 else found


def _is_one(actor: Actor, asked: set[str]) -> bool:
    """Is it one of those asked for: "the anesthesiologist" is the outside one named before, too?"""
    return actor.key in asked or (actor.key.startswith(OTHER) and not asked.isdisjoint(actor.nouns()))


def _left(axis: ActsAxis, acts: Sequence[Mention], actors: Actors) -> set[str]:
    """ "We bill for the radiologist only. The neurosurgeon injected." leaves the other act to him."""
    doers, asked = _by_act(axis, acts, actors), _asked(actors)
    left = {act for act in axis.acts if act not in doers}
    roles = {key for keys in doers.values() for key in keys}
    by_name = not all(" " in key for key in asked)  # then one by name may be the one who is asked for
    maybe = any(key == "i" or (by_name and " " in key) for key in roles)
    others = bool(roles) and asked.isdisjoint(roles) and not maybe
    return left if asked and others and len(left) == 1 else set()


def _by_act(axis: ActsAxis, acts: Sequence[Mention], actors: Actors) -> dict[str, set[str]]:
    """act -> who did it, of the acts that somebody is named for."""
    doers = {
        act: {a.key for m in acts if m.value == act for a in _doers(m, actors, acts)} for act in axis.acts
    }
    return {act: keys for act, keys in doers.items() if keys}


def _from_acts(
    axis: ActsAxis, acts: Sequence[Mention], actors: Actors, mentions: Sequence[Mention]
) -> str | None:
    """The value that the actors of the acts amount to; None when it is not said who did what."""
    if not {m.value for m in acts} >= set(axis.acts):
        return None
    doers = _by_act(axis, acts, actors)
    if any(SAME in keys for keys in doers.values()):
        return axis.same
    if len(doers) == len(axis.acts):
        return axis.same if set.intersection(*doers.values()) else _split(axis, _ours(acts, actors), mentions)
    if alone := next((axis.alone[act] for act in _left(axis, acts, actors) if act in axis.alone), None):
        return alone
    if "i" in doers.get(next(iter(axis.acts)), ()):
        return axis.same  # who writes "contrast given by me" and names no other reader read it himself
    if doers and len({m.sentence for m in acts}) == 1:
        return axis.same  # "contrast injected and study read by our radiologist"
    return None


def _asked(actors: Actors) -> set[str]:
    """Those whose code the question wants."""
    return {a.key for here in actors.values() for a in here if a.asked}


def _one_asked(axis: ActsAxis, acts: Sequence[Mention], actors: Actors) -> str | None:
    """ "If he had gone in at C1-C2, what would he report?" asks for that act only."""
    asked = _asked(actors)
    done = {m.value for m in acts if any(_is_one(a, asked) for a in _doers(m, actors, acts))}
    return axis.alone.get(next(iter(done))) if len(done) == 1 else None


def _takes_on(acts: Sequence[Mention], actors: Actors, mentions: Iterable[Mention]) -> bool:
    """ "What if our radiologist does the injection too?": does he who did one part do the other as well?"""
    adding = {m.sentence for m in mentions if m.kind == "also"}
    doers = {a.key for m in acts if m.sentence in adding for a in _doers(m, actors, acts) if a.ours}
    return len(doers) == 1 and len({m.value for m in acts}) == 1


def _split(axis: ActsAxis, ours: set[str], mentions: Iterable[Mention]) -> str:
    """Two people: both codes, unless the question is about one of them only."""
    whose = _whose(mentions)
    if len(ours) == 1 and ("ours" in whose or not whose):
        return axis.alone.get(next(iter(ours)), axis.split)
    return axis.split


def _whose(mentions: Iterable[Mention]) -> set[str]:
    """For whom the codes are asked for: "ours", "both", "others" (of another group, too); not what was asked
    before one person's are ("Who bills what? 1. ... What goes on his claim?")."""
    mentions = list(mentions)
    since = max((m.start for m in mentions if m.kind == "actor" and m.name == "asked"), default=None)
    whose = [m for m in mentions if m.kind == "axis" and not m.owner and m.name == "whose"]
    return {m.value for m in whose if since is None or m.end > since}


def _doers(act: Mention, actors: Actors, acts: Sequence[Mention]) -> list[Actor]:
    here = actors.get(act.sentence, [])
    if beside := [a for a in here if a.mention.value == "named" and a.mention.start == act.end + 1]:
        return beside[:1]  # "injection Dr. Lee, interpretation Dr. Kim"
    near = act.end + (_NEAR if len(here) > 1 else _FAR)  # farther where nobody else is named
    after = [a for a in here if a.by and act.start < a.mention.start < near]
    before = [a for a in here if a.mention.start < act.end and not a.by and not a.asked]
    own = bool(before) and before[-1].mention.clause == act.clause
    if own and after and (after[0].mention.clause > act.clause or _of_a_noun(act, after[0], acts)):
        return before[-1:]  # "Dr. Lee did the injection, films read by radiology"
    if after:
        return after[:1]
    return before[-1:] or [a for a in here if a.by and a.mention.start < act.start][-1:]


def _of_a_noun(act: Mention, by: Actor, acts: Sequence[Mention]) -> bool:
    """Does "by ..." tell who did another act that is a noun ("we read it, injection by the surgeon")?"""
    between = (o for o in acts if o.value != act.value and act.end <= o.start and o.end <= by.mention.start)
    return not _NOUN.search(act.text) and any(_NOUN.search(o.text) for o in between)


def _shown(acts: Sequence[Mention]) -> list[Mention]:
    """One quote per act is enough."""
    return list({m.value: m for m in reversed(acts)}.values())[::-1]


def _texts(mentions: Iterable[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(m.text.split()) for m in mentions))
