"""Modifiers: what each means, and the published indicators that allow or refuse it."""

from typing import Literal

from consultant.frozen import Frozen
from consultant.knowledge.axis import Several
from consultant.knowledge.family import Fact
from consultant.knowledge.lexicon import Phrases

Indicator = Literal["pctc", "bilateral", "global_days"]


class Modifier(Frozen):
    """One modifier in our own words; `needs` are indicator values one of which must hold."""

    plain: str
    needs: dict[Indicator, Several] = {}
    refused: str = ""
    visits_only: bool = False
    procedures_only: bool = False
    caution: str = ""
    facts: Several = ()


class BesideProcedure(Frozen):
    """The modifier a visit carries beside a procedure with these global days."""

    global_days: Several
    modifier: str
    say: str
    facts: Several = ()
    unless: dict[str, Several] = {}  # facts of the visit's family without which no visit is due


class Modifiers(Frozen):
    """modifiers.yaml."""

    modifiers: dict[str, Modifier]
    visits: tuple[BesideProcedure, ...] = ()
    said: Phrases = ()
    facts: tuple[Fact, ...] = ()
