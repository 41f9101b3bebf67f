"""The index that an edition is built with: which wordings of which files it holds."""

import pytest

from consultant.editions.building import build
from consultant.editions.opened import OpenEdition
from consultant.knowledge.edition import Release, Shelf
from consultant.knowledge.importers.source import Hints
from consultant.knowledge.indexed import Found, SearchWords
from consultant.knowledge.modifier import Modifiers
from consultant.search.finder import LateFinder
from tests.conftest import NOW
from tests.knowledge.importers import samples

FILES = {
    "icd10cm_order_2026.txt": samples.order(),
    "icd10cm_index_2026.xml": samples.INDEX.encode(),
    "HCPC2026_OCT_ANWEB.txt": samples.hcpcs_txt(),
    "LONGULT.txt": samples.cpt_standard(samples.LONGULT),
    "Deleted_DTK_tab.txt": samples.DELETED.encode(),
}
PLAIN = SearchWords(abbreviations={}, synonyms=(), systems={}, silent=(), light=(), turns={})


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> OpenEdition:
    folder = tmp_path_factory.mktemp("files")
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    hints = Hints(effective=20260101, excerpt=True)
    return OpenEdition(build([folder], tmp_path_factory.mktemp("out"), NOW, name="small", hints=hints).path)


def found(text: str, edition: OpenEdition) -> Found:
    shelf = Shelf(
        Release(name="x", date="2026-11-21"),
        (),
        Modifiers(modifiers={}),
        published=edition,
        finder=LateFinder(PLAIN, (), {}),
    )
    return shelf.finder.find(text, edition.lines)


def test_the_alphabetic_index_is_searched_by_its_whole_path(edition: OpenEdition) -> None:
    hits = {h.code: h for h in found("stenosis spinal lumbar region", edition).hits}
    assert "M48.061" in hits
    rows = edition.base.rows("SELECT code, text FROM wording WHERE kind = 'index' ORDER BY text")
    assert ("M48.061", "Stenosis, spinal, lumbar region") in rows


def test_licensed_descriptors_are_searched(edition: OpenEdition) -> None:
    hit = found("words made for a test", edition).hits[0]
    assert (hit.code, hit.system) == ("62304", "cpt")
    assert hit.title == "Our own words, made for a test, number one"


def test_an_edition_without_files_finds_nothing() -> None:
    shelf = Shelf(
        Release(name="x", date="2026-11-21"), (), Modifiers(modifiers={}), finder=LateFinder(PLAIN, (), {})
    )
    hits = shelf.finder.find("lumbar stenosis", shelf.published.lines)
    assert (hits.hits, hits.says) == ((), "Nothing in this edition holds these words.")


def test_the_index_is_read_only_and_whole(edition: OpenEdition) -> None:
    counted = edition.base.rows("SELECT count(*) FROM wording")[0][0]
    assert edition.lines.total == counted > 0
    assert edition.base.rows(
        "SELECT count(*) FROM wording w LEFT JOIN heading h ON h.id = w.heading WHERE h.id IS NULL"
    ) == [(0,)]
