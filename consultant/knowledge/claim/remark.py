"""What is said of a claim."""

from consultant.frozen import Frozen
from consultant.knowledge.indicator import Severity
from consultant.knowledge.published import Trace


class Remark(Frozen):
    """One remark: how grave, on which codes, what is so, what to do, and the row that says it."""

    kind: str
    severity: Severity
    codes: tuple[str, ...]
    say: str
    do: str = ""
    trace: Trace | None = None
    facts: tuple[str, ...] = ()


class Review(Frozen):
    """What a check found: remarks, gravest first; the releases checked against; what is not loaded."""

    remarks: tuple[Remark, ...]
    tables: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Nothing that denies or needs a look."""
        return all(r.severity == "note" for r in self.remarks)
