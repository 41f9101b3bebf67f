"""Which published format a file has, by its content; its name only helps to say what went wrong."""

import re
from collections.abc import Callable
from typing import NamedTuple

from consultant.knowledge.importers import (
    add_on,
    anesthesia,
    ccs,
    counties,
    coverage,
    cpt,
    fee_schedule,
    figures,
    gpci,
    hcpcs,
    icd_index,
    icd_order,
    icd_tabular,
    mue,
    ptp,
    rbcs,
)
from consultant.knowledge.importers.source import Hints, Reading
from consultant.knowledge.importers.stream import Head, Stream


class Importer(NamedTuple):
    """A published format. Of two files of the same release the one of lower `rank` is taken."""

    format: str
    recognises: Callable[[Head], bool]
    read: Callable[[Stream, Hints], Reading]
    rank: int = 0


IMPORTERS = (
    Importer("shipped figures", figures.recognises, figures.read),
    Importer("ICD-10-CM tabular list (XML)", icd_tabular.recognises, icd_tabular.read),
    Importer("ICD-10-CM index (XML)", icd_index.recognises, icd_index.read),
    Importer("physician fee schedule", fee_schedule.recognises_cells, fee_schedule.read_cells),
    Importer("physician fee schedule (fixed text)", fee_schedule.recognises_text, fee_schedule.read_text, 1),
    Importer("geographic indices", gpci.recognises_cells, gpci.read_cells),
    Importer("geographic indices (fixed text)", gpci.recognises_text, gpci.read_text, 1),
    Importer("anesthesia factors", anesthesia.recognises_cells, anesthesia.read_cells),
    Importer("anesthesia factors (fixed text)", anesthesia.recognises_text, anesthesia.read_text, 1),
    Importer("counties of localities", counties.recognises, counties.read),
    Importer("NCCI procedure-to-procedure edits", ptp.recognises, ptp.read),
    Importer("NCCI medically unlikely edits", mue.recognises, mue.read),
    Importer("NCCI add-on codes", add_on.recognises, add_on.read),
    Importer("HCPCS Level II (table)", hcpcs.recognises_cells, hcpcs.read_cells, 1),
    Importer("HCPCS Level II (fixed text)", hcpcs.recognises_text, hcpcs.read_text),
    Importer("procedure categories (CCS)", ccs.recognises, ccs.read),
    Importer("procedure categories (RBCS)", rbcs.recognises, rbcs.read),
    Importer("Medicare coverage database", coverage.recognises, coverage.read),
    Importer("CPT tables (licensed)", cpt.recognises_table, cpt.read_table),
    Importer("CPT descriptors (licensed)", cpt.recognises_standard, cpt.read_standard),
    Importer("ICD-10-CM order file", icd_order.recognises_order, icd_order.read_order),
    Importer("ICD-10-CM addenda", icd_order.recognises_addenda, icd_order.read_addenda),
    Importer("ICD-10-CM codes file", icd_order.recognises_codes, icd_order.read_codes, 1),
)

_PROMISING = re.compile(
    r"pprrvu|gpci|^anes|locco|ccipra|ccioph|ptp|_mue_|aoc_v|anweb|icd10.*(order|code|tabular|index)|"
    r"shortu|medu|longu|ccs_services|rbcs",
    re.I,
)
_BESIDE = re.compile(
    r"\.(pdf|docx?|rtf|html?|mdb|md|ini|ds_store)$|readme|layout|oppscap|proc_notes|noc.?codes", re.I
)


def recognise(head: Head) -> Importer | None:
    """The importer of the format; None for a file of none."""
    return next((i for i in IMPORTERS if i.recognises(head)), None)


def promising(name: str) -> bool:
    """Does the name promise a format? Then a content of none is an error, not something to pass over."""
    return bool(_PROMISING.search(name)) and not beside(name)


def beside(name: str) -> bool:
    """Is it a file that comes along with published ones and holds no rows for us?"""
    return bool(_BESIDE.search(name))
