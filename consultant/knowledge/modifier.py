"""Modifiers: what each means, and the published indicators that allow or refuse it."""

from typing import Literal

from consultant.frozen import Frozen
from consultant.knowledge.axis import Several
from consultant.knowledge.family import Fact

Indicator = Literal["pctc", "bilateral", "global_days", "multiple", "assistant", "cosurgeon", "team"]


class Modifier(Frozen):
    """One modifier in our own words; `needs` are indicator values one of which must hold, `documented` those
    under which it is paid only with documentation."""

    plain: str
    needs: dict[Indicator, Several] = {}
    documented: dict[Indicator, Several] = {}
    refused: str = ""
    visits_only: bool = False
    procedures_only: bool = False
    not_on_add_ons: bool = False
    one_unit: bool = False  # says both sides itself
    sets_apart: bool = False  # one of the NCCI modifiers of an edit with indicator 1
    repeats: bool = False  # explains a second line of the same code
    period: bool = False  # speaks of the global period of an earlier procedure
    not_with: Several = ()  # never on the same line
    caution: str = ""
    facts: Several = ()


class BesideProcedure(Frozen):
    """The modifier a visit carries beside a procedure with these global days; none where the rule only says
    when no visit is due."""

    global_days: Several
    modifier: str = ""
    say: str
    facts: Several = ()
    unless: dict[str, Several] = {}  # facts of the visit's family without which no visit is due


class Distinct(Frozen):
    """When modifiers for distinct services help: `unless` are facts of `family` that rule it out."""

    modifiers: Several
    family: str
    unless: dict[str, Several]
    apart: str  # why it is due on {code} beside {other}, done at another place
    same: str  # why not, where the facts rule it out
    never: str  # why not, where the edit allows none
    none: str  # why not, where there is no edit
    facts: Several = ()


class Modifiers(Frozen):
    """modifiers.yaml."""

    modifiers: dict[str, Modifier]
    visits: tuple[BesideProcedure, ...] = ()
    distinct: tuple[Distinct, ...] = ()
    facts: tuple[Fact, ...] = ()
