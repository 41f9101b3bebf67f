"""The world breaks under load, in processes of their own: accepted = answered, and nothing is lost."""

import signal
from pathlib import Path

import pytest

from tests.desk.helpers import Sink, wait_until
from tests.desk.postgresql import Cluster
from tests.desk.processes import Load, counted, free_port, started
from tests.desk.stores import Place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


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
