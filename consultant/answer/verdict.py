"""What is said of one code or modifier that the sender named."""

from consultant.frozen import Frozen


class Verdict(Frozen):
    """What is to be said of one code or modifier that the sender named. `kind` picks the sentence:
    right, not_it, included, beside, deleted, unassigned, unknown, no_rule, modifier_ok, modifier_refused."""

    kind: str
    code: str
    others: tuple[str, ...] = ()
    say: str = ""
    year: int | None = None
    facts: tuple[str, ...] = ()
