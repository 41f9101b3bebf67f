"""How coders write: short forms, synonyms, typos, and the words that say which codes are sought."""

import re
from collections.abc import Iterator, Sequence

from consultant.knowledge.indexed import Lines, SearchWords, System, unique
from consultant.search.codes import coded
from consultant.search.query import Group, Query, Said, Stems
from consultant.search.spelling import Vocabulary
from consultant.search.words import STOP, folded, lacking, stem, words

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_REGIONS = {"c": "cervical", "t": "thoracic", "l": "lumbar", "s": "sacral"}
_ENDINGS = frozenset(("s", "es", "e", "d", "ed", "ing", "al", "ly"))
_JUNCTIONS = {f"{letter}{letter}": name for letter, name in _REGIONS.items()} | {
    "ct": "cervicothoracic",
    "tl": "thoracolumbar",
    "ls": "lumbosacral",
}
_ROMAN = {"1": "i", "2": "ii", "3": "iii", "4": "iv", "ii": "2", "iii": "3", "iv": "4"}
_LEVEL = re.compile(r"([ctls])(\d{1,2})")
_MOST_WORDS = 32
_MOST_MEANT = 6
_MENDED, _SYNONYM, _REGION, _WITHIN = 0.92, 0.93, 0.75, 0.9


class Understanding:
    """search.yaml, ready for use."""

    def __init__(self, spoken: SearchWords) -> None:
        slashed = {k: v[0] for k, v in spoken.abbreviations.items() if "/" in k or v == ("without",)}
        forms = "|".join(re.escape(k) for k in sorted(slashed, key=len, reverse=True))
        self._slashed = slashed
        self._slash = re.compile(rf"(?<![\w/])(?:{forms or '(?!)'})(?![\w/])|(?<![\w/])w/(?=\w)")
        self._short = {tuple(words(k)): v for k, v in spoken.abbreviations.items() if "/" not in k}
        self._most_short = max(map(len, self._short), default=1)
        self._same: dict[Stems, dict[Stems, float]] = {}
        for group in spoken.synonyms:
            alike = [stems_of(phrase) for phrase in group]
            for one in alike:
                for order in {one, tuple(sorted(one))}:
                    self._same.setdefault(order, {}).update((a, _SYNONYM) for a in alike if a != one)
        for place, parts in spoken.within.items():
            for part in parts:
                self._same.setdefault(stems_of(part), {}).setdefault(stems_of(place), _REGION)
        self._systems = {stems_of(p): name for name, phrases in spoken.systems.items() for p in phrases}
        self._silent = frozenset(s for phrase in spoken.silent for s in stems_of(phrase))
        self._longest = max((len(k) for k in self._same), default=1)
        groups = (*spoken.synonyms, *spoken.within.values(), *spoken.systems.values(), spoken.silent)
        phrases = [p for g in groups for p in g]
        self._words = Vocabulary(dict.fromkeys((w for p in phrases for w in words(p)), 1))

    def read(self, text: str, lines: Lines, own: Vocabulary) -> Query:
        """The query that a text is."""
        plain, prefixes = coded(folded(text))
        unslashed = self._slash.sub(lambda m: f" {self._slashed.get(m.group(), 'with')} ", plain)
        written = words(unslashed)[:_MOST_WORDS]
        said = list(self._said(written, lines, own))
        systems, rest = self._sought(said)
        kept = [s for s in rest if s.stem not in self._silent]
        kept = kept or ([] if prefixes or systems else rest)
        understood = " ".join(s.word for s in kept)
        as_written = [w for w in words(plain) if w not in STOP]
        read = "" if all(s.word in as_written for s in kept) else understood
        absent = frozenset(lacking(unslashed))
        return Query(text, tuple(self._groups(kept, lines)), prefixes, systems, absent, read)

    def _said(self, written: Sequence[str], lines: Lines, own: Vocabulary) -> Iterator[Said]:
        """The words, short forms written out, misspelled ones mended, empty ones left out."""
        at = 0
        while at < len(written):
            keys = (tuple(written[at : at + n]) for n in range(self._most_short, 0, -1))
            key = next((k for k in keys if k in self._short), ())
            long = self._short.get(key, ())
            if len(long) == 1:
                yield from (Said(w, stem(w)) for w in words(long[0]) if w not in STOP)
            elif long:
                yield Said(" ".join(key), stem(key[0]), tuple(stems_of(e) for e in long))
            elif apart := self._apart(written[at : at + 2], lines, own):
                yield Said(apart, stem(apart))
                at += 1
            elif written[at] not in STOP:
                yield self._mended(written[at], lines, own)
            at += len(key) or 1

    def _apart(self, pair: Sequence[str], lines: Lines, own: Vocabulary) -> str:
        """ "post herpetic" is one word of the edition written apart, when a half is none; "" if it is not."""
        joined = "".join(pair)
        if len(pair) < 2 or not joined.isalpha() or all(lines.knows(w) or own.knows(w) for w in pair):
            return ""
        return joined if lines.knows(joined) or self._words.knows(joined) else ""

    def _mended(self, word: str, lines: Lines, own: Vocabulary) -> Said:
        root = stem(word)
        books = (self._words, own, lines)
        if any(book.knows(word) for book in books) or (
            root in lines.counts and word[len(root) :] in _ENDINGS
        ):
            return Said(word, root)
        near = unique((*self._words.near(word)[:1], *own.near(word)[:1], *lines.near(word)))[:_MOST_MEANT]
        if near:
            return Said(near[0], stem(near[0]), tuple((stem(w),) for w in near), _MENDED)
        parted = own.parted(word) or lines.parted(word)
        return Said(" ".join(parted), root, (stems_of(" ".join(parted)),)) if parted else Said(word, root)

    def _sought(self, said: Sequence[Said]) -> tuple[tuple[System, ...], list[Said]]:
        """The systems named, and the words without their names."""
        systems: list[System] = []
        rest: list[Said] = []
        at = 0
        while at < len(said):
            keys = ((n, tuple(s.stem for s in said[at : at + n])) for n in (3, 2, 1))
            n, name = next(((n, self._systems[k]) for n, k in keys if k in self._systems), (1, None))
            if name:
                systems.append(name)
            else:
                rest.append(said[at])
            at += n
        return tuple(dict.fromkeys(systems)), rest

    def _groups(self, said: Sequence[Said], lines: Lines) -> Iterator[Group]:
        at = 0
        while at < len(said):
            n = self._phrase(said, at, lines)
            own = tuple(s.stem for s in said[at : at + n])
            ways = self._alike(own) | {own: 1.0}
            if n == 2 and (joint := _joint(own)):
                ways |= dict.fromkeys(joint, _REGION)
            if n == 1:
                ways |= dict.fromkeys(said[at].ways, said[at].worth) | dict(_of_number(own[0]))
            elif (joined := _joined(said[at : at + n])) in lines.counts:
                ways[(joined,)] = 1.0
            yield Group(tuple(sorted(ways.items(), key=lambda w: -w[1])))
            at += n

    def _alike(self, own: Stems) -> dict[Stems, float]:
        """What else is said for these words, in whatever order they stand."""
        return self._same.get(own) or self._same.get(tuple(sorted(own)), {})

    def _phrase(self, said: Sequence[Said], at: int, lines: Lines) -> int:
        """How many words from here are one known phrase, or one word written apart."""
        for n in range(min(self._longest, len(said) - at), 1, -1):
            if self._alike(tuple(s.stem for s in said[at : at + n])):
                return n
        pair = said[at : at + 2]
        apart = len(pair) == 2 and (_joined(pair) in lines.counts or _joint((pair[0].stem, pair[1].stem)))
        return 2 if apart else 1


