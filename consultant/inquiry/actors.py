"""The people a text names: "I" and "we" are people too; "he" and "she" are the person named before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from consultant.inquiry.mention import Mention
from consultant.inquiry.words import spans, stem

_TITLED = ": dr."  # tells who did it only behind the act: "Injection: Dr. Lee", and not ": Dr. Lee did it"
_SHORTEST = 8  # letters of a key that may be mended
_FROM = 6  # characters: " from "
SAME = "the same"
OTHER = "other at"  # with which the key of another group begins
_THIRD = frozenset(("he", "she", "they", "him", "her", "them"))
# who writes the report speaks of himself
_SPEAKER = frozenset(("i", "me", "we", "us", "myself", "signed", "undersigned"))


@dataclass(frozen=True, slots=True)
class Actor:
    """A person named in the text; `key` is equal for the same person."""

    key: str
    ours: bool
    by: bool
    asked: bool
    mention: Mention

    def nouns(self) -> set[str]:
        """What the person may be called: "anesthesiologist" of "an outside anesthesiologist"."""
        return {stem(word) for _, _, word in spans(self.mention.text.lower())}


Actors = dict[int, list[Actor]]  # by sentence


def people(mentions: Sequence[Mention]) -> Actors:
    """The people of each sentence in order, pronouns resolved."""
    found = _named(mentions)
    out: list[Actor] = []
    person = ""
    mine: set[str] = set()
    keys: dict[str, None] = {}  # of people without a name, whom a typo may name again
    covered = min((m.start for m in found), default=0)
    for m in sorted(found, key=lambda m: (m.start, -m.end)):
        if m.start < covered:
            continue  # inside a longer one: "radiologist" in "our radiologist"
        covered = m.end
        key = _known(_key(_titled(m, found) or (_within(m, found) if m.name == "asked" else m), person), keys)
        if len(key) > 5 and " " not in key:
            keys[key] = None
        person = person if key == "i" else key
        last = out[-1] if out else None
        pronoun = m.value == "pronoun" and key in mine
        ours = m.value == "ours" or (key == "i" and m.value != "author") or pronoun
        mine |= {key} if ours else set()
        if last and last.mention.value == "author" and last.mention.sentence == m.sentence:
            continue  # "electronically signed, R. Quarles MD" names who writes
        if last and _of_another(last.mention, m):  # "a radiologist from an outside group" is one person
            out[-1] = Actor(key, False, last.by, last.asked, last.mention)
            continue
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
    acts: dict[int, list[Mention]] = {}  # by where they end
    shared: dict[int, list[Mention]] = {}  # by sentence
    for m in mentions:
        if m.kind == "act":
            acts.setdefault(m.end, []).append(m)
        elif m.kind == "axis" and not m.owner and m.name == "setting":
            shared.setdefault(m.sentence, []).append(m)
    found = (m for m in mentions if m.kind == "actor")
    found = (m for m in found if not any(_ends_in(a, m) for a in acts.get(m.end, ())))
    found = (m for m in found if m.start in acts or m.text.lower() != _TITLED)
    return [m for m in found if not any(_placed(m, a) for a in shared.get(m.sentence, ()))]


def _of_another(person: Mention, m: Mention) -> bool:
    """Does another group follow whom it employs?"""
    near = person.sentence == m.sentence and 0 < m.start - person.end <= _FROM
    return near and m.value == "other" and person.value == "provider"


def _placed(m: Mention, place: Mention) -> bool:
    """Is it only where it was done ("our radiologist, in the hospital, read it")?"""
    return m.within(place) or (m.value == "organisation" and place.start <= m.start < place.end)


def _titled(m: Mention, found: Sequence[Mention]) -> Mention | None:
    """Whom ": Dr." names: "Dr. Lee" in "Injection: Dr. Lee"."""
    if m.text.lower() != _TITLED:
        return None
    return next((x for x in found if x.value == "named" and m.start < x.start < m.end), None)


def _within(asked: Mention, found: Sequence[Mention]) -> Mention:
    """Whose code is asked for: the one named in "for the surgeon", or else the phrase itself."""
    inside = [x for x in found if x is not asked and x.within(asked)]
    return max(reversed(inside), key=lambda x: x.end) if inside else asked  # "Dr. Lima" and not its "Dr"


def _known(key: str, before: Iterable[str]) -> str:
    """The person named before whose key this one begins with, or is but for a letter: "radiologwst" is the
    radiologist, mistyped."""
    found = next((k for k in before if key.startswith(k)), None)
    if found is None and len(key) >= _SHORTEST:
        found = next((k for k in before if OSA.distance(k, key, score_cutoff=1) <= 1), None)
    return found or key


def _ends_in(act: Mention, m: Mention) -> bool:
    """The "I" of "S&I" is nobody."""
    return act.start < m.start and act.end == m.end and m.value == "pronoun"


def _key(m: Mention, person: str) -> str:
    """Who is meant; `person` is the one named before."""
    said = (w.removesuffix("'s") for _, _, w in spans(m.text))
    words = [w for w in said if w.isalpha()]
    if words and words[-1] in _SPEAKER:
        return "i"
    if m.value == "other":
        return f"{OTHER} {m.start}"
    if m.value == "same":
        return person or SAME
    if m.value == "pronoun" and (m.name == "asked" or words[-1] in _THIRD):
        return person or words[-1]
    if m.value == "named":
        return " ".join(words[-2:])
    if m.value == "organisation":
        return "_".join(words[:2])  # no name, as those with a blank are
    return stem(words[-1]) if words else m.text
