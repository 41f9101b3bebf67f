"""Processes that start together build the shipped edition once."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from consultant.editions import shipped as room
from consultant.editions.error import EditionError

NOW = datetime(2026, 11, 21, tzinfo=UTC)
FIGURES = Path(__file__).parents[2] / "config" / "knowledge" / "figures"


def test_who_comes_second_waits_and_takes_what_the_first_has_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[str] = []

    def build(inputs: Any, folder: Path, now: datetime, *, name: str, **_: Any) -> None:
        built.append(name)
        time.sleep(0.2)
        (folder / f"{name}{room.SUFFIX}").write_bytes(b"")

    monkeypatch.setattr(room, "build", build)
    with ThreadPoolExecutor(3) as pool:
        paths = set(pool.map(lambda _: room.shipped(FIGURES, tmp_path / "editions", NOW), range(3)))
    assert len(built) == len(paths) == 1


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EditionError, match="expected a folder that can be written"):
        room.shipped(FIGURES, tmp_path / "file", NOW)
