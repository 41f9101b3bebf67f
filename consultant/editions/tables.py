"""The tables of an edition, made from the records that importers yield."""

from typing import Any, get_type_hints

from consultant.editions.indexing import TABLES as INDEX
from consultant.knowledge.importers import records as r

APPLICATION = 0x43534C54  # "CSLT", in the header of the file
VERSION = 2
SETTINGS = ("practitioner", "hospital", "dme")
CHECKSUM = "sha256:"

# record -> (table, primary key); the key's order is the order on disk
TABLES: dict[type[Any], tuple[str, str]] = {
    r.Rvu: ("rvu", "code, effective, variant, modifier"),
    r.Gpci: ("gpci", "effective, mac, locality"),
    r.Anesthesia: ("anesthesia", "effective, mac, locality"),
    r.County: ("county", "effective, mac, locality, line"),
    r.Ptp: ("ptp", "setting, column_1, column_2, effective, deletion"),
    r.Mue: ("mue", "code, setting, effective"),
    r.AddOn: ("add_on", "add_on, primary_code, type, effective"),
    r.Concept: ("concept", "system, code, effective"),
    r.Note: ("note", "code, effective, ordinal"),
    r.Seventh: ("seventh", "code, effective, character"),
    r.Change: ("change", "code, effective, line"),
    r.Term: ("term", "part, effective, id"),
    r.TermCode: ("term_code", "part, effective, term, line"),
    r.Hcpcs: ("hcpcs", "code, effective"),
    r.Category: ("category", "system, last, first, number, effective"),
    r.Descriptor: ("descriptor", "code, kind, ordinal"),
    r.Withdrawn: ("withdrawn", "code, line"),
    r.Article: ("article", "article, version"),
    r.ArticleCode: ("article_code", "code, kind, article, version, group_number"),
    r.ArticleGroup: ("article_group", "article, version, kind, group_number"),
    r.ArticleLcd: ("article_lcd", "article, version, lcd"),
    r.ArticleContractor: ("article_contractor", "article, version, contractor"),
}

FIXED = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, file TEXT NOT NULL,
    sha256 TEXT NOT NULL, octets INTEGER NOT NULL, rows INTEGER NOT NULL, effective INTEGER NOT NULL,
    until INTEGER NOT NULL, setting TEXT NOT NULL, variant TEXT NOT NULL, whole INTEGER NOT NULL,
    first TEXT NOT NULL, last TEXT NOT NULL, note TEXT NOT NULL);
CREATE TABLE fact (source INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (source, key))
    WITHOUT ROWID;
CREATE TABLE covered (source INTEGER NOT NULL, code TEXT NOT NULL, PRIMARY KEY (source, code)) WITHOUT ROWID;
CREATE TABLE rationale (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
"""

INDEXES = """
CREATE INDEX ptp_column_2 ON ptp (column_2, setting);
CREATE INDEX add_on_primary ON add_on (primary_code);
CREATE INDEX concept_parent ON concept (system, parent, effective);
CREATE INDEX term_title ON term (title COLLATE NOCASE);
CREATE INDEX wording_code ON wording (system, code);
CREATE INDEX article_code_group ON article_code (article, version, kind, group_number);
"""


def schema() -> str:
    """The statements that make an empty edition."""
    return FIXED + INDEX + "".join(_create(record, name, key) for record, (name, key) in TABLES.items())


def columns(record: type[Any]) -> tuple[str, ...]:
    """The columns of a record's table."""
    return (*record._fields, "source")


def _create(record: type[Any], name: str, key: str) -> str:
    hints = get_type_hints(record)
    made = ", ".join(f'"{field}" {_type(record, field, hints[field])}' for field in record._fields)
    return f"CREATE TABLE {name} ({made}, source INTEGER NOT NULL, PRIMARY KEY ({key})) WITHOUT ROWID;\n"


def _type(record: type[Any], field: str, hint: Any) -> str:
    if record is r.Ptp and field in ("setting", "rationale"):
        return "INTEGER NOT NULL"  # a number in place of words that repeat in millions of rows
    return {int: "INTEGER NOT NULL", str: "TEXT NOT NULL"}.get(hint, "INTEGER")


def insertion(record: type[Any]) -> str:
    """The statement that adds a record. A concept that another file of the same release has named before
    keeps that file's title; the tabular list adds its place in the tree."""
    name, key = TABLES[record]
    marks = ", ".join("?" * (len(record._fields) + 1))
    statement = f"INSERT INTO {name} VALUES ({marks})"
    if record is r.Concept:
        statement += (
            f" ON CONFLICT ({key}) DO UPDATE SET kind = excluded.kind, parent = excluded.parent,"
            " placeholder = excluded.placeholder WHERE source <> excluded.source"
        )
    return statement
