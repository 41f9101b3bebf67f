"""Very many clients: python -m benchmarks.pressure [--idle 10000] [--senders 1000] [--backlog 20000]

Idle clients up to and beyond the limit, many senders at once, and a long queue while nobody answers: what
clients are told, what memory it takes, whether a mail is still taken as fast.
"""

import argparse
import asyncio
import collections
import resource
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from benchmarks.started import Desk, desk, resident
from benchmarks.traffic import Client, Mails


async def idle(running: Desk, count: int) -> None:
    before = resident(running.pid)
    told: collections.Counter[str] = collections.Counter()
    kept = []

    async def come() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
        kept.append(writer)
        told[(await reader.readline())[:3].decode()] += 1

    began = time.perf_counter()
    for _ in range(0, count, 200):
        await asyncio.gather(*(come() for _ in range(200)))
    took = time.perf_counter() - began
    grown = resident(running.pid) - before
    for writer in kept:
        writer.close()
    await asyncio.sleep(1)
    print(
        f"{count} idle clients in {took:.1f} s: {dict(told)}; memory {before:.0f} MB, and {grown:.0f} MB more"
    )


async def senders(running: Desk, count: int, mails: Mails, each: int = 5) -> None:
    before, times = resident(running.pid), []

    async def come() -> None:
        client = await Client(running.port).open()
        for _ in range(each):
            began = time.perf_counter()
            await client.send(*mails.take())
            times.append(time.perf_counter() - began)
        client.close()

    began = time.perf_counter()
    await asyncio.gather(*(come() for _ in range(count)))
    took = time.perf_counter() - began
    cuts = quantiles(times, n=100)
    print(
        f"{count} senders at once, {each} mails each: all {len(times)} taken, "
        f"{len(times) / took:.0f} a second, p50 {cuts[49] * 1e3:.0f} ms, "
        f"p99 {cuts[98] * 1e3:.0f} ms; {resident(running.pid) - before:.0f} MB more"
    )


async def backlog(running: Desk, count: int, mails: Mails) -> None:
    clients = [await Client(running.port).open() for _ in range(16)]
    began_with = resident(running.pid)
    rates = []
    for _ in range(10):
        left = iter(range(count // 10))

        async def send(client: Client, left: "collections.abc.Iterator[int]" = left) -> None:
            for _ in left:
                await client.send(*mails.take())

        began = time.perf_counter()
        await asyncio.gather(*map(send, clients))
        rates.append(count / 10 / (time.perf_counter() - began))
    waiting = running.metric('consultant_waiting{what="mails"}')
    print(
        f"{waiting:,.0f} mails wait; taken a second in the first tenth {rates[0]:.0f}, "
        f"in the last {rates[-1]:.0f}, median {median(rates):.0f}; "
        f"{resident(running.pid) - began_with:.0f} MB more"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--idle", type=int, default=10_000)
    parser.add_argument("--senders", type=int, default=1_000)
    parser.add_argument("--backlog", type=int, default=20_000)
    options = parser.parse_args()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        for limit in (20_000, 1_000):
            with desk(Path(folder) / str(limit), role="listener", limit=limit) as running:
                print(f"At most {limit} connections:")
                asyncio.run(idle(running, options.idle))
                if limit == 1_000:
                    asyncio.run(senders(running, options.senders, Mails()))
                    asyncio.run(backlog(running, options.backlog, Mails(1_000_000)))


if __name__ == "__main__":
    main()
