"""How long it takes to understand and decide a mail: python -m benchmarks.understanding [--rounds 3]
[--mails 1000]

On one core with all families: mails of 2 KB, made of questions of tests/questions (every so many of them,
from all sets), each behind a pasted report. "First" is a mail never read before by a process that has read
others, "again" the same mails later. A sentence read before is not read again, and the report behind the
questions is one: in "all new" the process forgets every sentence before each mail, so that none was.
Then one text of growing length: the milliseconds for a KB should stay the same. Before them, what it takes to
load all knowledge. The ratio beside each is to what the standard library needs to find the words of the same
text (re.findall): it is steadier than the milliseconds of a machine that is at other work.
"""

import argparse
import gc
import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import yaml

from benchmarks.started import ROOT
from consultant.answer.answer import answer
from consultant.config.knowledge import Knowledge, load_knowledge
from consultant.editions.opened import OpenEdition
from consultant.editions.shipped import shipped
from consultant.inquiry.understand import understand

REPORT = """HISTORY: 63 y/o with neck and low back pain, prior L4-S1 fusion 2019, diabetes, on apixaban.
COMPARISON: MRI of the lumbar spine of last year, outside; cervical films not available.
TECHNIQUE: After informed consent the patient lay prone. The skin was prepped and draped, 1 % lidocaine given.
A 22 gauge needle was advanced under fluoroscopy at L2-3; clear fluid returned. 12 mL of contrast were given.
The table was tilted; spot films were taken in frontal, lateral and oblique views, and a CT followed.
FINDINGS: At C5-6 a disc osteophyte complex flattens the cord; no block. The thoracic canal is free.
At L3-4 a broad bulge with moderate narrowing of both recesses. Hardware at L4-S1 without loosening.
The conus ends at L1. No leak, no arachnoiditis. The facet joints show arthrosis, more on the left.
IMPRESSION: Cord contact at C5-6; moderate stenosis at L3-4; intact fusion. No complication, no blood loss.
"""
SIZE = 2048
LENGTHS = (2, 10, 50, 100, 200)
LOAD = """import gc, sys, time
from pathlib import Path
began = time.process_time()
from benchmarks.understanding import knowledge
imported = time.process_time()
knowledge()
print(imported - began, time.process_time() - imported)
"""


def knowledge() -> Knowledge:
    """All that the project ships."""
    folder = ROOT / "config" / "knowledge"
    edition = shipped(folder / "figures", ROOT / "data" / "editions", datetime.now(UTC))
    return load_knowledge(folder, OpenEdition(edition))


def texts(size: int = SIZE) -> list[tuple[str, str]]:
    """(subject, text) of every question, padded to `size` octets by a report behind it."""
    out = []
    for path in sorted((Path(ROOT) / "tests" / "questions").glob("*.yaml")):
        for q in yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)["questions"]:
            padding = REPORT * (size // len(REPORT) + 1)
            out.append((q.get("subject", ""), f"{q['body'].rstrip()}\n\n{padding}"[:size]))
    return out


def took(work: Callable[[], object]) -> float:
    """Milliseconds of processor."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def _percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]


def mails(known: Knowledge, rounds: int, number: int) -> None:
    """Print median and p99 of reading and deciding so many mails of 2 KB, spread over all sets."""
    made = texts()
    made = made[:50] + made[50 :: max(1, (len(made) - 50) // number)]
    for subject, text in made[:50]:
        answer(understand(known.reader, subject, text), known.edition)
    found = [_each(known, made[50:]) for _ in range(rounds)]
    new = _each(known, made[50:], forget=True)
    base = median(plain for one in found for *_, plain in one)
    for name, some in (("first", found[:1]), ("again", found[1:]), ("all new", [new])):
        reading = [read for one in some for read, *_ in one]
        whole = [both for one in some for _, both, _ in one]
        _show(f"understanding, {name}", reading, base)
        _show(f"understanding and deciding, {name}", whole, base)


def _each(
    known: Knowledge, made: list[tuple[str, str]], *, forget: bool = False
) -> list[tuple[float, float, float]]:
    """Milliseconds to understand a mail, to understand and decide it, and of re.findall."""
    out = []
    for subject, text in made:
        if forget:
            known.reader.forget()
        began = time.process_time()
        inquiry = understand(known.reader, subject, text)
        read = time.process_time()
        answer(inquiry, known.edition)
        done = time.process_time()
        plain = took(lambda text=text: re.findall(r"\w+", text))
        out.append(((read - began) * 1000, (done - began) * 1000, plain))
    return out


def _show(name: str, times: list[float], base: float) -> None:
    if times:
        line = f"{name:34} median {median(times):7.3f} ms, p99 {_percentile(times, 0.99):7.3f} ms"
        print(f"{line}, ratio {median(times) / base:6.0f}")


def lengths(known: Knowledge, rounds: int) -> None:
    """Print milliseconds for a KB of texts of growing length."""
    question = "Cervical and lumbar myelogram, one radiologist injected and read. Which code?\n\n"
    first = 0.0
    for kilobytes in LENGTHS:
        size = kilobytes * 1024
        text = (question + REPORT * (size // len(REPORT) + 1))[:size]
        times = [
            took(lambda text=text: answer(understand(known.reader, "", text), known.edition))
            for _ in range(rounds)
        ]
        each = median(times) / kilobytes
        first = first or each
        print(
            f"{kilobytes:4} KB  {median(times):8.2f} ms, {each:6.3f} ms for a KB, ratio {each / first:5.2f}"
        )


def loading(rounds: int) -> None:
    """Print the time to import and to load, in processes of their own."""
    found = []
    for _ in range(rounds):
        done = subprocess.run(
            [sys.executable, "-c", LOAD], cwd=ROOT, capture_output=True, text=True, check=True
        )
        imported, loaded = map(float, done.stdout.split())
        found.append((imported * 1000, loaded * 1000))
    imports, loads = (median(times) for times in zip(*found, strict=True))
    print(f"load of all knowledge {loads:5.0f} ms (imports {imports:.0f} ms)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--mails", type=int, default=1000)
    options = parser.parse_args()
    loading(options.rounds)
    known = knowledge()
    gc.collect()
    gc.freeze()  # as the processes of the crew do
    mails(known, options.rounds, options.mails)
    lengths(known, options.rounds)


if __name__ == "__main__":
    main()
