"""Answers written between the marked lines of earlier mail whose header is not marked itself."""

import re
from collections.abc import Sequence

_MARKED = re.compile(r"[ \t]{0,3}>")
_FIELD = re.compile(r"[ \t]*\*?[^\W\d][\w -]{1,20}\*?[ \t]*:")
_HEADER = 14  # lines that may stand before the earlier mail


def answers_begin(lines: Sequence[str], at: int) -> int | None:
    """Where the marked lines begin below the header of earlier mail at `at`, when something stands between
    or behind them that is not marked: the sender's own answers. None where all of it is earlier mail."""
    first = at + 1
    while first < len(lines) and not _MARKED.match(lines[first]):
        if first - at > _HEADER or (lines[first].strip() and not _FIELD.match(lines[first])):
            return None
        first += 1
    behind = (line for line in lines[first:] if line.strip())
    return first if any(not _MARKED.match(line) for line in behind) else None
