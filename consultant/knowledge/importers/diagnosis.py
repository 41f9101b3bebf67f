"""What the ICD-10-CM formats share: dotted codes, release days, parents by prefix."""

import re

from consultant.knowledge.importers.broken import Broken
from consultant.knowledge.importers.day import fiscal_end, in_name
from consultant.knowledge.importers.source import Hints, Source

SYSTEM = "icd10cm"
BARE = re.compile(r"[A-Z][0-9A-Z]{2,6}")  # QA0 came in 2025: the second character may be a letter


def dotted(code: str) -> str:
    """ "M48061" as "M48.061"."""
    return f"{code[:3]}.{code[3:]}" if len(code) > 3 else code


def source_of(kind: str, name: str, year: int, hints: Hints) -> Source:
    """The source of a file for fiscal year `year` (0: see the name). An April package names its month."""
    if not year and (m := re.search(r"20\d\d", name)):
        year = int(m[0])
    effective = hints.effective or 0
    named = in_name(name)
    if not effective and re.search(r"apr|(?<!\d)0?4-0?1-20\d\d", name, re.I) and named // 100 % 100 == 4:
        effective = named
    effective = effective or ((year - 1) * 10_000 + 1001 if year else 0)
    if not effective:
        raise Broken("the fiscal year in the file or its name, or --effective", f'the name "{name}"', 1)
    fiscal = fiscal_end(effective) // 10_000
    words = {401: f"FY{fiscal}, April {fiscal}"}.get(effective % 10_000, f"FY{fiscal}")
    return Source(kind, f"ICD-10-CM {words}", effective, fiscal_end(effective), whole=not hints.excerpt)
