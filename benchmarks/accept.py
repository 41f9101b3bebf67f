"""How many mails a second are taken: python -m benchmarks.accept [--runs 5] [--mails 6000]

Postfix's smtp-source sends the same mails to aiosmtpd as it comes (which stores nothing), to Postfix's own
smtp-sink (which stores nothing, in C), and to the desk, which says 250 when a mail is on disk. One after the
other, in turns, on the same machine; the median of the runs, the ratio to aiosmtpd in the same run, and the
microseconds of processor the server spends on a mail, which are steadier than rates.
"""

import argparse
import contextlib
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.started import ADDRESS, cpu, desk, free_port, needed, sink, stock
from tests.desk.postgresql import cluster

KEPT = ["-d"]
SIZE = 4096


def rate(port: int, mails: int, connections: int, options: list[str]) -> float:
    """Mails a second; each has a Message-ID of its own."""
    began = time.perf_counter()
    subprocess.run(
        [
            *("smtp-source", "-s", str(connections), "-m", str(mails), "-l", str(SIZE), *options),
            *("-f", "dana@clinic.example", "-t", ADDRESS, f"127.0.0.1:{port}"),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return mails / (time.perf_counter() - began)


@contextlib.contextmanager
def _desk(database: str):
    with (
        tempfile.TemporaryDirectory(prefix="desk-bench-") as folder,
        desk(Path(folder), role="listener", database=database) as found,
    ):
        yield found.port, found.pid


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--mails", type=int, default=6000)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    needed("smtp-source", "smtp-sink")
    with cluster(free_port(), listen=True) as server:
        _compare(server.new_database(), options)


def _compare(url: str, options: argparse.Namespace) -> None:
    servers: dict[str, Callable[[], AbstractContextManager[tuple[int, int]]]] = {
        "stock aiosmtpd, stores nothing": stock,
        "desk, SQLite": partial(_desk, ""),
        "desk, PostgreSQL": partial(_desk, url),
        "smtp-sink (C), stores nothing": sink,
    }
    ways = {
        "16 kept connections": (16, KEPT, options.mails),
        "64 kept connections": (64, KEPT, options.mails),
        "one mail per connection": (16, [], options.mails // 2),
    }
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for _ in range(options.runs):
        for name, server in servers.items():
            if options.only and options.only not in name:
                continue
            with server() as (port, pid):
                rate(port, 200, 4, KEPT)
                for way, (connections, flags, mails) in ways.items():
                    before = cpu(pid)
                    speed = rate(port, mails, connections, flags)
                    print(f"  {name}, {way}: {speed:,.0f}/s, load {os.getloadavg()[0]:.1f}", flush=True)
                    found.setdefault((way, name), []).append((speed, (cpu(pid) - before) / mails * 1e6))
    _show(list(ways), list(servers), found)


def _show(
    ways: list[str], servers: list[str], found: dict[tuple[str, str], list[tuple[float, float]]]
) -> None:
    print("| mails a second, 4 KB | " + " | ".join(f"{way} | ratio | µs" for way in ways) + " |")
    print("|---" * (1 + 3 * len(ways)) + "|")
    for name in servers:
        cells = []
        for way in ways:
            rates = found.get((way, name))
            if not rates:
                continue
            base = found.get((way, servers[0]), rates)
            ratio = median(mine[0] / theirs[0] for mine, theirs in zip(rates, base, strict=False))
            cells += [
                f"{median(r for r, _ in rates):,.0f}",
                f"{ratio:.2f}",
                f"{median(c for _, c in rates):.0f}",
            ]
        if cells:
            print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
