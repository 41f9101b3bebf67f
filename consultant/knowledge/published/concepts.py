"""Codes with their titles: diagnoses, supplies, licensed descriptors, and the look-ups over them."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from consultant.frozen import Frozen
from consultant.knowledge.published.trace import Trace


class Note(Frozen):
    """An instruction at an ICD-10-CM code or one above it."""

    kind: str
    text: str
    code: str


class Diagnosis(Frozen):
    """An ICD-10-CM code, or a chapter or section above codes."""

    code: str
    title: str
    kind: str
    billable: bool
    parent: str
    above: tuple[tuple[str, str], ...] = ()  # (code, title) from the chapter down to the parent
    below: tuple[tuple[str, str, bool], ...] = ()  # (code, title, billable) of the next level
    completions: tuple[tuple[str, str], ...] = ()  # billable codes that complete it, the first few
    notes: tuple[Note, ...] = ()
    sevenths: tuple[tuple[str, str], ...] = ()
    placeholder: bool = False
    trace: Trace


class Supply(Frozen):
    """A HCPCS Level II code or modifier."""

    code: str
    title: str
    short: str
    coverage: str
    pricing: str
    betos: str
    type_of_service: str
    crossreferences: str
    added: date | None
    changed: date | None
    terminated: date | None
    action: str
    trace: Trace


class Descriptor(Frozen):
    """An official CPT descriptor; only there when a licence holder loaded the AMA's files."""

    kind: str
    text: str
    notice: str
    trace: Trace


class Concepts(Protocol):
    """Codes with their titles."""

    def diagnosis(self, code: str, on: date | None = None) -> Diagnosis | None:
        """An ICD-10-CM code, with or without its dot."""

    def supply(self, code: str, on: date | None = None) -> Supply | None:
        """A HCPCS Level II code."""

    def modifier(self, code: str, on: date | None = None) -> Supply | None:
        """A HCPCS modifier."""

    def descriptors(self, code: str) -> Sequence[Descriptor]:
        """Official CPT descriptors, if licensed."""

    def withdrawn(self, code: str) -> str:
        """The licensed history of a deleted CPT code; "" if none."""
