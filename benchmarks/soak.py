"""Memory over many messages, and the time to start: python -m benchmarks.soak [--mails 100000]

With --files an edition of them is built and used for the messages; without, the shipped one."""

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.replies import answered, at_once
from benchmarks.started import desk, free_port
from benchmarks.traffic import Mails, relay

STEPS = 10


async def soak(running, port: int, count: int) -> None:
    mails = Mails()
    async with relay(port) as taken:
        for step in range(STEPS + 1):
            memory = ", ".join(f"{each:.0f}" for each in running.memory())
            print(f"after {step * count // STEPS:,} messages: {memory} MB", flush=True)
            if step < STEPS:
                await answered(taken, await at_once([running], mails, count // STEPS))
                taken.arrived.clear()


def use(config: Path, files: list[str]) -> None:
    """Build an edition of the files and let the desk of that folder use it."""
    for words in (["build", "--name", "full", *files], ["use", "full"]):
        command = [sys.executable, "-m", "consultant", "knowledge", *words, "--config", str(config)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=100_000)
    parser.add_argument("--starts", type=int, default=5, help="at least 1")
    parser.add_argument("--files", nargs="*", default=[])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        times = []
        for _ in range(options.starts + 1):
            began = time.perf_counter()
            with desk(Path(folder) / "start", relay_port=free_port()):
                times.append(time.perf_counter() - began)
        print(f"the first time, with the shipped edition to build: {times.pop(0):.2f} s")
        each = ", ".join(f"{took:.2f}" for took in times)
        print(f"from nothing to taking mail: {median(times):.2f} s ({each})", flush=True)
        port = free_port()
        if options.files:
            with desk(Path(folder) / "soak", relay_port=port):
                use(Path(folder) / "soak" / "config", options.files)
        if options.mails:
            with desk(Path(folder) / "soak", relay_port=port) as running:
                asyncio.run(soak(running, port, options.mails))


if __name__ == "__main__":
    main()
