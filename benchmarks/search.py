"""How well and how fast codes are found: python -m benchmarks.search [--files FILE...] [--queries FILE...]

Builds an edition of the files (the HCPCS file of CMS; ICD-10-CM ships) in a temporary folder and asks it
the queries of tests/queries, in one process, one after the other. The baseline is SQLite's
full-text search of the titles as it comes (FTS5, porter stemmer, all words, then any, best bm25 first).
"""

import argparse
import gc
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from consultant.answer.searching import searched
from consultant.config.knowledge import Knowledge, load_knowledge
from consultant.editions.building import build
from consultant.editions.indexing import Indexer
from consultant.editions.opened import OpenEdition
from consultant.editions.shipped import sources
from consultant.inquiry.understand import understand

ROOT = Path(__file__).parent.parent
FILES = ("icd10cm", "procedures", "hcpcs")
_BARS = "first hit right 85 %, in the first five 97 %, p50 3 ms, p99 20 ms, index 20 s, memory 150 MB"
_HEAD = (
    "| queries | by | first right | in the first five | p50 ms | p99 ms | processor p50 | p99 |\n"
    "|---|---|---|---|---|---|---|---|"
)
Find = Callable[[str], Sequence[str]]


class Score(NamedTuple):
    """Of one file of queries: how many, first right, in the first five; milliseconds of each, and of the
    processor."""

    queries: int
    first: int
    five: int
    took: list[float]
    worked: list[float]


def right(code: str, codes: Sequence[str]) -> bool:
    """Is the code one of those, or below one that ends in a dash?"""
    return any(code == c or (c.endswith("-") and code.startswith(c[:-1].rstrip("."))) for c in codes)


def queries(path: Path) -> list[dict[str, Any]]:
    """The queries of a file."""
    found: list[dict[str, Any]] = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    return found


def score(asked: list[dict[str, Any]], find: Find) -> Score:
    """Ask each query once."""
    first = five = 0
    took, worked = [], []
    for query in asked:
        began, busy = time.perf_counter(), time.thread_time()
        hits = find(query["q"])
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.thread_time() - busy) * 1000)
        first += bool(hits) and right(hits[0], query["codes"])
        five += any(right(h, query["codes"]) for h in hits[:5])
    return Score(len(asked), first, five, took, worked)


def ours(knowledge: Knowledge) -> Find:
    """The search as `consultant search` does it."""

    def find(text: str) -> list[str]:
        questions = understand(knowledge.reader, "", text).questions
        return [h.code for h in searched(text, questions, knowledge.edition).found.hits]

    return find


def baseline(edition: Path, knowledge: Knowledge) -> Find:
    """Titles alone, full text."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE t USING fts5(code UNINDEXED, title, tokenize='porter unicode61')")
    other = sqlite3.connect(edition)
    base.executemany("INSERT INTO t VALUES (?, ?)", other.execute("SELECT code, title FROM concept"))
    plain = [(c, e.plain) for f in knowledge.edition.families.values() for c, e in f.codes.items()]
    plain += [(c, m.plain) for c, m in knowledge.edition.modifiers.modifiers.items()]
    base.executemany("INSERT INTO t VALUES (?, ?)", plain)

    def find(text: str) -> list[str]:
        said = [f'"{w}"' for w in "".join(c if c.isalnum() else " " for c in text).split()]
        rows: list[Any] = []
        for joined in (" AND ".join(said), " OR ".join(said)):
            rows = (
                rows
                or base.execute(
                    "SELECT code FROM t WHERE title MATCH ? ORDER BY rank LIMIT 10", (joined,)
                ).fetchall()
            )
        return [code for (code,) in rows]

    return find


def _memory() -> float:
    """Resident memory of this process in MB."""
    gc.collect()
    line = next(x for x in Path("/proc/self/status").read_text().splitlines() if x.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _built(files: list[Path], folder: Path) -> tuple[Path, float, float]:
    """(edition, seconds to build it, seconds of that for the index)."""
    spent: list[float] = []
    fill = Indexer.fill

    def timed(self: Indexer) -> None:
        began = time.perf_counter()
        fill(self)
        spent.append(time.perf_counter() - began)

    Indexer.fill = timed  # type: ignore[method-assign]
    began = time.perf_counter()
    figures = sources(ROOT / "config" / "knowledge" / "figures")
    path = build(files, folder, datetime.now(UTC), name="bench", base=figures).path
    return path, time.perf_counter() - began, spent[0]


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def _held(edition: Path, asked: Path) -> str:
    """Memory of a process of its own that has loaded the knowledge, and of the same after searching."""
    code = "import sys; from benchmarks.search import weigh; weigh(*sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", code, str(edition), str(asked)], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def weigh(edition: str, asked: str) -> None:
    """Print the memory before and after searching."""
    knowledge = load_knowledge(ROOT / "config" / "knowledge", OpenEdition(Path(edition)))
    before = _memory()
    for path in sorted(Path(asked).glob("*.yaml")):
        score(queries(path), ours(knowledge))
    print(f"{before:.0f} MB before, {_memory():.0f} MB after ({_memory() - before:.0f} MB more)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=Path, nargs="*", default=[], metavar="FILE")
    folder = ROOT / "tests" / "queries"
    parser.add_argument("--queries", type=Path, nargs="*", default=[folder / f"{n}.yaml" for n in FILES])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="search-bench-") as room:
        edition, whole, index = _built(options.files, Path(room))
        knowledge = load_knowledge(ROOT / "config" / "knowledge", OpenEdition(edition))
        finds = {"titles, full text": baseline(edition, knowledge), "consultant search": ours(knowledge)}
        print(f"bars: {_BARS}\n")
        print(_HEAD)
        sums: dict[str, Score] = {}
        for path in options.queries:
            for name, find in finds.items():
                found = score(queries(path), find)
                sums[name] = Score(
                    *(a + b for a, b in zip(sums.get(name, Score(0, 0, 0, [], [])), found, strict=True))
                )
                _row(path.stem, name, found)
        for name, found in sums.items():
            _row("all", name, found)
        print(f"\nedition built in {whole:.1f} s, of which the index {index:.1f} s")
        print(f"a process with the knowledge loaded: {_held(edition, folder)}")


def _row(stem: str, name: str, s: Score) -> None:
    shares = f"{s.first / s.queries:.1%} | {s.five / s.queries:.1%}"
    times = " | ".join(f"{_quantile(x, share):.1f}" for x in (s.took, s.worked) for share in (0.5, 0.99))
    print(f"| {stem} ({s.queries}) | {name} | {shares} | {times} |")


if __name__ == "__main__":
    main()
