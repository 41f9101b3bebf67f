"""From a question to its reply at the relay: python -m benchmarks.replies [--postgresql] [--workers 1,2] …

Three figures for each desk, with the clients and the relay on the same processors: the time from the final
dot to the relay's 250 at a steady rate; replies a second when mail comes as fast as it is taken; and the
processor each reply costs the desk, which does not depend on what else runs.
"""

import argparse
import asyncio
import contextlib
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from benchmarks.started import Desk, cpu, desk, free_port
from benchmarks.traffic import Client, Mails, Relay, relay
from tests.desk.postgresql import Cluster, cluster


class Found(NamedTuple):
    """Milliseconds, replies a second, milliseconds of processor for each reply, MB of the largest process."""

    p50: float
    p99: float
    rate: float
    cost: float
    memory: float


async def steadily(desks: Sequence[Desk], mails: Mails, rate: float, seconds: float) -> dict[int, float]:
    """When the final dot of each mail was sent."""
    clients = [await Client(each.port).open() for each in desks]
    sent: dict[int, float] = {}
    begin = time.perf_counter()
    for count in range(int(rate * seconds)):
        await asyncio.sleep(begin + count / rate - time.perf_counter())
        number, raw = mails.take()
        sent[number] = time.perf_counter()
        await clients[count % len(clients)].send(number, raw)
    for client in clients:
        client.close()
    return sent


async def at_once(desks: Sequence[Desk], mails: Mails, count: int, clients: int = 8) -> dict[int, float]:
    """As fast as they are taken."""
    open_ones = [await Client(desks[number % len(desks)].port).open() for number in range(clients)]
    left = iter(range(count))
    sent: dict[int, float] = {}

    async def send(client: Client) -> None:
        for _ in left:
            number, raw = mails.take()
            sent[number] = time.perf_counter()
            await client.send(number, raw)

    await asyncio.gather(*map(send, open_ones))
    for client in open_ones:
        client.close()
    return sent


async def answered(taken: type[Relay], sent: dict[int, float]) -> list[float]:
    """Seconds from dot to reply, of each."""
    end = time.monotonic() + 600
    while missing := sent.keys() - taken.arrived.keys():
        assert time.monotonic() < end, f"{len(missing)} replies are missing"
        await asyncio.sleep(0.02)
    return [taken.arrived[number] - moment for number, moment in sent.items()]


async def measure(desks: Sequence[Desk], port: int, mails: Mails, options: argparse.Namespace) -> Found:
    async with relay(port) as taken:
        await answered(taken, await at_once(desks, mails, 60))  # until everything has been used once
        times = await answered(taken, await steadily(desks, mails, options.rate, options.seconds))
        before, began = sum(cpu(each.pid) for each in desks), time.perf_counter()
        sent = await at_once(desks, mails, options.mails)
        await answered(taken, sent)
        rate = options.mails / (max(taken.arrived[number] for number in sent) - began)
        cost = (sum(cpu(each.pid) for each in desks) - before) / options.mails
    memory = max(max(each.memory()) for each in desks)
    return Found(median(times) * 1e3, quantiles(times, n=100)[98] * 1e3, rate, cost * 1e3, memory)


@contextlib.contextmanager
def desks(server: Cluster | None, instances: int, workers: int, port: int) -> Iterator[list[Desk]]:
    url = server.new_database() if server else ""
    with contextlib.ExitStack() as stack:
        base = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="desk-bench-")))
        yield [
            stack.enter_context(
                desk(base / str(number), workers=workers, relay_port=port, database=url, connections=2)
            )
            for number in range(instances)
        ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--mails", type=int, default=1500)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--only", default="", help="desks whose name has this in it")
    options = parser.parse_args()
    kinds = {
        "SQLite, 1 worker": (False, 1, 1),
        "SQLite, 2 workers": (False, 1, 2),
        "SQLite, 4 workers": (False, 1, 4),
        "PostgreSQL, 1 worker": (True, 1, 1),
        "PostgreSQL, 2 workers": (True, 1, 2),
        "PostgreSQL, 4 workers": (True, 1, 4),
        "PostgreSQL, two instances of 1 worker": (True, 2, 1),
    }
    kinds = {name: kind for name, kind in kinds.items() if options.only in name}
    found: dict[str, list[Found]] = {name: [] for name in kinds}
    with contextlib.ExitStack() as stack:
        shared = any(kind[0] for kind in kinds.values())
        server = stack.enter_context(cluster(free_port(), listen=True)) if shared else None
        for _ in range(options.runs):
            for name, (on_server, instances, workers) in kinds.items():
                port = free_port()
                with desks(server if on_server else None, instances, workers, port) as running:
                    found[name].append(asyncio.run(measure(running, port, Mails(), options)))
    print(
        f"| desk | p50 at {options.rate:g}/s | p99 | replies a second | processor a reply | largest process |"
    )
    print("|---|---|---|---|---|---|")
    for name, runs in found.items():
        p50, p99, rate, cost, memory = (median(run[column] for run in runs) for column in range(5))
        print(f"| {name} | {p50:.1f} ms | {p99:.1f} ms | {rate:.0f} | {cost:.2f} ms | {memory:.0f} MB |")


if __name__ == "__main__":
    main()
