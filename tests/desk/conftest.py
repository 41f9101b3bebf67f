import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from consultant.desk import maillog
from tests.desk.helpers import RunningDesk, Sink, make_settings


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
    """Where a store goes; its folder is not there yet."""
    return tmp_path / "deep" / "desk.sqlite"
