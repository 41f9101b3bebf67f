"""ICD-10-CM tabular list (XML): titles, notes, excludes, 7th characters, parents.

Codes with a 7th character are not listed. They are worked out: the definition of the nearest ancestor holds
for a leaf, which is padded with X to six characters; the title is the leaf's, a comma and the character's. A
prose note may except some ("7th characters D and S do not apply to codes in category S06 with 6th character
7 …").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from consultant.knowledge.importers.broken import Broken, shown
from consultant.knowledge.importers.cells import enough
from consultant.knowledge.importers.diagnosis import BARE, SYSTEM, dotted, source_of
from consultant.knowledge.importers.markup import events
from consultant.knowledge.importers.records import DERIVED, Concept, Note, Seventh
from consultant.knowledge.importers.source import Hints, Reading, Source
from consultant.knowledge.importers.stream import Head, Stream
from consultant.knowledge.importers.whole import least_of

LEAST = 40_000
NOTES = frozenset(
    "includes inclusionTerm excludes1 excludes2 codeFirst codeAlso useAdditionalCode notes "
    "sevenChrNote".split()
)
_LEVELS = frozenset(("chapter", "section", "diag"))
_EXCEPT = re.compile(
    r"7th characters? ([A-Z0-9 ,]+?(?:and [A-Z0-9])?) do(?:es)? not apply to codes in category (\w+)"
)
_SIXTH = re.compile(r"6th character (\w)\b|\bor (\w) -")
Record = Concept | Note | Seventh


@dataclass
class _Level:
    """A chapter, section or diag on the way down."""

    tag: str
    line: int
    parent: str = ""
    name: str = ""
    title: str = ""
    placeholder: bool = False
    leaf: bool = True
    notes: list[tuple[str, str, int]] = field(default_factory=list)
    sevenths: list[tuple[str, str, int]] = field(default_factory=list)
    inherited: list[tuple[str, str, int]] = field(default_factory=list)
    excepted: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()


def recognises(head: Head) -> bool:
    """The root element."""
    return "<ICD10CM.tabular" in head.text()[:4_000]


def read(stream: Stream, hints: Hints) -> Reading:
    """Everything under the chapters."""
    m = re.search(r"<version>\s*(20\d\d)\s*</version>", stream.head().text()[:4_000])
    source = source_of("icd_tabular", stream.name, int(m[1]) if m else 0, hints)
    return Reading((source,), _records(stream, source, hints))


def _records(stream: Stream, source: Source, hints: Hints) -> Iterator[Record]:
    open_levels: list[_Level] = []
    path: list[str] = []
    words: list[str] = []
    attributes: dict[str, str] = {}
    count = line = 0
    for kind, tag, value, line in events(stream.blocks()):
        if kind == "start":
            path.append(tag)
            words, attributes = [], value
            if tag in _LEVELS:
                _open(open_levels, tag, value, line)
        elif kind == "text":
            words.append(value)
        else:
            path.pop()
            if tag in _LEVELS:
                level = open_levels.pop()
                count += tag == "diag"
                yield from _close(level, source)
            elif open_levels and path and path[-1] != "sectionIndex":
                _take(open_levels[-1], tag, path[-1], " ".join("".join(words).split()), attributes, line)
            words = []
    least = least_of(source.kind, source.effective, LEAST)
    enough(count, least, 250_000, line, "diag elements", source, excerpt=hints.excerpt)


def _open(open_levels: list[_Level], tag: str, attributes: dict[str, str], line: int) -> None:
    level = _Level(tag, line, placeholder=attributes.get("placeholder") == "true")
    if open_levels:
        above = open_levels[-1]
        above.leaf = False
        level.parent = above.name
        level.inherited = above.sevenths or above.inherited
        level.excepted = above.excepted
    if tag == "section":
        level.name = _section(attributes.get("id", ""), line)
    open_levels.append(level)


def _section(name: str, line: int) -> str:
    """ "B20" as "B20-B20": a section of one category must not be taken for the category."""
    if not re.fullmatch(r"\w{3}(-\w{3})?", name):
        raise Broken("a section id such as A00-A09", shown(name), line)
    return name if "-" in name else f"{name}-{name}"


def _take(level: _Level, tag: str, above: str, text: str, attributes: dict[str, str], line: int) -> None:
    if above == level.tag and tag == "name":
        level.name = text
    elif above == level.tag and tag == "desc":
        level.title = text
    elif tag == "note" and above in NOTES:
        level.notes.append((above, text, line))
        if m := _EXCEPT.search(text):
            characters = frozenset(re.findall(r"\b[A-Z0-9]\b", m[1]))
            sixths = frozenset(a or b for a, b in _SIXTH.findall(text))
            level.excepted = (*level.excepted, (characters, sixths))
    elif tag == "extension" and above == "sevenChrDef":
        character = attributes.get("char", "")
        if not re.fullmatch(r"[0-9A-Z]", character):
            raise Broken("an extension with one character", shown(character), line)
        level.sevenths.append((character, text, line))


def _close(level: _Level, source: Source) -> Iterator[Record]:
    name, effective = level.name, source.effective
    bare = name.replace(".", "")
    if level.tag == "diag" and not (BARE.fullmatch(bare) and name == dotted(bare)):
        raise Broken("a code such as M48.06 as the name of a diag", shown(name), level.line)
    if not name or not level.title:
        raise Broken(f"a name and a title in every {level.tag}", shown(name or level.title), level.line)
    sevenths = level.sevenths or level.inherited
    extended = level.leaf and level.tag == "diag" and bool(sevenths)
    billable = level.leaf and level.tag == "diag" and not extended
    kind = (
        level.tag
        if level.tag != "diag"
        else "category"
        if len(bare) == 3
        else "code"
        if billable
        else "subcategory"
    )
    title = re.sub(rf"\s*\({re.escape(name)}\)$", "", level.title) if level.tag == "section" else level.title
    yield Concept(
        level.line,
        SYSTEM,
        name,
        effective,
        kind,
        title,
        "",
        int(billable),
        level.parent,
        int(level.placeholder),
    )
    for n, (what, text, line) in enumerate(level.notes):
        yield Note(line, name, effective, what, n, text)
    for character, text, line in level.sevenths:
        yield Seventh(line, name, effective, character, text)
    if level.tag == "diag":
        source.saw(bare)
    if extended:
        yield from _extensions(level, bare, sevenths, effective)


def _extensions(
    level: _Level, bare: str, sevenths: list[tuple[str, str, int]], effective: int
) -> Iterator[Concept]:
    padded = bare.ljust(6, "X")
    for character, text, _ in sevenths:
        if any(character in chars and padded[5] in sixths for chars, sixths in level.excepted):
            continue
        code = dotted(padded + character)
        yield Concept(
            DERIVED, SYSTEM, code, effective, "code", f"{level.title}, {text}", "", 1, level.name, 0
        )
