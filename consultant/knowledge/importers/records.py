"""What importers yield: one NamedTuple per table of an edition, fields named as its columns.

Numbers are whole: RVUs in hundredths, GPCIs in thousandths, conversion factors in ten-thousandths, days as
yyyymmdd. `line` is where the record stands in its file. Every table gets a `source` column beside these.
"""

from typing import NamedTuple

DERIVED = 0  # a line number of records that were worked out, not read


class Rvu(NamedTuple):
    """One (code, modifier) of the physician fee schedule."""

    line: int
    code: str
    modifier: str
    effective: int
    variant: str
    status: str
    not_used: str
    work: int | None
    nonfacility_pe: int | None
    nonfacility_na: str
    facility_pe: int | None
    facility_na: str
    malpractice: int | None
    nonfacility_total: int
    facility_total: int
    pctc: str
    global_days: str
    preoperative: int
    intraoperative: int
    postoperative: int
    multiple: str
    bilateral: str
    assistant: str
    cosurgeon: str
    team: str
    pricing: str
    endoscopy: str
    conversion_factor: int
    supervision: str
    calculation: str
    imaging_family: str
    opps_nonfacility: int
    opps_facility: int
    opps_malpractice: int


class Gpci(NamedTuple):
    """The geographic indices of one locality."""

    line: int
    mac: str
    locality: str
    effective: int
    state: str
    name: str
    work: int
    pe: int
    malpractice: int


class Anesthesia(NamedTuple):
    """The anesthesia conversion factor of one locality, in cents."""

    line: int
    mac: str
    locality: str
    effective: int
    name: str
    amount: int


class County(NamedTuple):
    """The counties of one locality."""

    line: int
    mac: str
    locality: str
    effective: int
    state: str
    area: str
    counties: str


class Ptp(NamedTuple):
    """One procedure-to-procedure edit; `deletion` is its last day (day.OPEN while in force), `effective` is 0
    where unknown."""

    line: int
    setting: str
    column_1: str
    column_2: str
    effective: int
    deletion: int
    indicator: int
    prior: int
    rationale: str


class Mue(NamedTuple):
    """The medically unlikely edit of one code."""

    line: int
    code: str
    setting: str
    effective: int
    units: int
    indicator: str
    rationale: str


class AddOn(NamedTuple):
    """An add-on code and one of its primaries; CCCCC stands for primaries that contractors define."""

    line: int
    add_on: str
    primary_code: str
    type: str
    effective: int
    deletion: int
    note: str


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


class Category(NamedTuple):
    """A category of procedures and a range of codes in it."""

    line: int
    system: str
    first: str
    last: str
    number: str
    label: str
    effective: int
    until: int


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


class Article(NamedTuple):
    """A billing and coding article of a Medicare contractor."""

    line: int
    article: str
    version: int
    title: str
    status: str
    effective: int
    end: int


class ArticleCode(NamedTuple):
    """A procedure or diagnosis code in a group of an article."""

    line: int
    article: str
    version: int
    kind: str
    group_number: int
    code: str


class ArticleGroup(NamedTuple):
    """The paragraph of a group of an article."""

    line: int
    article: str
    version: int
    kind: str
    group_number: int
    text: str


class ArticleLcd(NamedTuple):
    """The local coverage determination that an article goes with."""

    line: int
    article: str
    version: int
    lcd: str


class ArticleContractor(NamedTuple):
    """A contractor that an article holds for."""

    line: int
    article: str
    version: int
    contractor: str
