"""Which of several services a shared cue is said of: "the epidural with fluoro, the knee without"."""

from collections.abc import Iterable, Mapping, Sequence

from consultant.inquiry.attached import distance
from consultant.inquiry.mention import NOT_NOW, TERMS, Mention, Role
from consultant.knowledge.axis import ChoiceAxis
from consultant.knowledge.family import Family

_SAYING = ("axis", "weak", "item")


def withheld(
    mentions: Sequence[Mention], families: Sequence[Family], owner: Mapping[int, str | None]
) -> dict[int, set[str]]:
    """mention -> the families that it is not said of: a side or a guidance is of the service it stands next
    to, and of another one only where that has none of its own. `owner` tells whose the places are."""
    out: dict[int, set[str]] = {}
    for name, users in _users(families).items():
        if len(users) < 2:
            continue
        cues = [m for m in mentions if m.kind == "axis" and _of(m, name, users) and m.value != "unsaid"]
        anchors = _anchors(mentions, users, owner, {id(c) for c in cues})
        whose = {id(c): _whose(c, anchors) for c in cues if c.assertion not in NOT_NOW}
        told = {f for f in whose.values() if f}
        out |= {cue: told - {mine} for cue, mine in whose.items() if mine}
    return out


def _users(families: Iterable[Family]) -> dict[str, dict[str, str]]:
    """shared axis -> family -> its axis that takes the cues."""
    out: dict[str, dict[str, str]] = {}
    for family in families:
        for name, axis in family.axes.items():
            if isinstance(axis, ChoiceAxis) and axis.shared:
                out.setdefault(axis.shared, {})[family.family] = name
    return out


def _of(cue: Mention, name: str, users: Mapping[str, str]) -> bool:
    """Is it a cue of the shared axis, or of a family's axis that takes its cues?"""
    return users.get(cue.owner) == cue.name if cue.owner else cue.name == name


def _anchors(
    mentions: Iterable[Mention], users: Mapping[str, str], owner: Mapping[int, str | None], cues: set[int]
) -> dict[int, list[tuple[Mention, str]]]:
    """sentence -> the words that name a service of the families, and whose each is."""
    out: dict[int, list[tuple[Mention, str]]] = {}
    for m in mentions:
        if id(m) in cues or m.assertion in NOT_NOW or m.role is Role.FINDING:
            continue
        saying = m.kind in TERMS or (m.kind in _SAYING and m.value != "unsaid")
        mine = m.owner if saying else owner.get(id(m))
        if mine and mine in users:
            out.setdefault(m.sentence, []).append((m, mine))
    return out


def _whose(cue: Mention, anchors: Mapping[int, list[tuple[Mention, str]]]) -> str | None:
    """The family of what stands nearest in the sentence of the cue, in its clause before others."""
    here = anchors.get(cue.sentence, ())
    near = min(here, key=lambda a: (a[0].clause != cue.clause, distance(cue, a[0])), default=None)
    return near[1] if near else None
