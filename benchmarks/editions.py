"""What editions cost: importing, memory, size, look-ups.

    python -m benchmarks.editions [--published FOLDER]

Makes a table of 2.6 million pair edits in the published layout, and takes the fee schedule from FOLDER
(CONSULTANT_PUBLISHED, or shared/data/cms beside the repository) and the tabular list from its package. Each
import runs in a process of its own, whose peak memory is told. Bars: fee schedule 2 s, tabular list 8 s,
pairs 60 s, 400 MB and 250 MB; pair look-up 100 microseconds and code look-up 200 at the 99th percentile, a
claim of 12 lines 5 ms.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from consultant.config.knowledge import load_knowledge
from consultant.editions.building import build
from consultant.editions.opened import OpenEdition
from consultant.editions.shipped import sources
from consultant.knowledge.claim.checking import check
from consultant.knowledge.claim.claim import parse

ROOT = Path(__file__).parent.parent
PUBLISHED = Path(os.environ.get("CONSULTANT_PUBLISHED") or ROOT.parent / "shared/data/cms")
NOW = datetime(2026, 11, 21, tzinfo=UTC)
PAIRS, CODES, LOOKS = 2_600_000, 13_000, 20_000
ON = date(2026, 8, 1)
CLAIM = (
    "62305 72132-26 72129-26-59 99214-25 64483-50 64484 20610-RT 22612 22614 63047-59 62290 72285-26, "
    "dx M48.061 M54.16 M43.16 M17.11"
)
_HEAD = (
    "CPT only copyright 2025 American Medical Association.  All rights reserved.\t\t\t\t\t\t\r\n"
    "Column1/Column2 Edits\t\t\t\t\t\t\r\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n\t\t\t\t*=no data\t1=allowed\t\r\n"
    "\t\t\t\t\t9=not applicable\t\r\n"
)
_WHY = (
    "CPT Manual or CMS manual coding instruction",
    "Misuse of Column Two code with Column One code",
    "Standards of medical/surgical practice",
    "More extensive procedure",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--published", type=Path, default=PUBLISHED)
    parser.add_argument("--import-one", nargs=2, type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.import_one:
        _import_one(*asked.import_one)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"load average {os.getloadavg()[0]:.2f} on {os.cpu_count()} processors")
        fees = asked.published / "mpfs/PPRRVU2025_Oct.desc-redacted.csv"
        tabular = next(p for p in sources(ROOT / "config/knowledge/figures") if p.suffix == ".xml")
        table = folder / "ccipra-v322r0-f1.txt"
        _make_pairs(table)
        for what, path in (("fee schedule 2025", fees), ("tabular list", tabular), ("2.6 M pairs", table)):
            if path.exists():
                _imported(what, path, folder / path.stem)
            else:
                print(f"{what}: {path} is not there")
        _looked_up(folder, [p for p in (fees, table) if p.exists()])


def _make_pairs(path: Path) -> None:
    """Codes as they are spread in the real table: few columns 1 with many columns 2, one in three deleted."""
    chance = random.Random(2026)
    codes = [f"{n:05d}" for n in range(100, 100 + 7 * CODES, 7)]
    with path.open("w", encoding="latin-1", newline="") as file:
        file.write(_HEAD)
        for n in range(PAIRS):
            a, b = codes[n // 200 % CODES], codes[(n // 200 + 1 + (n % 200) * 61) % CODES]
            end = "*" if chance.random() < 0.65 else "20231231"
            start = chance.choice(("19960101", "20050401", "20180701", "20230101"))
            file.write(f"{a}\t{b}\t\t{start}\t{end}\t{n % 2}\t{_WHY[n % 4]}\r\n")


def _imported(what: str, path: Path, out: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.editions", "--import-one", str(path), str(out)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    print(f"{what}: {done.stdout.strip()}")


def _import_one(path: Path, out: Path) -> None:
    began = time.perf_counter()
    built = build([path], out, NOW)
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{took:.2f} s, peak memory {peak:.0f} MB, edition {built.path.stat().st_size / 1e6:.1f} MB, "
        f"{path.stat().st_size / 1e6:.0f} MB read"
    )


def _looked_up(folder: Path, files: list[Path]) -> None:
    """With everything in one edition: the files, the shipped figures, ICD-10-CM."""
    built = build(files, folder, NOW, name="all", base=sources(ROOT / "config/knowledge/figures"))
    print(f"all in one edition: {built.path.stat().st_size / 1e6:.1f} MB")
    published = OpenEdition(built.path)
    rows = published.base.rows("SELECT column_1, column_2 FROM ptp WHERE setting = 0")
    pairs = random.Random(1).choices(rows, k=LOOKS)
    del rows
    codes = [c for (c,) in published.base.rows("SELECT DISTINCT code FROM rvu")]
    codes = random.Random(2).choices(codes, k=LOOKS)
    _percentiles("pair look-up", [lambda p=p: published.edits.pair(*p, on=ON) for p in pairs])
    _percentiles("code look-up", [lambda c=c: published.fees.value(c, "", ON) for c in codes])
    edition = load_knowledge(ROOT / "config/knowledge", published).edition
    claim = parse(CLAIM)
    assert len(claim.lines) == 12
    _percentiles("claim of 12 lines", [lambda: check(claim, edition, ON)] * 500)


def _percentiles(what: str, calls: list[Callable[[], object]]) -> None:
    for call in islice(calls, 100):
        call()
    wall, used = [], []
    for call in calls:
        began, before = time.perf_counter_ns(), time.process_time_ns()
        call()
        used.append(time.process_time_ns() - before)
        wall.append(time.perf_counter_ns() - began)
    shown = [
        f"{_at(times, 50)} / {_at(times, 99)} us {name}" for times, name in ((wall, "wall"), (used, "CPU"))
    ]
    print(f"{what}, median / 99th percentile of {len(calls):,}: {', '.join(shown)}")


def _at(times: list[int], percent: int) -> int:
    return sorted(times)[len(times) * percent // 100] // 1000


if __name__ == "__main__":
    main()
