"""Checked cells: each gives a clean value or says what was expected and found."""

import re
from collections.abc import Collection, Sequence

from consultant.knowledge.importers.broken import Broken, shown
from consultant.knowledge.importers.source import Source

PROCEDURE = re.compile(r"\d{5}|\d{4}[A-Z]|[A-V][0-9X]{4}")  # GXXX1 stands in the file of July 2026
_NUMBER = re.compile(r"(-?)(\d*)(?:\.(\d*))?")


def procedure(value: str, line: int, what: str = "a five-character code") -> str:
    """A CPT or HCPCS code number, as text."""
    code = value.strip()
    if not (len(code) == 5 and code.isascii() and PROCEDURE.fullmatch(code)):
        raise Broken(what, shown(value), line)
    return code


def scaled(value: str, places: int, line: int, what: str, most: int = 10**9) -> int:
    """A decimal number as a whole number of its last published place: "7.42" with 2 places is 742."""
    text = value.strip()
    m = _NUMBER.fullmatch(text) if text.isascii() else None
    whole, part = (m[2], (m[3] or "").rstrip("0")) if m else ("", "")
    if not m or not (whole or m[3]) or len(part) > places or len(whole) > 9 or m[1]:
        raise Broken(f"{what} with at most {places} decimals", shown(value), line)
    number: int = int(whole or 0) * 10**places + int((part + "0" * places)[:places] or 0)
    if number > most:
        raise Broken(f"{what} of at most {most / 10**places:g}", shown(value), line)
    return number


def whole_number(value: str, line: int, what: str, most: int = 10**9) -> int:
    """A number without decimals."""
    text = value.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 12 and int(text) <= most):
        raise Broken(f"{what} as a whole number of at most {most}", shown(value), line)
    return int(text)


def one_of(value: str, allowed: Collection[str], line: int, what: str) -> str:
    """A value of a closed list."""
    text = value.strip()
    if text not in allowed:
        listed = ", ".join(sorted(a or "blank" for a in allowed))
        raise Broken(f"{what} to be one of {listed}", shown(value), line)
    return text


def width(row: Sequence[str], allowed: Collection[int], line: int) -> None:
    """A row has one of the allowed numbers of cells."""
    if len(row) not in allowed:
        counts = " or ".join(map(str, sorted(allowed)))
        raise Broken(f"{counts} cells in a row", f"{len(row)}", line)


def headed(row: Sequence[str], expected: Sequence[str], line: int) -> None:
    """The header says what is expected, cell by cell; case and blanks do not count."""
    found = [" ".join(cell.split()).lower() for cell in row]
    for i, name in enumerate(expected):
        if i >= len(found) or name.lower() not in found[i]:
            what = shown(row[i]) if i < len(row) else "nothing"
            raise Broken(f'the column "{name}" as number {i + 1} of the header', what, line)


def enough(rows: int, least: int, most: int, line: int, what: str, source: Source, *, excerpt: bool) -> None:
    """As many rows as a whole file of this kind has; an excerpt may have fewer, but not none, and is a part
    only then."""
    if rows == 0 or (rows < least and not excerpt) or rows > most:
        span = f"{least}" if least == most else f"at least {least}" if rows < least else f"at most {most}"
        raise Broken(f"{span} {what} in a whole file", str(rows), line or None)
    source.whole = rows >= least
