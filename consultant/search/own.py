"""The wordings of the families and of config/knowledge/modifiers.yaml: our own plain words."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from consultant.knowledge.family import CodeEntry, Family
from consultant.knowledge.indexed import Line, System, Terms
from consultant.knowledge.modifier import Modifier
from consultant.search.spelling import Vocabulary
from consultant.search.words import STOP, lacking, stem, stems, words

_GRAMMAR = re.compile(r"[=()|{}\\.]+")


class OwnLines:
    """Few enough to be looked at one by one."""

    def __init__(self, families: Iterable[Family], modifiers: dict[str, Modifier]) -> None:
        self._titles: dict[tuple[str, str], tuple[str, str]] = {}
        self.status: dict[str, str] = {}
        self._lines = [*self._of_families(families), *self._of_modifiers(modifiers)]
        self._holders: dict[str, set[int]] = defaultdict(set)
        for number, line in enumerate(self._lines):
            for root in (*line.words, *line.above):
                self._holders[root].add(number)
        self.vocabulary = Vocabulary(Counter(self._words))

    def _of_families(self, families: Iterable[Family]) -> Iterator[Line]:
        self._words: list[str] = []
        for family in families:
            said = " ".join(_GRAMMAR.sub(" ", phrase) for phrase in family.terms)
            above = frozenset((*stems(family.title), *stems(said)))
            self._words += [w for w in words(f"{family.title} {said}") if w not in STOP]
            for code, entry in family.codes.items():
                yield self._of_code(code, entry, family.title, above)

    def _of_code(self, code: str, entry: CodeEntry, heading: str, above: frozenset[str]) -> Line:
        system: System = "hcpcs" if code[:1].isalpha() else "cpt"
        self._words += [w for w in words(entry.plain) if w not in STOP]
        self._titles[code, system] = (entry.plain, heading)
        gone = entry.status != "active"
        if gone:
            since = f" {entry.since}" if entry.since else ""
            now = f", now {', '.join(entry.replaced_by)}" if entry.replaced_by else ""
            self.status[code] = f"{entry.status.replace('_', ' ')}{since}{now}"
        return Line(
            system,
            code,
            "retired" if gone else "plain",
            "",
            not gone,
            frozenset(stems(entry.plain)),
            above,
            frozenset(lacking(entry.plain)),
        )

    def _of_modifiers(self, modifiers: dict[str, Modifier]) -> Iterator[Line]:
        for code, modifier in modifiers.items():
            self._words += [w for w in words(modifier.plain) if w not in STOP]
            self._titles[code, "modifier"] = (modifier.plain, "modifiers")
            own = frozenset((*stems(modifier.plain), stem(code.lower())))
            yield Line("modifier", code, "plain", "", True, own, frozenset(("modifi",)))

    def holding(self, terms: Terms, systems: Collection[System]) -> list[Line]:
        """The lines of the systems that hold all the terms, and one of them in their own words."""
        held = [set().union(*(self._all(way) for way in ways)) for ways in terms]
        numbers = set.intersection(*held) if held else set()
        sought = {root for ways in terms for way in ways for root in way}
        found = (self._lines[n] for n in sorted(numbers))
        return [x for x in found if x.system in systems and not sought.isdisjoint(x.words)]

    def holds(self, root: str) -> bool:
        """Does any line hold the stem?"""
        return root in self._holders

    def _all(self, way: Sequence[str]) -> set[int]:
        return set.intersection(*(self._holders.get(root, set()) for root in way))

    def coded(self, prefix: str, system: System) -> list[Line]:
        """The codes that begin so."""
        return [x for x in self._lines if x.system == system and x.code.startswith(prefix)]

    def of(self, code: str, systems: Collection[System]) -> list[Line]:
        """The line of a code; none, or one of the first family that holds it."""
        return [x for x in self._lines if x.code == code and x.system in systems][:1]

    def title(self, code: str, system: System) -> tuple[str, str]:
        """Our own words of a code and its family; "" if there are none."""
        return self._titles.get((code, system), ("", ""))
