"""Where the published files lie: CONSULTANT_PUBLISHED, or shared/data/cms beside the repository; and what
they are known to say."""

import csv
import os
from pathlib import Path

import pytest

PUBLISHED = Path(os.environ.get("CONSULTANT_PUBLISHED") or Path(__file__).parents[3] / "shared/data/cms")
EXPECTED = Path(__file__).parent / "expected"

needs_published = pytest.mark.skipif(
    not PUBLISHED.is_dir(), reason=f"no published files at {PUBLISHED} (CONSULTANT_PUBLISHED)"
)

RVU_2025 = PUBLISHED / "mpfs/PPRRVU2025_Oct.desc-redacted.csv"
RVU_2025_TEXT = PUBLISHED / "mpfs/PPRRVU2025_Oct.desc-redacted.txt"
RVU_2026 = PUBLISHED / "mpfs/PPRRVU2026_Jul_nonQPP.desc-redacted.csv"
TABULAR = PUBLISHED / "icd10cm/icd10c-tabular-April-1-2026.xml"
MUE = PUBLISHED / "ncci/MCR_MUE_PractitionerServices_Eff_04-01-2026.csv"
PTP_EXCERPT = PUBLISHED / "ncci/ccipra-v322r0-f1.excerpt.txt"
HCPCS = PUBLISHED / "hcpcs/HCPC2019_CONTR_ANWEB.txt"
HCPCS_EXCERPT = PUBLISHED / "hcpcs/HCPC2026_OCT_ANWEB.excerpt.csv"


def expected(name: str) -> list[dict[str, str]]:
    """The rows of a file of `expected/`: numbers and indicators that published files are known to hold."""
    with (EXPECTED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