def _joined(said: Sequence[Said]) -> str:
    text = "".join(s.word for s in said)
    return stem(text) if len(text) >= 8 and text.isalpha() else ""


def stems_of(text: str) -> Stems:
    """The stems of a phrase without those of empty words."""
    return tuple(stem(w) for w in words(text) if w not in STOP)


def _of_number(word: str) -> Iterator[tuple[Stems, float]]:
    """ "L1" is also "first lumbar", or anything lumbar; "2" is also "II"; "350" lies within "300-399"."""
    if word in _ROMAN:
        yield (_ROMAN[word],), _WITHIN
    if word.isdigit() and len(word) == 3:
        for width in (100, 50):
            low = int(word) // width * width
            yield (str(low), str(low + width - 1)), _WITHIN
    m = _LEVEL.fullmatch(word)
    if m and 1 <= int(m[2]) <= 12:
        region = stem(_REGIONS[m[1]])
        yield (stem(_ORDINALS[int(m[2]) - 1]), region), _WITHIN
        yield (region,), _REGION


def _joint(pair: Stems) -> tuple[Stems, ...]:
    """ "L4-5" lies in the lumbar region, "L5-S1" in the lumbosacral one."""
    levels = [_LEVEL.fullmatch(word) for word in pair]
    letters = "".join(m[1] for m in levels if m)
    if len(letters) < 2 or letters not in _JUNCTIONS:
        return ()
    return ((stem(_JUNCTIONS[letters]),),)
