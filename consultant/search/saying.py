"""What a search says of what it found, and of nothing."""

from collections.abc import Sequence

from consultant.knowledge.indexed import SYSTEMS, Line, Lines, System
from consultant.search.query import Query

EMPTY = "Nothing to search for: write a few words, or the beginning of a code."
_NONE = "Nothing in this edition holds these words."
_LACKS = {
    "hcpcs": "This edition holds no HCPCS Level II but for the codes of the families: "
    "`consultant knowledge build` reads the file that CMS publishes.",
    "cpt": "Nothing in this edition holds these words: of CPT it knows the families alone, as long as no "
    "licensed descriptors are loaded.",
}


def nothing(lines: Lines, systems: Sequence[System]) -> str:
    """Why nothing was found: of a system that was sought and that the edition lacks, that it does."""
    lacked = systems[0] if len(systems) < len(SYSTEMS) and not any(map(lines.has, systems)) else ""
    return _LACKS.get(lacked, _NONE)


def why(line: Line, shown: str, title: str, marked: Sequence[str], query: Query) -> str:
    """Why it was found, in a few words."""
    if query.prefixes and not query.groups:
        return f"begins with {', '.join(query.prefixes)}"
    kinds = {"also": "also called", "index": "index", "retired": "retired", "plain": "in plain words"}
    where = kinds.get(line.kind, "title")
    quoted = f' "{shown}"' if line.kind in ("also", "index") and shown != title else ""
    said = f": {', '.join(marked)}" if marked else ""
    over = {s for g in query.groups for way in g.terms() for s in way} & (line.above - line.words)
    return f"{where}{quoted}{said}{' and its headings' if over else ''}"
