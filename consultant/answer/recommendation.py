"""A code to report."""

from typing import Self

from consultant.frozen import Frozen


class Recommendation(Frozen):
    """A code to report. `units` is 1 or more; `to` says for whom, "" for everyone asked about."""

    code: str
    plain: str = ""
    modifiers: tuple[str, ...] = ()
    units: int = 1
    role: str = "primary"
    to: str = ""
    as_named: bool = False  # the sender's own code, left as it is

    def bearing(self, *modifiers: str) -> Self:
        """The code with these modifiers behind its own, none twice."""
        return self.model_copy(update={"modifiers": tuple(dict.fromkeys((*self.modifiers, *modifiers)))})
