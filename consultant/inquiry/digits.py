"""Where three and more digits stand together: a code, a record, a telephone number is sought only there."""

import re
from collections.abc import Iterator
from functools import lru_cache

_RUN = re.compile(r"\d\d\d+")


@lru_cache(maxsize=4)  # the text that is read now
def runs(text: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of every run of three and more digits of `text`, in order."""
    return tuple(m.span() for m in _RUN.finditer(text))


def beginning(text: str, pattern: re.Pattern[str], least: int = 3, most: int = 3) -> Iterator[re.Match[str]]:
    """The matches of a pattern that begins with a run of `least` to `most` digits, in order, none within
    another."""
    end = 0
    for start, stop in runs(text):
        if start >= end and least <= stop - start <= most and (m := pattern.match(text, start)):
            yield m
            end = m.end()


def holding(text: str, pattern: re.Pattern[str], before: int) -> Iterator[re.Match[str]]:
    """The matches of a pattern each of which holds such a run and begins at most `before` characters ahead of
    it, in order, none within another."""
    end = 0
    for start, _ in runs(text):
        for at in range(max(start - before, end), start + 1):
            if m := pattern.match(text, at):
                yield m
                end = m.end()
                break
