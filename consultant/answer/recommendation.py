"""A code to report."""

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
