"""The words people write: the schema of lexicon.yaml, contexts.yaml and intents.yaml."""

from typing import Literal

from pydantic import Field

from consultant.frozen import Frozen

Phrases = tuple[str, ...]
RegionName = Literal["cervical", "thoracic", "lumbar", "sacral"]


class RegionWords(Frozen):
    """What a region is called; `misspelled` are forms too far off for the spelling step."""

    terms: Phrases
    misspelled: Phrases = ()


class Span(Frozen):
    """Words that name several regions at once."""

    terms: Phrases
    regions: tuple[RegionName, ...]


class Value(Frozen):
    """One value of an axis: how a reply says it, the phrases that set it, and the value that a
    negated cue sets instead ("no ultrasound")."""

    say: str = ""
    cues: Phrases = ()
    negated: str | None = None
    unless: tuple[str, ...] = ()  # values beside which this one is not meant
    counts_as: str = ""  # the value it amounts to, once others have given way to it
    weak: Phrases = ()  # cues that count only when nothing else set the axis


class SharedAxis(Frozen):
    """An axis that several families use (side, guidance, contrast, payer, setting)."""

    values: dict[str, Value]


class Lexicon(Frozen):
    """lexicon.yaml."""

    regions: dict[RegionName, RegionWords]
    spans: tuple[Span, ...]
    not_regions: Phrases
    not_levels: Phrases
    not_counts: Phrases = ()  # turns in which a number or an item counts nothing
    classes: dict[str, Phrases]
    roles: dict[Literal["plain", "approach", "passage", "diagnosis", "finding", "talk"], Phrases]
    axes: dict[str, SharedAxis]
    actors: dict[str, Phrases]  # "provider", "ours", "same", "other" …, each also "… by" and "… asked"
    exclusive: Phrases = ()  # beside a region found inside one of these no other region counts
    not_terms: Phrases = ()  # words that name no service, though a family's term is in them
    compared: Phrases = ()  # a code inside one of these is only compared with
    again: Phrases = ()  # words that point back to the level of an earlier operation
    also: Phrases = ()
    restated: Phrases = ()  # a number said anew ("it was 28, not 34")
    corrects: Phrases = ()  # what follows corrects what was said just before


class Context(Frozen):
    """Triggers of one scope; `before` its target, `after` its target, and what ends its reach."""

    before: Phrases = ()
    after: Phrases = ()
    ends: Phrases = ()


ContextName = Literal[
    "negated", "historical", "planned", "ordered", "elsewhere", "supposed", "unsure", "claimed"
]
SectionName = Literal[
    "procedure",
    "findings",
    "impression",
    "history",
    "diagnosis",
    "comparison",
    "planned",
    "undone",
    "other",
    "within",
]


class Contexts(Frozen):
    """contexts.yaml."""

    contexts: dict[ContextName, Context]
    attested: Phrases = ()  # what tells of work done in a sentence, though it stands under a plan
    idle: Phrases = ()  # turns in which a trigger says nothing of what follows ("without difficulty")
    sections: dict[SectionName, Phrases]


class Intents(Frozen):
    """intents.yaml: the cues of each intent, and the words of the trade."""

    intents: dict[str, Phrases] = Field(min_length=1)
    domain: Phrases = ()  # words that say a mail is about coding at all
