"""The world breaks under load, in processes of their own: accepted = answered, and nothing is lost."""

import os
import resource
import signal
import smtplib
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.desk.helpers import DANA, MAIL, US, Sink, wait_until
from tests.desk.postgresql import Cluster, cluster
from tests.desk.processes import Load, Process, counted, free_port, started
from tests.desk.stores import Place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def own_server() -> Iterator[Cluster]:
    try:
        with cluster() as server:
            yield server
    except FileNotFoundError as error:
        from tests.desk.needs import do_without

        do_without("postgresql", str(error))


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_a_database_restarted_under_load_loses_nothing(
    own_server: Cluster, folder: Path, sink: Sink, how: str
) -> None:
    """ "immediate" is a crash of the server: it recovers from its log."""
    url = own_server.new_database()
    with started(folder, sink, database=url, workers=1, lease=5) as desk:
        with Load([desk.port]) as load:
            wait_until(lambda: len(load.accepted) >= 20)
            own_server.stop(how)
            wait_until(lambda: 451 in load.not_now)
            own_server.start()
            seen = len(load.accepted)
            wait_until(lambda: len(load.accepted) >= seen + 20, 120)
        counted(sink, load.accepted)
        assert desk.popen.poll() is None


def limit_files(process: Process, octets: int) -> None:
    """No file of the process may grow beyond this, as on a disk that is full."""
    hard = resource.prlimit(process.popen.pid, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(process.popen.pid, resource.RLIMIT_FSIZE, (octets, hard))


def said(process: Process, raw: bytes) -> int:
    with smtplib.SMTP("127.0.0.1", process.port, "client.example", timeout=10) as client:
        client.ehlo()
        client.mail(DANA)
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


def full_tmpfs(folder: Path) -> Callable[[], None]:
    """Fills the file system; what is returned makes room again."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    return ballast.unlink


@pytest.mark.skipif(os.getuid() != 0, reason="only root may mount")
def test_a_file_system_that_is_full_is_a_451_and_recovers_by_itself(folder: Path, sink: Sink) -> None:
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us mount")
    try:
        with started(folder, sink, listen={"free_disk": 0}) as desk:
            assert said(desk, MAIL) == 250
            sink.wait_for(1)
            make_room = full_tmpfs(folder)
            # A few may still fit into what the store has already.
            codes = [said(desk, MAIL + b"x" * 900 + b"%d\r\n" % number) for number in range(200)]
            assert set(codes) <= {250, 451}
            assert codes[-50:] == [451] * 50
            make_room()
            assert said(desk, MAIL + b"again\r\n") == 250
            sink.wait_for(2 + codes.count(250))
            assert desk.end() == 0
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


@pytest.mark.skipif(os.getuid() != 0, reason="only root may make files immutable")
def test_a_store_made_read_only_is_a_451_and_recovers_by_itself(folder: Path, sink: Sink) -> None:
    with started(folder, sink) as desk:
        assert said(desk, MAIL) == 250
        sink.wait_for(1)
        wait_until(lambda: desk.events("delivered"))
        try:
            immutable(folder, "+")
        except subprocess.CalledProcessError:
            pytest.skip("this file system knows no immutable files")
        try:
            assert said(desk, MAIL + b"read only\r\n") == 451
        finally:
            immutable(folder, "-")
        assert said(desk, MAIL + b"read only\r\n") == 250
        sink.wait_for(2)


def test_two_desks_restarted_in_turn_lose_nothing_and_send_nothing_twice(
    shared_place: Place, folder: Path, sink: Sink
) -> None:
    """A rolling restart: each drains, says 421 to newcomers, and the other goes on."""
    ports = [free_port(), free_port()]
    options = [{"database": shared_place.url, "port": port, "workers": 1, "lease": 10} for port in ports]
    with (
        started(folder, sink, **options[0]) as one,
        started(folder, sink, **options[1]) as two,
        Load(ports) as load,
    ):
        wait_until(lambda: len(load.accepted) >= 20)
        assert one.end(signal.SIGTERM) == 0
        with started(folder, sink, **options[0]) as new_one:
            wait_until(lambda: new_one.events("accepted"))
            assert two.end(signal.SIGTERM) == 0
            with started(folder, sink, **options[1]) as new_two:
                wait_until(lambda: new_two.events("accepted"))
                load.finish()
                assert counted(sink, load.accepted) == 0
    for each in (one, two, new_one, new_two):
        assert each.events("answered"), "the work was not shared"
