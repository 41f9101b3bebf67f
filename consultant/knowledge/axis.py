"""The axes of a family: what decides, and the words by which a sender says it."""

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


class Default(Frozen):
    """What is assumed when nobody says otherwise, and how the reply says so."""

    value: str
    say: str
    when: When = {}
    beside: Several = ()  # families one of which must be in the mail
    over: Several = ()  # values it goes before where its conditions hold


class Junction(Frozen):
    """A level that belongs to one group by rule, whatever its name."""

    level: str
    group: str
    facts: Several = ()


class _Axis(Frozen):
    title: str = ""
    ask: str | None = None
    default: Default | None = None
    yes: str = ""  # the value that a bare "yes" to its question means
    no: str = ""
    optional: bool = False  # never asked for by itself
    evidence: bool = True  # does a word on it alone show that a case was told?


class Against(Frozen):
    """The value where the levels of another family are others, and where they are said to be the same."""

    family: str
    codes: Several  # of that family: beside one of them "the same level" counts
    apart: str
    same: str


class Distinct(Frozen):
    """What several of a value make: of two or more `kinds`, each told by one of its words, `value`."""

    value: str
    kinds: tuple[Several, ...]


class Elapsed(Frozen):
    """The value by the time from something that `cues` tell, with its day, to the day of service."""

    years: int = Field(gt=0)
    within: str  # the value when it was less than so many years before
    beyond: str
    cues: Phrases


class ChoiceAxis(_Axis):
    """One of several named values, set by cues; `shared` takes them from the lexicon."""

    kind: Literal["choice"] = "choice"
    values: dict[str, Value] = {}
    shared: str | None = None
    map: dict[str, str] = {}  # value of the shared axis -> value here
    many: Literal["one", "each", "placed"] = "one"  # placed: where values stand at levels of their own
    rank: Several = ()  # when several are asserted, the first of these wins
    against: Against | None = None  # levels of another family decide it
    joined: dict[str, Several] = {}  # value -> values that make it together, said of the same levels
    apart: bool = False  # said of one service, it says nothing of another that is told behind it
    own: Several = ()  # values that, where a sentence names one service of several, are of that one alone
    elapsed: Elapsed | None = None  # the days named decide it
    several: dict[str, Distinct] = {}  # value -> what two different things of it make
    seen: Phrases = ()  # phrases that name a value as what was wrong, not as what was done
    scopes: tuple[
        Literal["historical", "planned", "ordered", "elsewhere", "diagnosis"], ...
    ] = ()  # in which its cues count as well; "diagnosis": under that heading like elsewhere


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
    items: Phrases = ()  # names of the things counted: a list of different ones is counted
    found: bool = False  # do things count that stand among the findings, as polyps do?
    own: Phrases = ()  # phrases with a number that goes before every other ("the doctor 25")
    sums: Phrases = ()  # phrases with a sum ("it comes to 51"), where nobody else's time is told
    not_with: Phrases = ()  # words whose clause does not count ("the nurse spent")
    vague: Phrases = ()  # phrases that leave the number open ("multiple views"), whatever is listed
    deduct: Phrases = ()  # a number taken off the total ("12 of these were teaching")
    levels_as: Literal["interspaces", "bodies", "joints", "foramina", "segments", "none"] = "none"
    nerves: Phrases = ()  # words that make single levels nerves, two of which supply one joint
    nerves_say: str = ""  # how a reply says that
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
