"""The index of an edition: every wording of its codes, made when the edition is built.

FTS5 holds the stems only (no positions: all that is asked is which lines hold them), and the system as
one more. Lines are numbered the plainest first: a query that many lines hold stops at the first of them.
"""

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from consultant.search.words import STOP, lacking, stem, words

MARK = "system"  # before the name of a system: the stem that all its lines hold
TABLES = """
CREATE TABLE wording (id INTEGER PRIMARY KEY, system TEXT NOT NULL, code TEXT NOT NULL, kind TEXT NOT NULL,
    text TEXT NOT NULL, billable INTEGER NOT NULL, stems TEXT NOT NULL,
    lacks TEXT NOT NULL, heading INTEGER NOT NULL);
CREATE TABLE heading (id INTEGER PRIMARY KEY, stems TEXT NOT NULL);
CREATE TABLE word (word TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE stem (stem TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE wording_words USING fts5(
    stems, content='', detail='none', columnsize=0, tokenize='ascii');
"""
_CONCEPTS = """
SELECT code, kind, title, billable, parent, effective, max(effective) OVER () FROM concept WHERE system = ?
ORDER BY code, effective DESC
"""
_ENDED = "SELECT code FROM hcpcs WHERE terminated > 0 AND terminated <= effective"
_CALLED = """
SELECT code, text FROM note WHERE kind IN ('inclusionTerm', 'includes') AND effective = ?
ORDER BY code, ordinal
"""
_NEWEST = "SELECT part, max(effective) FROM term GROUP BY part"
_TERMS = "SELECT id, parent, title FROM term WHERE part = ? AND effective = ?"
_POINTED = "SELECT term, column, code FROM term_code WHERE part = ? AND effective = ?"
_TURNS = frozenset(
    stem(w) for w in "without sequela subsequent other delayed nonunion malunion open history".split()
)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LONG = 60  # characters of a title
_DEEPEST = 10  # terms below terms
_GROUPS = ("chapter", "section")


class _Wording(NamedTuple):
    system: str
    code: str
    kind: str
    text: str
    billable: int
    stems: tuple[str, ...]
    parent: str


