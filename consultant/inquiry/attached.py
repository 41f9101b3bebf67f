"""Which of several services of a family a loose cue belongs to."""

from collections.abc import Iterable, Mapping, Sequence

from consultant.inquiry.mention import Assertion, Mention
from consultant.knowledge.axis import Axis, ChoiceAxis, RegionsAxis
from consultant.knowledge.family import Family

Key = tuple[tuple[str, str], ...]  # (axis, value) pairs
_PARTED = frozenset(("axis", "weak", "count", "level", "region"))
_FAR = 400  # characters


def attached(
    keyed: Mapping[Key, list[Mention]], loose: Iterable[Mention], family: Family
) -> dict[Key, list[Mention]]:
    """Each loose cue goes to the service it stands nearest to; a service that got none of an axis
    shares what the others have, and everything that is no cue goes to all."""
    out: dict[Key, list[Mention]] = {k: [] for k in keyed}
    anchors = [a for found in keyed.values() for a in found]
    cues, others = _cues(keyed, loose, family)
    for same in cues:
        axis = _axis(same[0], family)
        given: dict[Key, list[Mention]] = {k: [] for k in keyed}
        for m in same:
            ahead = _leads(m, same, anchors)
            given[min(keyed, key=lambda k: min(_reach(m, a, ahead) for a in keyed[k]))].append(m)
        distinct = len({m.value or m.text for m in same}) > 1
        for k in out:
            shared = [m for m in same if _of_all(m, keyed[k], anchors)]
            shared = shared or [m for m in same if m.kind != "count" and not _before(m, keyed[k], axis)]
            shared = [m for m in shared if not _of_another(m, keyed[k], anchors, axis)]
            live = any(m.assertion is not Assertion.HISTORICAL and m.value != "unsaid" for m in given[k])
            out[k] += _beside(given[k], keyed[k]) if live and distinct else shared
    return {k: [*others, *found] for k, found in out.items()}


def _cues(
    keyed: Iterable[Key], loose: Iterable[Mention], family: Family
) -> tuple[list[list[Mention]], list[Mention]]:
    """The cues of each axis and sort, and the mentions that are none."""
    cues: dict[tuple[str, str], list[Mention]] = {}
    others: list[Mention] = []
    shared = {x.shared: a for a, x in family.axes.items() if isinstance(x, ChoiceAxis) and x.shared}
    placed = any(isinstance(family.axes[a], RegionsAxis) for key in keyed for a, _ in key)
    for m in loose:
        if (m.kind in _PARTED or (placed and m.kind == "item")) and m.assertion is not Assertion.NEGATED:
            name = m.name if m.owner else shared.get(m.name, m.name)
            cues.setdefault((m.kind, name if m.kind not in ("level", "region") else ""), []).append(m)
        else:
            others.append(m)
    return list(cues.values()), others


def _beside(cues: list[Mention], anchors: Sequence[Mention]) -> list[Mention]:
    """What the sentences of a service itself say goes before what others say of it."""
    own = {a.sentence for a in anchors}
    live = (m for m in cues if m.assertion is not Assertion.HISTORICAL)
    return [m for m in live if m.kind != "axis" or m.sentence in own] or cues


def _of_all(cue: Mention, mine: Iterable[Mention], anchors: Iterable[Mention]) -> bool:
    """Is a count of this service, too: does its sentence name the service, or none at all?"""
    named = {a.sentence for a in anchors}
    return cue.sentence not in named or any(a.sentence == cue.sentence for a in mine)


def _before(cue: Mention, mine: Iterable[Mention], axis: Axis | None) -> bool:
    """Was it said of another service, and all of this one told behind it ("MRI of the neck w/o. Also the
    lumbar spine."), on an axis that each is asked about for itself?"""
    return isinstance(axis, ChoiceAxis) and axis.apart and all(a.sentence > cue.sentence for a in mine)


def _of_another(cue: Mention, mine: Sequence[Mention], anchors: Iterable[Mention], axis: Axis | None) -> bool:
    """Is it a value that a service has alone, and does its sentence name another one ("ultrasound for the
    shoulder"), or this one behind the other ("the shoulder with ultrasound, and the knee")?"""
    if not isinstance(axis, ChoiceAxis) or cue.value not in axis.own:
        return False
    own = [a for a in mine if a.sentence == cue.sentence]
    others = [a for a in anchors if a.sentence == cue.sentence and not any(a is b for b in mine)]
    if not own:
        return bool(others) or all(a.sentence > cue.sentence for a in mine)
    return any(a.start < cue.start for a in others) and all(a.start > cue.start for a in own)


def _axis(cue: Mention, family: Family) -> Axis | None:
    """The axis of the family that a cue, its own or a shared one, speaks of."""
    for name, axis in family.axes.items():
        if cue.name == name or (isinstance(axis, ChoiceAxis) and cue.name == axis.shared):
            return axis
    return None


def _leads(cue: Mention, same: Iterable[Mention], anchors: Iterable[Mention]) -> bool:
    """Do the counts of a sentence go before what they count ("three view thoracic, two view lumbar")?"""
    first = min(m.start for m in same if m.sentence == cue.sentence)
    here = [a.start for a in anchors if a.sentence == cue.sentence]
    return cue.kind == "count" and bool(here) and min(here) > first


def _behind(cue: Mention, anchor: Mention, ahead: bool) -> int:
    """How much farther an anchor on the wrong side counts: in a sentence without any, a cue goes on with what
    was named before."""
    wrong = anchor.start < cue.start if ahead else anchor.start > cue.start
    return 0 if not wrong else 8 if cue.sentence == anchor.sentence else _FAR


def _reach(cue: Mention, anchor: Mention, ahead: bool) -> tuple[bool, bool, int]:
    """A cue belongs rather to what stands before it in its sentence, unless the cues go `ahead`."""
    return (
        cue.sentence != anchor.sentence,
        cue.clause != anchor.clause,
        distance(cue, anchor) + _behind(cue, anchor, ahead),
    )


def distance(a: Mention, b: Mention) -> int:
    if a.start <= b.start:
        return max(0, b.start - a.end)
    return max(0, a.start - b.end)
