"""Workbooks (xlsx) as the rows of cells that importers read; numbers become the text a CSV would have."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from consultant.knowledge.importers.broken import Broken
from consultant.knowledge.importers.stream import Head, Line, Row

_HEAD = 60


class Workbook:
    """One sheet of a workbook, as a Stream."""

    def __init__(
        self, name: str, path: Path, sheet: int = 0, read: Callable[[int], None] = lambda octets: None
    ) -> None:
        self.name = name
        self._path, self._sheet, self._read = path, sheet, read

    def head(self) -> Head:
        rows = [row for _, row in itertools.islice(self.rows(), _HEAD)]
        lines = ["\t".join(row) for row in rows]
        return Head(lines, rows, rows)

    def lines(self) -> Iterator[Line]:
        raise Broken("a text file", "a workbook")

    def blocks(self) -> Iterator[bytes]:
        raise Broken("a text file", "a workbook")

    def rows(self, delimiter: str = ",") -> Iterator[Row]:
        """Rows cut to the width of the widest so far filled one, without trailing empty cells beyond it."""
        from openpyxl import load_workbook

        try:
            book = load_workbook(self._path, read_only=True, data_only=True)
            sheet = book.worksheets[self._sheet]
            sheet.reset_dimensions()
            width = 0
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                row = [_text(cell) for cell in cells]
                while len(row) > width and not row[-1]:
                    row.pop()
                width = max(width, len(row))
                yield number, row + [""] * (width - len(row))
            book.close()
        except Broken:
            raise
        except Exception as error:  # a damaged workbook fails anywhere in the library
            raise Broken("a readable workbook", type(error).__name__) from error
        self._read(self._path.stat().st_size)


def sheets(path: Path) -> int:
    """How many sheets it has; raises Broken."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True)
        return len(book.worksheets)
    except Exception as error:  # as above
        raise Broken("a readable workbook", type(error).__name__) from error


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return f"{cell:.10g}"
    if hasattr(cell, "strftime"):
        return str(cell.strftime("%Y%m%d"))
    return str(cell)
