"""An edition file, open for look-ups."""

from collections.abc import Sequence
from pathlib import Path

from consultant.editions.concepts import ConceptTables
from consultant.editions.coverage import CoverageTables
from consultant.editions.edits import EditTables
from consultant.editions.fees import FeeSchedule
from consultant.editions.lookup import Base
from consultant.editions.wordings import Wordings
from consultant.knowledge.indexed import Lines
from consultant.knowledge.published import Concepts, Coverage, Edits, Fees, Loaded


class OpenEdition:
    """What an edition file holds of the published files. Raises EditionError when it cannot be opened."""

    fees: Fees
    edits: Edits
    concepts: Concepts
    coverage: Coverage
    lines: Lines

    def __init__(self, path: Path) -> None:
        self.base = Base(path)
        self.name = self.base.about.get("name", path.stem)
        self.fees, self.edits = FeeSchedule(self.base), EditTables(self.base)
        self.concepts, self.coverage = ConceptTables(self.base), CoverageTables(self.base)
        self.lines = Wordings(self.base)

    def loaded(self, kind: str = "", setting: str = "") -> Sequence[Loaded]:
        """The sources, oldest first; of one kind or setting if named."""
        return self.base.loaded(kind, setting)

    def close(self) -> None:
        self.base.close()
