"""No room, or nothing may be written: 451, alive, nothing lost, and on by itself once there is room again."""

import asyncio
import os
import resource
import smtplib
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.desk.disks import fill, small_disk
from tests.desk.helpers import DANA, MAIL, US, Sink, wait_until
from tests.desk.postgresql import Cluster, account, cluster
from tests.desk.processes import Load, Process, counted, free_port, started
from tests.desk.stores import Place
from tests.desk.test_watch import ask


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def limit_files(process: Process, octets: int) -> None:
    """No file of the process may grow beyond this, as on a disk that is full."""
    hard = resource.prlimit(process.popen.pid, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(process.popen.pid, resource.RLIMIT_FSIZE, (octets, hard))


def said(process: Process, raw: bytes, sender: str = DANA) -> int:
    with smtplib.SMTP("127.0.0.1", process.port, "client.example", timeout=30) as client:
        client.ehlo()
        client.mail(sender)
        client.rcpt(US)
        return client.data(raw)[0]


def test_a_full_disk_is_a_451_and_recovers_by_itself(folder: Path, sink: Sink) -> None:
    with started(folder, sink) as desk:
        assert said(desk, MAIL) == 250
        limit_files(desk, 100)
        assert said(desk, MAIL + b"too much\r\n") == 451
        limit_files(desk, resource.RLIM_INFINITY)
        assert said(desk, MAIL + b"too much\r\n") == 250
        sink.wait_for(2)


def immutable(folder: Path, sign: str) -> None:
    # Not the index in shared memory (-shm): no file system fails a write to mapped memory but by a signal.
    files = [folder / "desk.sqlite", folder / "desk.sqlite-wal"]
    subprocess.run(["chattr", f"{sign}i", *files], check=True, capture_output=True)


def test_a_file_system_that_is_full_is_a_451_and_recovers_by_itself(sink: Sink) -> None:
    with small_disk(2) as disk, started(disk, sink, listen={"free_disk": 0}) as desk:
        assert said(desk, MAIL) == 250
        sink.wait_for(1)
        make_room = fill(disk)
        # A few may still fit into what the store has already.
        codes = [said(desk, MAIL + b"x" * 900 + b"%d\r\n" % number) for number in range(200)]
        assert set(codes) <= {250, 451}
        assert codes[-50:] == [451] * 50
        make_room()
        assert said(desk, MAIL + b"again\r\n") == 250
        sink.wait_for(2 + codes.count(250))
        assert desk.end() == 0


@pytest.mark.skipif(os.getuid() != 0, reason="only root may make files immutable")
def test_a_store_made_read_only_is_a_451_and_recovers_by_itself(folder: Path, sink: Sink) -> None:
    watch = free_port()
    with started(folder, sink, watch=watch) as desk:
        assert said(desk, MAIL) == 250
        sink.wait_for(1)
        wait_until(lambda: desk.events("delivered"))
        try:
            immutable(folder, "+")
        except subprocess.CalledProcessError:
            pytest.skip("this file system knows no immutable files")
        try:
            assert said(desk, MAIL + b"read only\r\n") == 451
            assert ask(watch, "/readyz")[0] == 503
        finally:
            immutable(folder, "-")
        assert ask(watch, "/readyz")[0] == 200
        assert said(desk, MAIL + b"read only\r\n") == 250
        sink.wait_for(2)


@contextmanager
def server_with(kind: str) -> Iterator[tuple[Cluster, str, Path]]:
    """A PostgreSQL that has its tables or its log on a small disk, a database of it, and the disk."""
    user = account()
    owner = (user.pw_uid, user.pw_gid) if user else (-1, -1)
    with small_disk(48, *owner) as disk, cluster(log=disk if kind == "log" else None) as server:
        if kind == "log":
            # A standby that went away: the log is kept for it, and a disk is filled by it in time.
            asyncio.run(server.execute("SELECT pg_create_physical_replication_slot('gone', true)"))
            yield server, server.new_database(), disk
        else:
            asyncio.run(server.execute(f"CREATE TABLESPACE small LOCATION '{disk}'"))
            yield server, server.new_database(tablespace="small"), disk


def large() -> bytes:
    """A mail that does not compress."""
    return MAIL + os.urandom(100_000).hex("\n", 30).encode().replace(b"\n", b"\r\n")


def fill_up(desk: Process) -> list[str]:
    """Send large mails until no more of them are taken; whose were."""
    taken = []
    for number in range(500):
        sender = f"large{number}@clinic.example"
        code = said(desk, large(), sender)
        assert code in (250, 451)
        if code == 451:
            return taken
        taken.append(sender)
    raise AssertionError("there is still room")


@pytest.mark.usefixtures("server")  # a PostgreSQL is there
@pytest.mark.parametrize("kind", ["tables", "log"])
def test_a_full_disk_of_postgresql_is_a_451_and_recovers_by_itself(
    folder: Path, sink: Sink, kind: str
) -> None:
    """Without room for its log PostgreSQL goes down, cannot recover, and must be started again."""
    with server_with(kind) as (server, url, disk), started(folder, sink, database=url, workers=1) as desk:
        with Load([desk.port]) as load:
            wait_until(lambda: len(load.accepted) >= 20)
            make_room = fill(disk)
            senders = fill_up(desk)
            wait_until(lambda: 451 in load.not_now)
            assert ("PANIC" in server.said()) == (kind == "log"), server.said()
            if kind == "log":
                wait_until(lambda: not server.running)
            assert said(desk, large()) == 451
            make_room()
            if kind == "log":
                server.start()
            seen = len(load.accepted)
            wait_until(lambda: len(load.accepted) >= seen + 20, 120)
        assert counted(sink, load.accepted + senders) == 0
        assert desk.end() == 0


def test_a_database_made_read_only_is_a_451_and_recovers_by_itself(
    server: Cluster, shared_place: Place, folder: Path, sink: Sink
) -> None:
    name = shared_place.sql("SELECT current_database()")[0][0]

    def decree(what: str) -> None:
        asyncio.run(server.execute(f"ALTER DATABASE {name} {what}"))

    watch = free_port()
    with started(folder, sink, database=shared_place.url, workers=1, watch=watch) as desk:
        with Load([desk.port]) as load:
            wait_until(lambda: len(load.accepted) >= 20)
            decree("SET default_transaction_read_only = on")
            # It is for sessions to come; those there are must begin anew.
            asyncio.run(
                server.execute(
                    f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
                )
            )
            load.not_now.clear()
            wait_until(lambda: load.not_now.count(451) > 20)
            seen = len(load.accepted)
            assert said(desk, MAIL) == 451
            assert [ask(watch, f"/{what}z")[0] for what in ("health", "ready")] == [200, 503]
            decree("RESET default_transaction_read_only")
            wait_until(lambda: len(load.accepted) >= seen + 20)
            load.not_now.clear()
            wait_until(lambda: len(load.accepted) >= seen + 120)
            assert load.not_now == [], "a session begun meanwhile is still in use"
            assert ask(watch, "/readyz")[0] == 200
        assert counted(sink, load.accepted) == 0
        assert desk.end() == 0
