"""The look-ups of an edition into which no published file went: everything is unknown."""

from collections.abc import Sequence
from datetime import date

from consultant.knowledge.indexed import Lines, NoLines
from consultant.knowledge.published import (
    AddOnPair,
    AnesthesiaFactor,
    CategoryOf,
    Concepts,
    Coverage,
    CoverageArticle,
    Descriptor,
    Diagnosis,
    Edits,
    Fees,
    Loaded,
    Locality,
    PairEdit,
    RelativeValue,
    Supply,
    UnitLimit,
)


class NoFees:
    """No fee schedule."""

    def value(
        self, code: str, modifier: str = "", on: date | None = None, variant: str = ""
    ) -> RelativeValue | None:
        return None

    def values(self, code: str, on: date | None = None) -> Sequence[RelativeValue]:
        return ()

    def history(self, code: str) -> Sequence[RelativeValue]:
        return ()

    def localities(self, on: date | None = None) -> Sequence[Locality]:
        return ()

    def anesthesia(self, mac: str, number: str, on: date | None = None) -> AnesthesiaFactor | None:
        return None


class NoEdits:
    """No edits."""

    def pair(
        self, column_1: str, column_2: str, setting: str = "practitioner", on: date | None = None
    ) -> PairEdit | None:
        return None

    def pair_history(self, column_1: str, column_2: str, setting: str = "practitioner") -> Sequence[PairEdit]:
        return ()

    def pairs_of(
        self, code: str, setting: str = "practitioner", on: date | None = None, limit: int = 200
    ) -> Sequence[PairEdit]:
        return ()

    def covers(self, code: str, setting: str = "practitioner") -> bool:
        return False

    def limit(self, code: str, setting: str = "practitioner", on: date | None = None) -> UnitLimit | None:
        return None

    def covers_units(self, code: str, setting: str = "practitioner") -> bool:
        return False

    def primaries(self, add_on: str, on: date | None = None) -> Sequence[AddOnPair]:
        return ()

    def add_ons(self, primary: str, on: date | None = None) -> Sequence[AddOnPair]:
        return ()


class NoConcepts:
    """No code systems."""

    def diagnosis(self, code: str, on: date | None = None) -> Diagnosis | None:
        return None

    def supply(self, code: str, on: date | None = None) -> Supply | None:
        return None

    def modifier(self, code: str, on: date | None = None) -> Supply | None:
        return None

    def descriptors(self, code: str) -> Sequence[Descriptor]:
        return ()

    def withdrawn(self, code: str) -> str:
        return ""


class NoCoverage:
    """No coverage database."""

    def categories(self, code: str, on: date | None = None) -> Sequence[CategoryOf]:
        return ()

    def articles(self, code: str) -> Sequence[CoverageArticle]:
        return ()

    def diagnoses(self, article: str, version: int, group: int, limit: int = 50) -> Sequence[tuple[str, str]]:
        return ()


class Unpublished:
    """An edition of family files alone."""

    name = ""
    fees: Fees = NoFees()
    edits: Edits = NoEdits()
    concepts: Concepts = NoConcepts()
    coverage: Coverage = NoCoverage()
    lines: Lines = NoLines()

    def loaded(self, kind: str = "", setting: str = "") -> Sequence[Loaded]:
        return ()
