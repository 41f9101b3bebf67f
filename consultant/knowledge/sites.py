"""Where a family's codes were done: sites that are lines of their own, levels with sides of their own."""

from consultant.frozen import Frozen
from consultant.knowledge.axis import Several


class Sites(Frozen):
    """Each of several values of `axis` is a line of its own; `of` is the axis they are kinds of."""

    axis: str
    of: str
    on: Several  # codes
    side: str  # the axis of sides
    second: str  # the modifier of the second line and the further ones
    say: str
    facts: Several


class Sides(Frozen):
    """Levels may be done on different sides: the value of `axis` at each gives its line the modifier that the
    family's rules name for it. `levels` is the axis that counts them."""

    axis: str
    levels: str
    say: str
    facts: Several
