"""Rows of cells as plain text: columns line up, the last one wraps."""

import textwrap
from collections.abc import Sequence

_GAP = 2
_LEAST = 16


class Grid:
    """A header row and rows under it."""

    def __init__(self, rows: Sequence[Sequence[object]]) -> None:
        self._rows = [[" ".join(str(cell).split()) for cell in row] for row in rows]

    def text(self, width: int = 72) -> str:
        """At most `width` characters a line; numbers to the right. Where the columns leave the last one too
        little room, it goes on a line of its own below."""
        if not self._rows:
            return ""
        last = max(len(row) for row in self._rows) - 1
        sizes = [max(len(row[i]) for row in self._rows if i < len(row)) for i in range(last)]
        start = sum(sizes) + _GAP * last
        widest = max((len(row[last]) for row in self._rows if len(row) > last), default=0)
        if start + widest <= width:
            return "\n".join(self._line(row, [*sizes, widest]) for row in self._rows)
        below = width - start < _LEAST and last > 0
        lines: list[str] = []
        for row in self._rows:
            left = self._line(row[:last], sizes).ljust(start)
            tail = row[last] if len(row) > last else ""
            if below and tail:
                lines.append(left.rstrip())
                lines += textwrap.wrap(tail, width - 4, initial_indent="    ", subsequent_indent="    ")
            else:
                wrapped = textwrap.wrap(tail, max(width - start, _LEAST)) or [""]
                lines.append((left + wrapped[0]).rstrip())
                lines += [" " * start + more for more in wrapped[1:]]
        return "\n".join(lines)

    def _line(self, row: Sequence[str], sizes: Sequence[int]) -> str:
        cells = (_cell(cell, size) for cell, size in zip(row, sizes, strict=False))
        return (" " * _GAP).join(cells).rstrip()


def _cell(cell: str, size: int) -> str:
    """Numbers to the right; a code number is a word."""
    number = cell.rstrip("*").lstrip("$").replace(".", "", 1).isdigit() and not (
        len(cell) == 5 and "." not in cell
    )
    return cell.rjust(size) if number else cell.ljust(size)