class Indexer:
    """Fills the index tables from the others."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base
        self._words: list[str] = []
        self._stems: list[str] = []
        self._split: dict[str, tuple[str, ...]] = {}
        self._headings: dict[str, int] = {"": 0}

    def fill(self) -> None:
        """All systems."""
        self._base.execute("INSERT INTO heading VALUES (0, '')")
        lines = [
            *self._procedures(),
            *self._supplies("hcpcs"),
            *self._diagnoses(),
            *self._supplies("modifier"),
        ]
        lines.sort(key=lambda w: (_plainness(w), w.system, w.code))
        self._write(lines)
        self._base.executemany("INSERT INTO word VALUES (?, ?)", sorted(Counter(self._words).items()))
        self._base.executemany("INSERT INTO stem VALUES (?, ?)", sorted(Counter(self._stems).items()))

    def _write(self, lines: Iterable[_Wording]) -> None:
        rows = []
        texts = []
        above = dict(self._base.execute("SELECT id, stems FROM heading"))
        for number, w in enumerate(lines, 1):
            heading = self._headings.get(w.parent, 0)
            own = " ".join(w.stems)
            self._stems.extend(w.stems)
            lacks = " ".join(lacking(w.text)) if "without" in w.stems else ""
            text = "" if w.kind == "title" else w.text
            rows.append((number, w.system, w.code, w.kind, text, w.billable, own, lacks, heading))
            texts.append((number, f"{MARK}{w.system} {own} {above[heading]}"))
        self._base.executemany(f"INSERT INTO wording VALUES ({', '.join('?' * 9)})", rows)
        self._base.executemany("INSERT INTO wording_words (rowid, stems) VALUES (?, ?)", texts)

    def _stems_of(self, text: str) -> tuple[str, ...]:
        said = [w for w in words(text) if w not in STOP]
        self._words.extend(said)
        return tuple(dict.fromkeys(map(stem, said)))

    def _wording(
        self, system: str, code: str, kind: str, text: str, billable: int, parent: str = ""
    ) -> _Wording:
        return _Wording(system, code, kind, text, billable, self._stems_of(text), parent)

    def _concepts(self, system: str) -> Iterator[tuple[Any, ...]]:
        """Each code once, as the newest release that has it says it; was it gone after that?"""
        before = ""
        for code, kind, title, billable, parent, effective, newest in self._base.execute(
            _CONCEPTS, (system,)
        ):
            if code != before:
                yield code, kind, title, billable, parent, effective < newest
            before = code

    def _supplies(self, system: str) -> Iterator[_Wording]:
        ended = {code for (code,) in self._base.execute(_ENDED)} if system == "hcpcs" else set()
        for code, _, title, billable, _, _ in self._concepts(system):
            if code in ended:
                yield self._wording(system, code, "retired", title, 0)
                continue
            yield self._wording(system, code, "title", title, billable)
            if head := _head_of(title):
                yield self._wording(system, code, "title", head, billable)

    def _procedures(self) -> Iterator[_Wording]:
        """CPT, where a licence holder loaded it."""
        for code, text in self._base.execute(
            "SELECT code, text FROM descriptor ORDER BY code, kind, ordinal"
        ):
            yield self._wording("cpt", code, "also", text, 1)
        for code, text in self._base.execute("SELECT code, text FROM withdrawn ORDER BY code"):
            yield self._wording("cpt", code, "retired", text, 0)

    def _diagnoses(self) -> Iterator[_Wording]:
        concepts = {c[0]: c for c in self._concepts("icd10cm")}
        called: dict[str, list[str]] = defaultdict(list)
        newest = self._base.execute("SELECT max(effective) FROM concept WHERE system = 'icd10cm'").fetchone()[
            0
        ]
        for code, text in self._base.execute(_CALLED, (newest or 0,)):
            called[code].append(text)
        self._head(concepts, called)
        for code, kind, title, billable, parent, gone in concepts.values():
            yield self._wording(
                "icd10cm", code, "retired" if gone else "title", title, 0 if gone else billable, parent
            )
            if not gone and (plain := _plain(title)):
                yield self._wording("icd10cm", code, "title", plain, billable, parent)
            if kind not in _GROUPS:
                for text in called.get(code, ()):
                    yield self._wording("icd10cm", code, "also", text, billable, code)
        yield from self._index(concepts)

    def _head(self, concepts: dict[str, tuple[Any, ...]], called: dict[str, list[str]]) -> None:
        """What the headings over a code say with what they include, up to its category."""
        parents = {c[4] for c in concepts.values()} | set(called)
        rows = []
        for number, code in enumerate(sorted(parents), 1):
            said: dict[str, None] = {}
            at = code
            while at in concepts and concepts[at][1] not in _GROUPS:
                for text in (concepts[at][2], *called.get(at, ())):
                    said.update(dict.fromkeys(self._quick(text)))
                at = concepts[at][4]
            self._headings[code] = number
            rows.append((number, " ".join(said)))
        self._base.executemany("INSERT INTO heading VALUES (?, ?)", rows)

    def _quick(self, text: str) -> tuple[str, ...]:
        found = self._split.get(text)
        if found is None:
            found = self._split[text] = tuple(stem(w) for w in words(text) if w not in STOP)
        return found

    def _index(self, concepts: dict[str, tuple[Any, ...]]) -> Iterator[_Wording]:
        """The alphabetic index and the tables, where loaded: the newest release of each part."""
        for part in self._base.execute(_NEWEST).fetchall():
            terms = {id: (parent, title) for id, parent, title in self._base.execute(_TERMS, part)}
            for id, column, code in self._base.execute(_POINTED, part):
                if code in concepts:
                    column = "" if column in ("code", "manif") else column
                    text = ", ".join(filter(None, (*_path(terms, id), column)))
                    yield self._wording("icd10cm", code, "index", text, concepts[code][3], code)


def _head_of(title: str) -> str:
    """What a long title says first; "" of a short one. HCPCS titles run to a hundred words."""
    head = re.split(r"[;(]", title, maxsplit=1)[0]
    if len(head) == len(title):
        head = ",".join(title.split(",")[:3])
    return head if len(title) > _LONG and 0 < len(head) < 0.8 * len(title) else ""


def _plain(title: str) -> str:
    """A title without what stands in parentheses: words that change no code when absent (ICD-10-CM Official
    Guidelines I.A.7); "" of a title without any, or with little else."""
    plain = " ".join(_ASIDE.sub(" ", title).split())
    return plain if plain != title and len(plain.split()) > 1 else ""


def _path(terms: dict[int, tuple[int, str]], id: int) -> list[str]:
    path: list[str] = []
    while id in terms and len(path) < _DEEPEST:
        id, title = terms[id]
        path.append(title)
    return path[::-1]


def _plainness(w: _Wording) -> int:
    """Few words first, those that nobody thinks of last."""
    return len(w.stems) + 6 * len(_TURNS.intersection(w.stems)) + 2 * (not w.billable)
