"""What one email asks."""

from dataclasses import dataclass
from functools import cached_property

from consultant.inquiry.mention import NOW, CodeMention, Mention, SetAside

_PLACES = frozenset(("region", "level"))
_VALUES = frozenset(("axis", "count", "item", "own"))  # said by a question itself, before what all share
DECIDING = frozenset(("choose", "propose", "pair", "units", "modifier"))
"""Intents that want something decided."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of a mail: its own mentions, those of the introduction that all questions
    share, and whether it leans on the question before it ("what if it were two doctors?")."""

    number: int
    text: str
    intents: tuple[str, ...]
    mentions: tuple[Mention, ...]
    codes: tuple[CodeMention, ...]
    shared: tuple[Mention, ...] = ()
    shared_codes: tuple[CodeMention, ...] = ()
    leans: bool = False
    supposes: bool = False
    apart: bool = False  # does it tell another case than the question before it?
    alternatives: tuple[str, ...] = ()  # codes offered as "this or that?"
    asking: frozenset[int] = frozenset()  # its sentences that end in a question mark
    said: str = ""  # all its sentences, and those that all questions share; `text` is only the one that asks
    now: str = ""  # of what is said, the sentences that say nothing of the past
    handed: bool = False  # is what it shares a thread of others, which it may correct or elaborate?

    def all_mentions(self) -> tuple[Mention, ...]:
        """Own and shared, in the order of the text."""
        return self._mentions

    def all_codes(self) -> tuple[CodeMention, ...]:
        """Own and shared codes, in the order of the text."""
        return self._codes

    def loose_modifiers(self) -> list[str]:
        """The modifiers it names apart from a code, in order."""
        return list(dict.fromkeys(m.value for m in self.all_mentions() if m.kind == "modifier"))

    def says_something(self) -> bool:
        """Does it name anything, or ask about what all questions share?"""
        return bool(self.mentions or self.codes or (self.asking and self.shared))

    @cached_property
    def asked_in(self) -> frozenset[int]:
        """The sentences that ask, by a question mark or by words that want something decided."""
        worded = (m.sentence for m in self.mentions if m.kind == "intent" and m.name in DECIDING)
        return self.asking.union(worded)

    @cached_property
    def doubted(self) -> frozenset[str]:
        """The codes in the sentences that propose, or in the last one before; "myelogram (62302). Is 62328
        billable on top?" doubts one, and so does "the software adds G2211. Leave it on?"."""
        asking = {m.sentence for m in self.mentions if m.kind == "intent" and m.name == "propose"}
        found = {c.value for c in self._codes if c.sentence in asking}
        before = [c.sentence for c in self._codes if asking and c.sentence < min(asking)]
        return frozenset(found or {c.value for c in self._codes if before and c.sentence == max(before)})

    @cached_property
    def _mentions(self) -> tuple[Mention, ...]:
        own = {(m.owner, m.name) for m in self.mentions if m.kind in _VALUES and m.value != "unsaid"}
        own -= self._elaborated() if self.handed else set()
        shared = (m for m in self.shared if m.kind not in _VALUES or (m.owner, m.name) not in own)
        anew = self.handed and any(m.kind == "level" and m.assertion in NOW for m in self.mentions)
        if anew or (self.apart and any(m.kind in _PLACES for m in self.mentions)):
            shared = (m for m in shared if m.kind not in _PLACES)
        return tuple(sorted((*shared, *self.mentions), key=lambda m: m.start))

    def _elaborated(self) -> set[tuple[str, str]]:
        """The axes of which it says nothing new ("ultrasound for the shoulder", of a shoulder and a knee)."""
        told: dict[tuple[str, str], set[str]] = {}
        for m in self.shared:
            told.setdefault((m.owner, m.name), set()).add(m.value)
        said: dict[tuple[str, str], set[str]] = {}
        for m in self.mentions:
            if m.kind == "axis" and m.value != "unsaid":
                said.setdefault((m.owner, m.name), set()).add(m.value)
        return {key for key, values in said.items() if values <= told.get(key, set())}

    @cached_property
    def _codes(self) -> tuple[CodeMention, ...]:
        return tuple(sorted((*self.shared_codes, *self.codes), key=lambda c: c.start))


@dataclass(frozen=True, kw_only=True)
class Inquiry:
    """What one email asks: its questions, and what was noticed beside them."""

    text: str
    questions: tuple[Question, ...]
    intents: tuple[str, ...]
    codes: tuple[CodeMention, ...]
    quoted_codes: tuple[CodeMention, ...]
    quoted: tuple[Mention, ...]
    aside: tuple[SetAside, ...]
    near: tuple[str, ...]
    identifiers: tuple[str, ...]
    domain: bool
    goes_on: bool  # the new text answers or adds to a quoted mail about coding
    instructs: bool
    subject_end: int = 0  # where the subject of a reply ends: it is the thread's, not this mail's
    instructions_only: bool = False
    handed: bool = False  # do the questions share what is quoted, a thread of others handed on?
