import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from consultant.desk import maillog
from tests.desk.helpers import RunningDesk, Sink, make_settings
from tests.desk.needs import do_without
from tests.desk.postgresql import Cluster, cluster
from tests.desk.stores import DATABASES, Place, in_store


@pytest.fixture(autouse=True)
def log() -> io.StringIO:
    """What the desk logged, as JSON lines."""
    stream = io.StringIO()
    maillog.configure("json", stream)
    return stream


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    """A desk without a relay."""
    with RunningDesk(make_settings(tmp_path)) as desk:
        yield desk


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store on SQLite goes; its folder is not there yet."""
    return tmp_path / "deep" / "desk.sqlite"


@pytest.fixture(scope="session")
def server() -> Iterator[Cluster]:
    """A PostgreSQL of our own, or the test is skipped, visibly."""
    try:
        with cluster() as server:
            yield server
    except FileNotFoundError as error:
        do_without("postgresql", str(error))


@pytest.fixture
def own_server() -> Iterator[Cluster]:
    """The same for one test, which may stop it."""
    try:
        with cluster() as server:
            yield server
    except FileNotFoundError as error:
        do_without("postgresql", str(error))


@pytest.fixture(scope="session")
def template(server: Cluster) -> str:
    """The name of a database with a store in it that holds nothing."""

    async def nothing(_: object) -> None:
        pass

    url = server.new_database()
    in_store(Place(url), nothing)
    return url.partition("@/")[2].partition("?")[0]


@pytest.fixture
def shared_place(request: pytest.FixtureRequest) -> Place:
    """Where a store on PostgreSQL goes."""
    server: Cluster = request.getfixturevalue("server")
    return Place(server.new_database(request.getfixturevalue("template")))


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where a store goes, on each database in turn."""
    if request.param == "sqlite":
        return Place(f"sqlite:///{tmp_path}/deep/desk.sqlite")
    place: Place = request.getfixturevalue("shared_place")
    return place
