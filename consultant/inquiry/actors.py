"""The people a text names: "I" and "we" are people too; "he" and "she" are the person named before."""

from collections.abc import Sequence
from dataclasses import dataclass

from consultant.inquiry.mention import Mention
from consultant.inquiry.words import spans, stem

SAME = "the same"
OTHER = "other at"  # with which the key of another group begins
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


def people(mentions: Sequence[Mention]) -> Actors:
    """The people of each sentence in order, pronouns resolved."""
    found = _named(mentions)
    out: list[Actor] = []
    person = ""
    mine: set[str] = set()
    covered = -1
    for m in sorted(found, key=lambda m: (m.start, -m.end)):
        if m.start < covered:
            continue  # inside a longer one: "radiologist" in "our radiologist"
        covered = m.end
        within = [x for x in found if x is not m and m.start <= x.start and x.end <= m.end]
        key = _known(_key(within[-1] if m.name == "asked" and within else m, person), out)
        person = person if key == "i" else key
        last = out[-1] if out else None
        pronoun = m.value == "pronoun" and key in mine
        ours = m.value == "ours" or (key == "i" and m.value != "author") or pronoun
        mine |= {key} if ours else set()
        if last and 0 <= m.start - last.mention.end <= 1 and m.value == "provider":  # "our neurosurgery NP"
            out[-1] = Actor(key, last.ours, last.by, last.asked, last.mention)
            continue
        out.append(Actor(key, ours, m.name == "by", m.name == "asked", m))
    by_sentence: Actors = {}
    for actor in out:
        by_sentence.setdefault(actor.mention.sentence, []).append(actor)
    return by_sentence


def _named(mentions: Sequence[Mention]) -> list[Mention]:
    """What names people, without what is part of another phrase."""
    acts = [m for m in mentions if m.kind == "act"]
    shared = [m for m in mentions if m.kind == "axis" and not m.owner and m.name == "setting"]
    found = [m for m in mentions if m.kind == "actor" and not any(_ends_in(a, m) for a in acts)]
    return [m for m in found if not any(a.start <= m.start and m.end <= a.end for a in shared)]


def _known(key: str, before: Sequence[Actor]) -> str:
    """The person named before whose key this one begins with: "radiologwst" is the radiologist, mistyped."""
    keys = (a.key for a in before if len(a.key) > 5 and " " not in a.key)
    return next((k for k in keys if key.startswith(k)), key)


def _ends_in(act: Mention, m: Mention) -> bool:
    """The "I" of "S&I" is nobody."""
    return act.start < m.start and act.end == m.end and m.value == "pronoun"


def _key(m: Mention, person: str) -> str:
    """Who is meant; `person` is the one named before."""
    words = [w for _, _, w in spans(m.text) if w.isalpha()]
    if words and words[-1] in _SPEAKER:
        return "i"
    if m.value == "other":
        return f"{OTHER} {m.start}"
    if m.value == "same":
        return person or SAME
    if m.value == "pronoun" and words[-1] in _THIRD:
        return person or words[-1]
    if m.value == "named":
        return " ".join(words[-2:])
    if m.value == "organisation":
        return "_".join(words[:2])  # no name, as those with a blank are
    return stem(words[-1]) if words else m.text
