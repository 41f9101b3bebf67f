"""Rows of a table of data, told from the rows by which programs lay out a page."""

from selectolax.lexbor import LexborNode

_BREAKS = frozenset("p div br li h1 h2 h3 h4 h5 h6".split())
_APART = frozenset("table ul ol pre blockquote hr".split())
_LONGEST = 400  # characters of a cell


def in_one_line(row: LexborNode) -> bool:
    """Is it a row of two or more cells with no more than a line of text in each? Word and Outlook set every
    cell as paragraphs, which would else stand below each other."""
    cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
    return len(cells) > 1 and all(_lines(cell) < 2 for cell in cells)


def _lines(cell: LexborNode) -> int:
    """How many lines with text a cell holds, two when it holds more than a line may."""
    found, written, length = 0, False, 0
    stack: list[LexborNode | None] = [cell]
    while stack and found + written < 2:
        here = stack.pop()
        if here is None or here.tag in _BREAKS:
            found, written = found + written, False
        if here is None:
            continue
        if here.tag == "-text":
            text = (here.text(deep=False) or "").strip()
            written, length = written or bool(text), length + len(text)
        if here.tag in _APART or length > _LONGEST:
            return 2
        if here.tag in _BREAKS:
            stack.append(None)
        stack += reversed(list(here.iter(include_text=True)))
    return found + written
