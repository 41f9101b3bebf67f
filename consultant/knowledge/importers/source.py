"""Where records come from: one published file, its release and what it covers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Hints(NamedTuple):
    """What the operator says of files that do not say it themselves."""

    effective: int | None = None  # yyyymmdd
    setting: str = ""
    excerpt: bool = False  # a part of a file is accepted, and marked as a part


@dataclass
class Source:
    """One published file. `effective` and `until` are yyyymmdd, 0 for unknown; complete once all is read."""

    kind: str
    title: str
    effective: int = 0
    until: int = 0
    setting: str = ""
    variant: str = ""
    whole: bool = True
    first: str = ""  # the codes between which the file says everything
    last: str = ""
    note: str = ""
    facts: dict[str, str] = field(default_factory=dict)  # one value per file, such as a conversion factor
    file: str = ""  # when the records were taken from another file that says so
    covered: tuple[str, ...] = ()  # of a part: the codes of which it says everything
    rank: int = 0  # of two files of one release and format the lower is taken

    def saw(self, code: str) -> None:
        """Widen the span of codes that the file speaks of."""
        if not self.first or code < self.first:
            self.first = code
        if code > self.last:
            self.last = code


class Reading(NamedTuple):
    """A file under way: `sources` are complete when `records` are used up. Each record is a NamedTuple of
    records/; in a file with several sources, each stands before its records."""

    sources: tuple[Source, ...]
    records: Iterator[Any]
