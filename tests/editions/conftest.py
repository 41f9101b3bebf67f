"""Editions built once: of the published files where they are there, and the one that ships."""

from pathlib import Path

import pytest

from consultant.editions.building import build
from consultant.editions.opened import OpenEdition
from consultant.editions.shipped import shipped
from tests.conftest import NOW, ROOT
from tests.editions import published


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> OpenEdition:
    """Of every whole published file, without the shipped figures."""
    if not published.PUBLISHED.is_dir():
        pytest.skip(f"no published files at {published.PUBLISHED} (CONSULTANT_PUBLISHED)")
    folder = tmp_path_factory.mktemp("editions")
    files = (published.PUBLISHED / "mpfs", published.PUBLISHED / "icd10cm/icd10c-tabular-April-1-2026.xml")
    files = (*files, published.MUE, published.HCPCS, published.PUBLISHED / "crosswalk")
    return OpenEdition(build(files, folder, NOW, name="whole").path)


@pytest.fixture(scope="session")
def shipped_path() -> Path:
    return shipped(ROOT / "config/knowledge/figures", ROOT / "data/editions", NOW)


@pytest.fixture(scope="session")
def shipped_edition(shipped_path: Path) -> OpenEdition:
    return OpenEdition(shipped_path)
