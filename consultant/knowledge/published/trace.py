"""Where rows stand, and the sources they come from."""

from datetime import date

from consultant.frozen import Frozen


class Trace(Frozen):
    """Where a row stands: its release, file and line. `exact` is false when the release is not the one of the
    date asked about, only the nearest that is loaded."""

    release: str
    file: str
    line: int
    effective: date | None = None
    until: date | None = None
    exact: bool = True
    note: str = ""

    def __str__(self) -> str:
        return f"{self.release} ({self.file}{f', line {self.line}' if self.line else ''})"


class Loaded(Frozen):
    """One source of an edition."""

    kind: str
    title: str
    file: str
    rows: int
    effective: date | None
    until: date | None
    setting: str = ""
    variant: str = ""
    whole: bool = True
    note: str = ""
    facts: dict[str, str] = {}
