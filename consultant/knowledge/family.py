"""A code family: the schema of a family file *is* the type.

A family states the axes that decide and an ordered table of rules; all conditions of a rule must
hold, the first rule that holds wins. Numbers, words and sources come from the file; nothing about
any family is in code.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator

from consultant.frozen import Frozen
from consultant.knowledge.axis import Axis, Several, When
from consultant.knowledge.lexicon import Phrases
from consultant.knowledge.sites import Sides, Sites

Confidence = Literal["high", "medium", "low"]


class Fact(Frozen):
    """One sourced statement, in our own words."""

    id: str
    text: str
    source: str
    confidence: Confidence
    changes: Literal["stable", "annual", "quarterly", "payer"]


class CodeEntry(Frozen):
    """What the family says of one code number; `plain` is our own wording, never a descriptor."""

    plain: str
    status: Literal["active", "deleted", "unassigned", "no_rule"] = "active"
    since: int | None = None
    replaced_by: Several = ()
    addon_to: Several = ()
    per: str = ""  # "each further level"
    split: bool = False  # has a professional and a technical part (26, TC)
    facts: Several = ()


class Item(Frozen):
    """A code that a rule yields; `units` names a count axis, with "-1" for the further ones,
    or "axis per 15 from 69" for steps of time."""

    code: str
    units: str | None = None
    to: str = ""  # for whom: the injecting provider, the reading provider
    modifiers: Several = ()
    optional: bool = False


def _as_items(value: object) -> object:
    return [
        {"code": str(i)} if isinstance(i, str | int) else i
        for i in (value if isinstance(value, list) else [value])
    ]


class Rule(Frozen):
    """One row of the decision table."""

    when: When
    codes: Annotated[tuple[Item, ...], BeforeValidator(_as_items)] = ()
    because: str
    facts: Several = ()
    family: str | None = None  # decided in another family
    ask: str | None = None  # this row can only be asked about
    modifiers: Several = ()  # the modifier that the row is about, where no code is due


class Otherwise(Rule):
    """The row for what no other row can hold for."""

    when: When = {}


class Together(Frozen):
    """Codes that are right together only if an axis says so; without it, it is asked for."""

    codes: Several
    axis: str


class Included(Frozen):
    """What is part of a code and not billed beside it."""

    into: Several
    items: Several = ()
    say: str
    when: When = {}
    facts: Several = ()


class Alongside(Frozen):
    """What may be billed beside a code, and when."""

    to: Several = ()
    codes: Several
    say: str
    when: When = {}
    facts: Several = ()
    modifiers: dict[str, str] = {}  # code -> modifier it then carries


class Policy(Frozen):
    """What a payer's policy says where codes come together; `beside` are codes or families."""

    codes: Several = ()  # of this family; without any, the family itself
    beside: Several = ()
    when: When = {}
    payer: str = "medicare"  # a value of the lexicon's payer
    say: str
    facts: Several


class ModifierRule(Frozen):
    """A modifier that facts add to codes of this family, or that is refused on them."""

    modifier: str
    on: Several
    when: When = {}
    beside: Several = ()
    refuse: bool = False
    say: str
    facts: Several = ()


class Elsewhere(Frozen):
    """Words near the family that mean another service."""

    cues: Phrases
    say: str
    family: str | None = None
    codes: Several = ()


class Topic(Frozen):
    """An explanation that questions of principle ask for."""

    cues: Phrases
    say: str
    facts: Several = ()
    codes: Several = ()


class Family(Frozen):
    """A code family, as its file states it."""

    family: str
    title: str
    about: str
    as_of: str
    terms: Phrases = ()
    weak_terms: Phrases = ()  # name the family only when no other family is named
    yields_to: Several = ()
    stands_by: dict[str, When] = {}  # of those: values that make it a service beside them
    step_of: Several = ()  # families of the thread of which its words name a step ("lumbar puncture")
    overrides: str = ""  # an intent in which its situations go before families named by words alone
    better_of: str | None = None  # an axis that may be taken either way: the higher code counts
    visit: bool = False  # its codes are visits (E/M), which take 25 or 57 beside a procedure
    codes: dict[str, CodeEntry]
    axes: dict[str, Axis]
    rules: tuple[Rule, ...] = ()
    otherwise: Otherwise | None = None  # where no row can hold: what to ask, or why there is no code
    extras: tuple[Rule, ...] = ()  # each adds its codes to those of the rule that held
    rules_only: Phrases = ()  # words by which only the rule's codes are asked for, no extras
    extras_only: Phrases = ()  # words by which only the extras are asked for
    extras_also: Phrases = ()  # words by which they are asked for beside the rule's codes
    together: tuple[Together, ...] = ()
    included: tuple[Included, ...] = ()
    alongside: tuple[Alongside, ...] = ()
    policies: tuple[Policy, ...] = ()
    modifiers: tuple[ModifierRule, ...] = ()
    sites: Sites | None = None  # where each of several sites is a line
    sides: Sides | None = None  # where each of several levels may have a side of its own
    elsewhere: tuple[Elsewhere, ...] = ()
    topics: tuple[Topic, ...] = ()
    diagnoses: tuple[str, ...] = ()
    globals: dict[str, str] = {}
    facts: tuple[Fact, ...]
    guide: Several = ()

    @cached_property
    def yielding(self) -> dict[str, list[Rule]]:
        """code -> the rules that yield it, in their order."""
        return _by_code(self.rules)

    @cached_property
    def adding(self) -> dict[str, list[Rule]]:
        """code -> the additions that yield it, in their order."""
        return _by_code(self.extras)

    def rules_on(self, modifiers: Iterable[str]) -> bool:
        """Does what was done decide one of these modifiers (53 on an examination that stopped short)?"""
        asked = set(modifiers)
        return any(r.modifier in asked and r.when and not (r.refuse or r.beside) for r in self.modifiers)


def _by_code(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    out: dict[str, list[Rule]] = {}
    for rule in rules:
        for code in dict.fromkeys(item.code for item in rule.codes):
            out.setdefault(code, []).append(rule)
    return out
