"""What importers yield: one NamedTuple per table of an edition, fields named as its columns.

Numbers are whole: RVUs in hundredths, GPCIs in thousandths, conversion factors in ten-thousandths, days as
yyyymmdd. `line` is where the record stands in its file. Every table gets a `source` column beside these.
"""

from consultant.knowledge.importers.records.concepts import (
    Change,
    Concept,
    Descriptor,
    Hcpcs,
    Note,
    Seventh,
    Term,
    TermCode,
    Withdrawn,
)
from consultant.knowledge.importers.records.coverage import (
    Article,
    ArticleCode,
    ArticleContractor,
    ArticleGroup,
    ArticleLcd,
    Category,
)
from consultant.knowledge.importers.records.edits import AddOn, Mue, Ptp
from consultant.knowledge.importers.records.fees import Anesthesia, County, Gpci, Rvu

__all__ = [
    "DERIVED",
    "AddOn",
    "Anesthesia",
    "Article",
    "ArticleCode",
    "ArticleContractor",
    "ArticleGroup",
    "ArticleLcd",
    "Category",
    "Change",
    "Concept",
    "County",
    "Descriptor",
    "Gpci",
    "Hcpcs",
    "Mue",
    "Note",
    "Ptp",
    "Rvu",
    "Seventh",
    "Term",
    "TermCode",
    "Withdrawn",
]

DERIVED = 0  # a line number of records that were worked out, not read
