"""Records of code systems: codes, notes, the alphabetic index."""

from typing import NamedTuple


class Concept(NamedTuple):
    """A code of a code system with its title."""

    line: int
    system: str
    code: str
    effective: int
    kind: str
    title: str
    short: str
    billable: int
    parent: str
    placeholder: int


class Note(NamedTuple):
    """An instruction that stands with an ICD-10-CM code."""

    line: int
    code: str
    effective: int
    kind: str
    ordinal: int
    text: str


class Seventh(NamedTuple):
    """A 7th character defined at a code for itself and those below it."""

    line: int
    code: str
    effective: int
    character: str
    text: str


class Change(NamedTuple):
    """One line of an addenda file."""

    line: int
    code: str
    effective: int
    action: str
    title: str


class Term(NamedTuple):
    """An entry of the alphabetic index, or of the neoplasm or drug table."""

    line: int
    part: str
    effective: int
    id: int
    parent: int
    title: str
    nonessential: str
    see: str
    see_also: str


class TermCode(NamedTuple):
    """A code that an index entry points to; `column` names the cell of a table."""

    line: int
    part: str
    effective: int
    term: int
    column: str
    code: str
    incomplete: int


class Hcpcs(NamedTuple):
    """What the HCPCS file says of a code or modifier beside its title."""

    line: int
    code: str
    effective: int
    coverage: str
    pricing: str
    multiple_pricing: str
    references: str
    statute: str
    crossreferences: str
    asc_group: str
    betos: str
    type_of_service: str
    anesthesia_units: str
    added: int
    changed: int
    terminated: int
    action: str


class Descriptor(NamedTuple):
    """An official CPT descriptor, from files that only a licence holder has."""

    line: int
    code: str
    kind: str
    ordinal: int
    text: str


class Withdrawn(NamedTuple):
    """A CPT code's line in the licensed history of deleted codes."""

    line: int
    code: str
    text: str
