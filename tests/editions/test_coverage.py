"""Coverage exports: built from header lists, so tested on those and on made rows."""

import json
from pathlib import Path

import pytest

from consultant.answer.card import card
from consultant.config.knowledge import load_knowledge
from consultant.editions.building import build
from consultant.editions.opened import OpenEdition
from consultant.knowledge.importers import coverage
from consultant.knowledge.importers.source import Hints
from tests.conftest import NOW, ROOT
from tests.editions.published import PUBLISHED, needs_published
from tests.knowledge.importers import samples

KEPT = {
    "article.csv",
    "article_related_documents.csv",
    "article_x_contractor.csv",
    "article_x_hcpc_code.csv",
    "article_x_hcpc_code_group.csv",
    "article_x_icd10_covered.csv",
    "article_x_icd10_covered_group.csv",
    "article_x_icd10_noncovered.csv",
    "article_x_icd10_noncovered_group.csv",
}


@needs_published
def test_the_published_headers_are_told_apart() -> None:
    tables = json.loads((PUBLISHED / "mcd/mcd_csv_headers_2026.json").read_text("utf-8"))
    found = set()
    for group in tables.values():
        for table in group.values():
            if "columns" in table:
                head = samples.stream(table["file"], (",".join(table["columns"]) + "\r\n").encode()).head()
                if coverage.recognises(head):
                    found.add(table["file"])
    assert found == KEPT


@pytest.fixture
def exported(tmp_path: Path) -> OpenEdition:
    names = [n for n in samples.ALL if n.startswith("article")]
    for name in names:
        (tmp_path / name).write_bytes(samples.ALL[name])
    hints = Hints(excerpt=True)
    return OpenEdition(build([tmp_path / n for n in names], tmp_path / "out", NOW, hints=hints).path)


def test_a_code_names_its_articles_and_what_they_cover(exported: OpenEdition) -> None:
    edition = load_knowledge(ROOT / "config/knowledge", exported).edition
    found = card("62304", edition)
    assert [(a.article, a.lcds) for a in found.articles] == [("52369", ("33621",))]
    assert [code for code, _ in found.covered["52369"]] == ["M48.061"]  # XX000 says "not applicable"


def test_long_descriptors_are_not_kept(exported: OpenEdition) -> None:
    assert b"official words" not in exported.base.path.read_bytes()
