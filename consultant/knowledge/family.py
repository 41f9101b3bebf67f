"""A code family: the schema of a family file *is* the type.

A family states the axes that decide and an ordered table of rules; all conditions of a rule must
hold, the first rule that holds wins. Numbers, words and sources come from the file; nothing about
any family is in code.
"""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from consultant.frozen import Frozen
from consultant.knowledge.lexicon import Phrases, RegionName, Value


def _as_tuple(value: object) -> object:
    """One value stands for a list of one; numbers in YAML are text here."""
    items = value if isinstance(value, list | tuple) else [value]
    return tuple(
        ("yes" if i else "no") if isinstance(i, bool) else str(i) if isinstance(i, int) else i for i in items
    )


Several = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
When = dict[str, Several]
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


class Ask(Frozen):
    """The question back when an axis is unknown; `short` for a list."""

    text: str
    axis: str


class Default(Frozen):
    """What is assumed when nobody says otherwise, and how the reply says so."""

    value: str
    say: str
    when: When = {}


class Junction(Frozen):
    """A level that belongs to one group by rule, whatever its name."""

    level: str
    group: str
    facts: Several = ()


class _Axis(Frozen):
    title: str = ""
    ask: str | None = None
    default: Default | None = None
    optional: bool = False  # never asked for by itself


class ChoiceAxis(_Axis):
    """One of several named values, set by cues; `shared` takes them from the lexicon."""

    kind: Literal["choice"] = "choice"
    values: dict[str, Value] = {}
    shared: str | None = None
    map: dict[str, str] = {}  # value of the shared axis -> value here
    many: Literal["one", "each"] = "one"
    rank: Several = ()  # when several are asserted, the first of these wins


class RegionsAxis(_Axis):
    """The set of region groups studied or treated; `many: each` decides once per group."""

    kind: Literal["regions"]
    groups: dict[str, tuple[RegionName, ...]]
    accepts: Several = ("plain",)
    many: Literal["set", "each", "first"] = "set"
    levels: Literal["also", "fallback"] = "also"  # do levels count beside region words?
    junctions: tuple[Junction, ...] = ()
    named_by: dict[str, Phrases] = {}  # groups with words of their own


class CountAxis(_Axis):
    """A number: said outright ("three levels"), or counted from the levels named."""

    kind: Literal["count"]
    units: Phrases = ()
    larger: dict[str, int] = {}  # a larger unit and how many units it holds
    not_with: Phrases = ()  # words whose clause does not count ("the nurse spent")
    deduct: Phrases = ()  # a number taken off the total ("12 of these were teaching")
    levels_as: Literal["interspaces", "bodies", "joints", "foramina", "segments", "none"] = "none"
    nerves: Phrases = ()  # words that make single levels nerves, two of which supply one joint
    cues: dict[str, Phrases] = {}  # phrases that fix the number


class Act(Frozen):
    """One part of the service and the words for doing it."""

    say: str
    cues: Phrases


class ActsAxis(_Axis):
    """Who did which part: the same person both, two people, or only one part is ours."""

    kind: Literal["acts"]
    acts: dict[str, Act]
    same: str
    split: str
    alone: dict[str, str] = {}  # act -> value when only that act is ours
    values: dict[str, Value]


class GradeAxis(_Axis):
    """An ordered grade reached when `needed` of the elements meet or exceed it."""

    kind: Literal["grade"]
    grades: Several
    elements: Several
    needed: int = 2
    values: dict[str, Value] = {}


Axis = Annotated[ChoiceAxis | RegionsAxis | CountAxis | ActsAxis | GradeAxis, Field(discriminator="kind")]


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


class Together(Frozen):
    """Codes that are right together only if an axis says so; without it, it is asked for."""

    codes: Several
    axis: str


class Included(Frozen):
    """What is part of a code and not billed beside it."""

    into: Several
    items: Several = ()
    words: Phrases = ()  # cues by which the sender may name it
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
    overrides: str = ""  # an intent in which its situations go before families named by words alone
    better_of: str | None = None  # an axis that may be taken either way: the higher code counts
    visit: bool = False  # its codes are visits (E/M), which take 25 or 57 beside a procedure
    codes: dict[str, CodeEntry]
    axes: dict[str, Axis]
    rules: tuple[Rule, ...] = ()
    extras: tuple[Rule, ...] = ()  # each adds its codes to those of the rule that held
    extras_only: Phrases = ()  # words by which only the extras are asked for
    together: tuple[Together, ...] = ()
    included: tuple[Included, ...] = ()
    alongside: tuple[Alongside, ...] = ()
    modifiers: tuple[ModifierRule, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    topics: tuple[Topic, ...] = ()
    diagnoses: tuple[str, ...] = ()
    globals: dict[str, str] = {}
    facts: tuple[Fact, ...]
    guide: Several = ()
