"""What the store keeps of one answered mail: python -m benchmarks.kept [--mails 1000]

No processes and no times: the questions of `benchmarks.traffic` are stored, answered and marked as sent as a
desk does it, on each database, and what its files have grown by is shared among them.
"""

import argparse
import asyncio
import contextlib
import sqlite3
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import asyncpg

from benchmarks.started import ADDRESS, ROOT, free_port
from benchmarks.traffic import Mails, sender
from consultant.config.reading import load
from consultant.consult import Consultant
from consultant.desk.store import Store
from consultant.mail.message import Envelope
from consultant.wiring import make_consult
from tests.desk.postgresql import cluster

TABLES = ("inbox", "outbox", "content")


class Kept(NamedTuple):
    """Octets of all mails together: questions, replies, and the store that holds them."""

    questions: int
    replies: int
    store: int


async def work(store: Store, consult: Consultant, mails: Mails, count: int) -> tuple[int, int]:
    """Octets of questions and of replies."""
    questions = replies = 0
    for _ in range(count):
        number, raw = mails.take()
        now = datetime.now(UTC)
        await store.accept(Envelope(mail_from=sender(number), rcpt_to=(ADDRESS,), received_at=now), raw)
        task = await store.claim(now)
        assert task is not None
        outcome = consult(task.raw, task.envelope, task.counts, task.reply_id, now)
        assert outcome.reply is not None
        await store.record(task, outcome, now)
        letter = await store.due(now, lambda _: timedelta(minutes=1))
        assert letter is not None
        await store.sent(letter.number, now)
        questions, replies = questions + len(raw), replies + len(letter.raw)
    return questions, replies


async def measure(url: str, consult: Consultant, count: int) -> Kept:
    store = Store(url, hostname="desk.example")
    await store.open()
    empty = await size(url)
    questions, replies = await work(store, consult, Mails(), count)
    await store.close()
    return Kept(questions, replies, await size(url) - empty)


async def size(url: str) -> int:
    if url.startswith("sqlite:"):
        with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as base:
            base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return int(
                base.execute(
                    "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
                ).fetchone()[0]
            )
    base = await asyncpg.connect(url)
    try:
        return sum(
            [await base.fetchval("SELECT pg_total_relation_size($1::regclass)", name) for name in TABLES]
        )
    finally:
        await base.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=1000)
    count = parser.parse_args().mails
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="desk-bench-")))
        (folder / "consultant.toml").write_text(
            f'[desk]\naddresses = ["{ADDRESS}"]\ntemplates = "{ROOT}/templates"\n'
        )
        (folder / "knowledge").symlink_to(ROOT / "config" / "knowledge")
        consult = make_consult(load(folder))
        server = stack.enter_context(cluster(free_port(), listen=True))
        urls = {"SQLite": f"sqlite:///{folder}/desk.sqlite", "PostgreSQL": server.new_database()}
        print("| store | question | reply | kept |\n|---|---|---|---|")
        for name, url in urls.items():
            cells = (f"{octets / count / 1e3:.2f} KB" for octets in asyncio.run(measure(url, consult, count)))
            print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
