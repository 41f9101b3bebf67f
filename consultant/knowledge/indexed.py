"""The index of an edition: every wording by which a code may be found, and the words they are made of."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

from consultant.frozen import Frozen

System = Literal["cpt", "hcpcs", "icd10cm", "modifier"]
SYSTEMS: tuple[System, ...] = ("cpt", "hcpcs", "icd10cm", "modifier")
Kind = Literal["title", "also", "index", "plain", "retired"]
"""Where a wording comes from: the title, an inclusion term, the alphabetic index, our own words of a family
or modifier, the title of a code that is gone."""


class Line(NamedTuple):
    """One wording of a code. `words` and `above` are stems: those of the wording itself, and those of the
    headings over the code with what they include; `lacks` those of the words that stand behind "without"."""

    system: System
    code: str
    kind: Kind
    wording: str  # as published; "" when it is the title of the code
    billable: bool
    words: frozenset[str]
    above: frozenset[str]
    lacks: frozenset[str] = frozenset()


Terms = Sequence[Sequence[tuple[str, ...]]]
"""What lines must hold: of each group at least one alternative, of the alternative all stems."""


class Lines(Protocol):
    """The wordings of an edition."""

    @property
    def counts(self) -> Mapping[str, int]:
        """stem -> in how many lines it stands."""

    @property
    def total(self) -> int:
        """How many lines there are."""

    def holding(self, terms: Terms, systems: Sequence[System], limit: int) -> Sequence[Line]:
        """The lines of the systems that hold all the terms, the plainest wordings first."""

    def coded(self, prefix: str, system: System, limit: int) -> Sequence[Line]:
        """The titles of the codes that begin so, dotted or not, in the order of codes."""

    def title(self, code: str, system: System) -> tuple[str, str]:
        """The title of a code, and the heading it stands under."""

    def has(self, system: System) -> bool:
        """Does the edition hold any wording of the system?"""

    def near(self, word: str) -> Sequence[str]:
        """Words of the edition that a misspelled word may stand for, the likeliest first."""

    def parted(self, word: str) -> tuple[str, str] | None:
        """The two words of the edition that were run together."""

    def knows(self, word: str) -> bool:
        """Does the word, as it is written, stand in the edition?"""


class NoLines:
    """The index of an edition without one."""

    counts: Mapping[str, int] = {}
    total = 0

    def holding(self, terms: Terms, systems: Sequence[System], limit: int) -> Sequence[Line]:
        return ()

    def coded(self, prefix: str, system: System, limit: int) -> Sequence[Line]:
        return ()

    def title(self, code: str, system: System) -> tuple[str, str]:
        return "", ""

    def has(self, system: System) -> bool:
        return False

    def near(self, word: str) -> Sequence[str]:
        return ()

    def parted(self, word: str) -> tuple[str, str] | None:
        return None

    def knows(self, word: str) -> bool:
        return False


class Led(NamedTuple):
    """A code that a family's rules lead to: by how much it goes before likeness, and why."""

    code: str
    before: float
    why: str


class Hit(Frozen):
    """A code found. `score` is 0 to 1; `marked` are the words of the title and wording that matched."""

    code: str
    system: System
    title: str
    billable: bool
    score: float
    why: str
    within: str = ""  # its family or heading
    status: str = ""  # "deleted 2017, now 62320, 62321"
    marked: tuple[str, ...] = ()
    decided: bool = False  # a family's rule led here, not likeness


class Found(Frozen):
    """What a search found: a list to choose from. `read` is how it was understood, where that differs."""

    query: str
    hits: tuple[Hit, ...] = ()
    read: str = ""
    says: str = ""  # one sentence when there is nothing to search for, or nothing was found
    systems: tuple[System, ...] = ()  # those named, in the words or by the searcher


class Finder(Protocol):
    """Search by words."""

    def find(
        self, text: str, lines: Lines, system: System | None = None, limit: int = 10, led: Sequence[Led] = ()
    ) -> Found:
        """The codes whose wordings are likest the text, those that a family leads to before them."""


class NoFinder:
    """Finds nothing."""

    def find(
        self, text: str, lines: Lines, system: System | None = None, limit: int = 10, led: Sequence[Led] = ()
    ) -> Found:
        return Found(query=text)


class SearchWords(Frozen):
    """search.yaml: how coders write. `within` is a whole -> its parts, `sections` a beginning of a HCPCS code
    -> the section it stands in."""

    abbreviations: dict[str, tuple[str, ...]]
    synonyms: tuple[tuple[str, ...], ...]
    within: dict[str, tuple[str, ...]] = {}
    systems: dict[System, tuple[str, ...]]
    silent: tuple[str, ...]
    light: tuple[str, ...]
    turns: dict[str, float]
    sections: dict[str, str] = {}


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """Each once, in order."""
    return tuple(dict.fromkeys(items))
