"""Does a reply cost the same in a store that holds a million? python -m benchmarks.grown [--kept 1000000]

Two desks on stores of their own, one empty, one filled with mails that were answered; measured in turns.
"""

import argparse
import asyncio
import contextlib
import sqlite3
import tempfile
from pathlib import Path
from statistics import median

import asyncpg

from benchmarks.replies import Found, measure
from benchmarks.started import Desk, desk, free_port
from benchmarks.traffic import Mails
from tests.desk.postgresql import cluster

SQLITE = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {kept})
"""
INBOX = """
INSERT INTO inbox (number, digest, mail_from, rcpt_to, received_at, size, reply_id, state, due_at, attempts,
crashes, disposition, decided_at)
SELECT i, 'digest ' || i, 'coder' || i % 50000 || '@clinic.example', '["consult@desk.example"]', {when}, 300,
'<' || i || '@old.example>', 'done', {when}, 1, 0, 'answer', {when} FROM {numbers}
"""
OUTBOX = """
INSERT INTO outbox (number, message_id, mail_from, rcpt_to, asker, addressee, state, attempts, created_at,
due_at, give_up_at, sent_at)
SELECT i, '<' || i || '@old.example>', '', 'coder' || i % 50000 || '@clinic.example',
'coder' || i % 50000 || '@clinic.example', 'coder' || i % 50000 || '@clinic.example', 'sent', 1, {when},
{when}, {when}, {when} FROM {numbers}
"""
CONTENT = "INSERT INTO content (number, way, raw) SELECT i, 'in', {raw} FROM {numbers}"
LETTER = b"Subject: an old question\r\n\r\n" + b"Which code was it? " * 15


def fill_sqlite(file: Path, kept: int) -> None:
    with contextlib.closing(sqlite3.connect(file)) as base:
        when = "'2026-01-01 12:00:00.000000'"
        for statement in (INBOX, OUTBOX, CONTENT):
            filled = statement.format(when=when, numbers="n", raw=f"x'{LETTER.hex()}'")
            before, _, after = filled.partition("SELECT")
            base.execute(f"{before} {SQLITE.format(kept=kept)} SELECT {after}")
        base.commit()


async def fill_postgresql(url: str, kept: int) -> None:
    base = await asyncpg.connect(url)
    for statement in (INBOX, OUTBOX, CONTENT):
        filled = statement.format(
            when="timestamptz '2026-01-01 12:00:00Z'",
            numbers=f"generate_series(1, {kept}) AS i",
            raw=f"'\\x{LETTER.hex()}'::bytea",
        )
        await base.execute(
            filled.replace("""'["consult@desk.example"]'""", """'["consult@desk.example"]'::json""")
        )
    await base.execute(f"SELECT setval('inbox_number_seq', {kept})")
    await base.execute("VACUUM ANALYZE")
    await base.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kept", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--mails", type=int, default=500)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--only", default="", help="the store whose name has this in it")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(cluster(free_port(), listen=True))
        base = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="desk-bench-")))
        urls = {"SQLite": ("", ""), "PostgreSQL": (server.new_database(), server.new_database())}
        print("| store | p50 | p99 | replies a second | processor a reply |\n|---|---|---|---|---|")
        for name, two in urls.items():
            if options.only not in name:
                continue
            ports = [free_port(), free_port()]
            with contextlib.ExitStack() as running:
                both: list[Desk] = []
                for which, (url, port) in enumerate(zip(two, ports, strict=True)):
                    folder = base / f"{name}{which}"
                    with desk(folder, relay_port=port, database=url):
                        pass  # made, and stopped
                    if which:
                        _fill(folder / "data" / "desk.sqlite", url, options.kept)
                    both.append(running.enter_context(desk(folder, relay_port=port, database=url)))
                _compare(name, both, ports, options)


def _fill(file: Path, url: str, kept: int) -> None:
    if url:
        asyncio.run(fill_postgresql(url, kept))
    else:
        fill_sqlite(file, kept)


def _compare(name: str, both: list[Desk], ports: list[int], options: argparse.Namespace) -> None:
    found: tuple[list[Found], list[Found]] = ([], [])
    mails = [Mails(10_000_000), Mails(10_000_000)]
    for _ in range(options.runs):
        for which in (0, 1):
            found[which].append(asyncio.run(measure([both[which]], ports[which], mails[which], options)))
    for which, what in enumerate(("empty", f"{options.kept:,} mails")):
        p50, p99, rate, cost, _ = (median(run[column] for run in found[which]) for column in range(5))
        print(f"| {name}, {what} | {p50:.1f} ms | {p99:.1f} ms | {rate:.0f} | {cost:.2f} ms |", flush=True)


if __name__ == "__main__":
    main()
