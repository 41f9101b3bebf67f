"""What a mail says on one axis of a family."""

from typing import Literal

from consultant.frozen import Frozen
from consultant.knowledge.condition import Fact


class AxisFact(Frozen):
    """The value of one axis, the words that set it, and how: `said` in the mail, `implied` by a
    code the sender named, `kept` from an earlier question, or `assumed` by the family's default. `told` is
    the value as it was told, where that counts as another."""

    axis: str
    value: Fact
    quotes: tuple[str, ...] = ()
    how: Literal["said", "implied", "kept", "assumed"] = "said"
    say: str = ""
    told: str = ""


class Unclear(Frozen):
    """An axis on which the mail says several things at once."""

    axis: str
    values: tuple[str, ...]
    quotes: tuple[str, ...]


class Facts:
    """The facts of one family, and what is unclear. Never changed once made."""

    def __init__(self, known: dict[str, AxisFact], unclear: dict[str, Unclear]) -> None:
        self.known = known
        self.unclear = unclear

    def values(self) -> dict[str, Fact]:
        """axis -> value."""
        return {a: f.value for a, f in self.known.items()}
