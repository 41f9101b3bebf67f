"""What published indicators mean, and what is said about a claim: the schema of indicators.yaml and
claims.yaml."""

import re
from typing import Literal

from pydantic import field_validator

from consultant.frozen import Frozen

Severity = Literal["deny", "warn", "note"]
FIELDS = frozenset("code other codes modifier units limit indicator meaning why release title set".split())
_FIELD = re.compile(r"\{(\w*)\}")


class RemarkWords(Frozen):
    """How one kind of remark on a claim is said: how grave it is, what is so, and what to do."""

    severity: Severity
    say: str
    do: str = ""

    @field_validator("say", "do")
    @classmethod
    def _known_fields(cls, text: str) -> str:
        unknown = [name for name in _FIELD.findall(text) if name not in FIELDS]
        if unknown:
            known = ", ".join(sorted(FIELDS))
            raise ValueError(f"expected fields of {known}, found {{{unknown[0]}}}")
        return text


class Indicators(Frozen):
    """indicators.yaml: of each published column, what its values mean."""

    meanings: dict[str, dict[str, str]] = {}

    def meaning(self, column: str, value: str) -> str:
        """The meaning in words; "" if the file has none."""
        return self.meanings.get(column, {}).get(value, "")


class ClaimWords(Frozen):
    """claims.yaml: the remarks, the statuses that are never paid, and which codes are visits."""

    remarks: dict[str, RemarkWords] = {}
    statuses: dict[str, Severity] = {}
    visits: tuple[str, ...] = ()

    @field_validator("visits")
    @classmethod
    def _ranges(cls, ranges: tuple[str, ...]) -> tuple[str, ...]:
        for text in ranges:
            if not re.fullmatch(r"\w{5}-\w{5}", text):
                raise ValueError(f"expected ranges such as 99202-99499, found {text}")
        return ranges

    def is_visit(self, code: str) -> bool:
        """Is the code one of the ranges of visits?"""
        return any(first <= code <= last for first, last in (r.split("-") for r in self.visits))
