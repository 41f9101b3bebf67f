"""Search: the wordings that hold all words, then those that hold fewer, the best of them first."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

from consultant.knowledge.family import Family
from consultant.knowledge.indexed import SYSTEMS, Found, Hit, Led, Line, Lines, SearchWords, System
from consultant.knowledge.modifier import Modifier
from consultant.search.own import OwnLines
from consultant.search.query import Group, Query
from consultant.search.ranking import AHEAD, Scored, before, ordered
from consultant.search.saying import EMPTY, nothing, why
from consultant.search.score import Scale
from consultant.search.tiers import tiers
from consultant.search.understanding import Understanding
from consultant.search.words import stem, words

_POOL = 120  # wordings of a system that are weighed
_ENOUGH = 12
_FEW, _GOOD = 4, 0.7  # so many are enough when one of them is that good
_LEAST = 0.12
_UNKNOWN = 0.2  # weight of what nothing holds
_WIDER: dict[tuple[System, ...], tuple[System, ...]] = {("cpt",): ("cpt", "hcpcs")}  # many say CPT for both
Families = Sequence[Family]


class Finder:
    """Searches an edition and the families. Built once; `find` is pure."""

    def __init__(self, spoken: SearchWords, own: OwnLines) -> None:
        self._spoken, self._own = spoken, own
        self._understanding = Understanding(spoken)
        self._weighed: tuple[Lines, Scale] | None = None

    def find(
        self, text: str, lines: Lines, system: System | None = None, limit: int = 10, led: Sequence[Led] = ()
    ) -> Found:
        """The codes whose wordings are likest the text, of one system or of all, the best first; those that a
        family leads to go before them."""
        query = self._understanding.read(text, lines, self._own.vocabulary)
        systems = (system,) if system else _WIDER.get(query.systems, query.systems) or SYSTEMS
        if not query.groups and not query.prefixes:
            return Found(query=text, says=EMPTY, systems=systems)
        scored = self._scored(query, lines, systems, led)
        if not scored and query.systems and not system and any(map(lines.has, systems)):
            scored = self._scored(query, lines, SYSTEMS, led)
        best = ordered(scored, limit, coded=not query.groups)
        whys = {x.code: x.why for x in led}
        shown = accumulate((s - AHEAD if s > AHEAD else min(s, 1.0) for s, _ in best), min)
        hits = tuple(self._hit(s, x, query, lines, whys) for s, (_, x) in zip(shown, best, strict=True))
        return Found(
            query=text,
            hits=hits,
            read=query.read,
            says="" if hits else nothing(lines, systems),
            systems=systems,
        )

    def _scored(self, query: Query, lines: Lines, systems: Sequence[System], led: Sequence[Led]) -> Scored:
        scale = self._scale(lines)
        weights = [
            weight if self._known(group, lines) else _UNKNOWN
            for group, weight in zip(query.groups, scale.weights(query.groups), strict=True)
        ]
        best: Scored = {}
        seen: set[tuple[str, str, str, int]] = set()
        for pool in self._pools(query, weights, lines, systems):
            for line in pool:
                wording = (line.code, line.kind, line.wording, len(line.words))
                if wording in seen:
                    continue
                seen.add(wording)
                score = scale.score(line, query, weights) if query.groups else _of_code(line, query)
                key = (line.system, line.code)
                if score >= _LEAST and (key not in best or score > best[key][0]):
                    best[key] = (score, line)
            if (best and query.prefixes) or _enough(best):
                break
        mine = [(x, line) for x in led for line in self._own.of(x.code, systems)]
        leading = [(x.before, scale.score(line, query, weights), line) for x, line in mine]
        return before(best, leading) if leading else best

    def _scale(self, lines: Lines) -> Scale:
        """The weights of an edition's words; those of the last edition are kept."""
        if self._weighed is None or self._weighed[0] is not lines:
            self._weighed = (lines, Scale(self._spoken, lines.counts, lines.total))
        return self._weighed[1]

    def _coded(self, query: Query, lines: Lines, systems: Sequence[System]) -> Iterator[list[Line]]:
        """The codes that begin as the query says."""
        most = 4 * _POOL if query.groups else _POOL
        yield [
            line
            for prefix in query.prefixes
            for system in systems
            for line in (*self._own.coded(prefix, system), *lines.coded(prefix, system, most))
        ]

    def _pools(
        self, query: Query, weights: Sequence[float], lines: Lines, systems: Sequence[System]
    ) -> Iterator[list[Line]]:
        """By the codes named, where there are any; by words where these find nothing."""
        if query.prefixes:
            yield from self._coded(query, lines, systems)
        yield from self._worded(query, weights, lines, systems)

    def _worded(
        self, query: Query, weights: Sequence[float], lines: Lines, systems: Sequence[System]
    ) -> Iterator[list[Line]]:
        """The wordings that hold all words, then those that hold fewer."""
        known = [g for g in query.groups if self._known(g, lines)]
        heavy = [w for w, g in zip(weights, query.groups, strict=True) if g in known]
        for tier in tiers(known, heavy) if known else ():
            yield [
                line
                for terms in tier
                for line in (*self._own.holding(terms, systems), *lines.holding(terms, systems, _POOL))
            ]

    def _known(self, group: Group, lines: Lines) -> bool:
        """Does anything hold it? What nothing holds is left out of what is asked."""
        return any(all(s in lines.counts or self._own.holds(s) for s in way) for way in group.terms())

    def _hit(self, score: float, line: Line, query: Query, lines: Lines, whys: Mapping[str, str]) -> Hit:
        published, ours = lines.title(line.code, line.system), self._own.title(line.code, line.system)
        title = published[0] or ours[0]
        shown = line.wording or (ours[0] if line.kind == "plain" else title)
        sought = {s for g in query.groups for way in g.terms() for s in way}
        marked = tuple(dict.fromkeys(w for w in words(f"{shown} {title}") if stem(w) in sought))
        return Hit(
            code=line.code,
            system=line.system,
            title=title,
            billable=line.billable and not self._own.status.get(line.code),
            score=round(score, 3),
            why=whys.get(line.code) or why(line, shown, title, marked, query),
            within=ours[1] or published[1] or self._section(line),
            status=self._own.status.get(line.code, "retired" if line.kind == "retired" else ""),
            marked=marked,
            decided=line.code in whys,
        )

    def _section(self, line: Line) -> str:
        """The section of HCPCS Level II that a code stands in."""
        begun = (line.code[:n] for n in (2, 1)) if line.system == "hcpcs" else ()
        return next((self._spoken.sections[b] for b in begun if b in self._spoken.sections), "")


class LateFinder:
    """A Finder that is made when it is first asked."""

    def __init__(self, spoken: SearchWords, families: Families, modifiers: dict[str, Modifier]) -> None:
        self._parts = (spoken, families, modifiers)

    @cached_property
    def _finder(self) -> Finder:
        spoken, families, modifiers = self._parts
        return Finder(spoken, OwnLines(families, modifiers))

    def find(
        self, text: str, lines: Lines, system: System | None = None, limit: int = 10, led: Sequence[Led] = ()
    ) -> Found:
        """The codes whose wordings are likest the text."""
        return self._finder.find(text, lines, system, limit, led)


def _enough(best: Scored) -> bool:
    """Need no more be asked for?"""
    good = any(score >= _GOOD for score, _ in best.values())
    return len(best) >= _ENOUGH or (len(best) >= _FEW and good)


def _of_code(line: Line, query: Query) -> float:
    """How near a code is to a beginning of one: the whole first, then in the order of codes."""
    length = max(len(p.replace(".", "")) for p in query.prefixes)
    short = len(line.code.replace(".", "")) - length
    return max(0.2, 1.0 - 0.1 * short - (0.0 if line.billable else 0.05))
