"""What docs/operating.md says of backups, done while the desk is at work, and restored."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.desk.helpers import Sink, wait_until
from tests.desk.postgresql import Cluster, binaries
from tests.desk.processes import Load, started
from tests.desk.stores import Place

DOC = (Path(__file__).parents[2] / "docs" / "operating.md").read_text("utf-8")


def shown(beginning: str) -> str:
    """The command in docs/operating.md that begins so."""
    found = re.search(rf"`({re.escape(beginning)}[^`]*)`", DOC)
    assert found, beginning
    return found[1]


def done(command: str, folder: Path) -> None:
    programs = binaries()
    path = f"{programs}:{os.environ['PATH']}" if programs else os.environ["PATH"]
    subprocess.run(command, shell=True, check=True, cwd=folder, env=os.environ | {"PATH": path})


def test_a_store_on_sqlite_is_backed_up_at_work_and_restored(tmp_path: Path, sink: Sink) -> None:
    if shutil.which("sqlite3") is None:
        pytest.skip("the sqlite3 command is not installed")
    with started(tmp_path / "data", answers=False) as desk, Load([desk.port]) as load:
        wait_until(lambda: len(load.accepted) >= 20)
        before = list(load.accepted)
        done(shown("sqlite3 data/desk.sqlite"), tmp_path)
    (tmp_path / "restored").mkdir()
    shutil.copy(tmp_path / "desk-backup.sqlite", tmp_path / "restored" / "desk.sqlite")
    with started(tmp_path / "restored", sink) as desk:
        wait_until(lambda: {to[0] for _, to, _ in tuple(sink.mails)} >= set(before))
        assert desk.send().startswith(b"2.0.0 Stored as ")


def test_a_store_on_postgresql_is_backed_up_at_work_and_restored(
    server: Cluster, shared_place: Place, tmp_path: Path, sink: Sink
) -> None:
    here = shared_place.url
    with started(tmp_path / "data", database=here, answers=False) as desk, Load([desk.port]) as load:
        wait_until(lambda: len(load.accepted) >= 20)
        before = list(load.accepted)
        example = "postgresql://consultant@db.example.org/consultant"
        done(shown("pg_dump").replace(example, f"'{here}'"), tmp_path)
    empty = server.new_database()
    done(shown("pg_restore").replace(example, f"'{empty}'"), tmp_path)
    with started(tmp_path / "restored", sink, database=empty) as desk:
        wait_until(lambda: {to[0] for _, to, _ in tuple(sink.mails)} >= set(before))
        assert desk.send().startswith(b"2.0.0 Stored as ")
