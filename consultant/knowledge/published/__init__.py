"""What the published files say, as values: fee schedule rows, edits, concepts, and where each row stands.

The look-ups are protocols; `editions/` implements them over a read-only file, `unpublished.py` over
nothing. A date of service picks the rows in force; without one the newest loaded release speaks.
"""

from collections.abc import Sequence
from typing import Literal, Protocol

from consultant.knowledge.indexed import Lines
from consultant.knowledge.published.concepts import Concepts, Descriptor, Diagnosis, Note, Supply
from consultant.knowledge.published.coverage import CategoryOf, Coverage, CoverageArticle
from consultant.knowledge.published.edits import AddOnPair, Edits, PairEdit, UnitLimit
from consultant.knowledge.published.fees import AnesthesiaFactor, Fees, Locality, RelativeValue
from consultant.knowledge.published.trace import Loaded, Trace

__all__ = [
    "AddOnPair",
    "AnesthesiaFactor",
    "CategoryOf",
    "Concepts",
    "Coverage",
    "CoverageArticle",
    "Descriptor",
    "Diagnosis",
    "Edits",
    "Fees",
    "Loaded",
    "Locality",
    "Note",
    "PairEdit",
    "Published",
    "RelativeValue",
    "Setting",
    "Supply",
    "Trace",
    "UnitLimit",
]

Setting = Literal["practitioner", "hospital", "dme"]


class Published(Protocol):
    """Everything an edition holds of the published files."""

    name: str
    fees: Fees
    edits: Edits
    concepts: Concepts
    coverage: Coverage
    lines: Lines

    def loaded(self, kind: str = "", setting: str = "") -> Sequence[Loaded]:
        """The sources, oldest first; of one kind or setting if named."""
