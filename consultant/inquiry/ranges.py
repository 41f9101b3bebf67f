"""Several codes in one word: a range from one to another, last digits after strokes ("62302/3/4")."""

import re

_SLASH = re.compile(r"(?:\s?[/,]\s?\d{1,2}(?!\d|\s*(?:x|\w))){2,}|(?:/\d(?!\d))+")


def slashed(first: str, text: str, at: int) -> tuple[list[str], int] | None:
    """The codes that `first` and the single digits after strokes at `at` name, and where they end."""
    m = _SLASH.match(text, at)
    said = re.findall(r"\d+", m.group()) if m else []
    if not m or not said or any(len(d) > 1 for d in said) or not first[-1].isdigit():
        return None
    return [first, *(first[:-1] + d for d in said)], m.end()


def shape(code: str) -> tuple[str, str]:
    """The letter that a code begins with and the one it ends with; the two ends of a range share them."""
    return code[0].rstrip("0123456789"), code[-1].rstrip("0123456789")


def expand(first: str, last: str) -> list[str]:
    """All code numbers from first to last; only the two ends when that would be a whole chapter."""
    head, tail = shape(first)
    a, b = (int(c[len(head) : len(c) - len(tail)]) for c in (first, last))
    width = 5 - len(head) - len(tail)
    return [f"{head}{n:0{width}d}{tail}" for n in (range(a, b + 1) if b - a <= 40 else (a, b))]
