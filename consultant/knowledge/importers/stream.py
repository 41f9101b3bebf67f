"""A published file as importers see it: lines, rows of cells, or blocks, each with its line number."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, NamedTuple, Protocol

from consultant.knowledge.importers.broken import Broken, shown

Line = tuple[int, str]
Row = tuple[int, list[str]]
HEAD = 65_536
LONGEST = 4_000_000  # characters in one line; a published file has far less

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x19\x1b-\x1f\x7f-\x9f]")


class Head(NamedTuple):
    """The beginning of a file, enough to see which format it has."""

    lines: list[str]
    commas: list[list[str]]  # the same cut at commas
    tabs: list[list[str]]

    def text(self) -> str:
        return "\n".join(self.lines)


class Stream(Protocol):
    """What an importer is handed."""

    name: str

    def head(self) -> Head: ...
    def lines(self) -> Iterator[Line]: ...
    def rows(self, delimiter: str = ",") -> Iterator[Row]: ...
    def blocks(self) -> Iterator[bytes]: ...


class TextStream:
    """A text file. `opener` gives the bytes from their beginning; `read` is told of every octet taken."""

    def __init__(
        self, name: str, opener: Callable[[], BinaryIO], read: Callable[[int], None] = lambda octets: None
    ) -> None:
        self.name = name
        self._opener, self._read = opener, read

    def head(self) -> Head:
        with self._opener() as file:
            raw = file.read(HEAD)
        text = raw.decode("latin-1").removeprefix("ï»¿")
        lines = [line.rstrip("\r") for line in text.split("\n")]
        return Head(lines, _cut(text, ","), [line.split("\t") for line in lines])

    def blocks(self) -> Iterator[bytes]:
        with self._opener() as file:
            while block := file.read(HEAD):
                self._read(len(block))
                yield block

    def lines(self) -> Iterator[Line]:
        """Decoded lines without their ends. A line with nothing but Ctrl-Z is an old end-of-file mark."""
        for number, raw in self._raw():
            line = raw.rstrip("\r\n")
            if line.strip("\x1a") or "\x1a" not in line:
                yield number, line

    def rows(self, delimiter: str = ",") -> Iterator[Row]:
        """Rows of cells; quoted cells may hold line breaks. A row's number is that of its last line."""
        reader = csv.reader((raw for _, raw in self._raw()), delimiter=delimiter)
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise Broken(
                    "rows of cells", f"a row that cannot be cut ({error})", reader.line_num
                ) from None
            if row and row[0] == "\x1a" and not any(cell.strip() for cell in row[1:]):
                continue
            yield reader.line_num, row or [""]

    def _raw(self) -> Iterator[Line]:
        """Decoded lines with their ends."""
        with self._opener() as file:
            yield from decoded(self._counted(file))

    def _counted(self, file: Iterable[bytes]) -> Iterator[bytes]:
        taken = 0
        for line in file:
            taken += len(line)
            if taken > HEAD:
                self._read(taken)
                taken = 0
            yield line
        self._read(taken)


def decoded(lines: Iterable[bytes]) -> Iterator[Line]:
    """Numbered text of lines in ASCII, UTF-8 or cp1252 (the published files have no other), not of both."""
    utf8 = cp1252 = 0
    for number, raw in enumerate(lines, start=1):
        if number == 1:
            if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise Broken("text in ASCII, UTF-8 or cp1252", "UTF-16", 1)
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if raw.isascii():
            text = raw.decode("ascii")
        else:
            try:
                text = raw.decode("utf-8")
                utf8 = utf8 or number
            except UnicodeDecodeError:
                text = _cp1252(raw, number)
                cp1252 = cp1252 or number
            if utf8 and cp1252:
                first, other = ("UTF-8", "cp1252") if utf8 < cp1252 else ("cp1252", "UTF-8")
                raise Broken(f"one encoding throughout ({first})", f"{other}", number)
        if len(text) > LONGEST:
            raise Broken(f"lines of at most {LONGEST} characters", f"{len(text)}", number)
        if not text.isprintable() and (bad := _CONTROL.search(text)):
            raise Broken("text", f"the control character {ord(bad[0]):#04x}", number)
        yield number, text


def _cp1252(raw: bytes, number: int) -> str:
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError as error:
        found = f"the octet {raw[error.start]:#04x}"
        raise Broken("text in ASCII, UTF-8 or cp1252", found, number) from None


def _cut(text: str, delimiter: str) -> list[list[str]]:
    """As many rows as can be cut; the last may be half."""
    out: list[list[str]] = []
    try:
        for row in csv.reader(text.replace("\x00", " ").splitlines(keepends=True), delimiter=delimiter):
            out.append(row or [""])
    except csv.Error:
        pass
    return out or [[""]]


def until_found(rows: Iterator[Row], first: str, what: str, within: int = 60) -> Row:
    """The first row whose first cell is `first`, or what was looked for and not found."""
    seen = ""
    last = 0
    for last, row in rows:
        if row and " ".join(row[0].split()).upper() == first.upper():
            return last, row
        seen = seen or (row[0] if row else "")
        if last > within:
            break
    raise Broken(what, shown(seen) if seen else "no such row", last or 1)
