"""ICD-10-CM: which codes are billable, and the same tree, titles and notes as another reader of the file."""

import random
from functools import cache

import pytest

from consultant.editions.opened import OpenEdition
from consultant.knowledge.published import Diagnosis

icd = pytest.importorskip("simple_icd_10_cm")
SAMPLE = 2_000


@cache
def every_code() -> list[str]:
    return list(icd.get_all_codes(with_dots=True))


def ours(edition: OpenEdition, code: str) -> Diagnosis:
    found = edition.concepts.diagnosis(code)
    assert found, code
    return found


def own(d: Diagnosis, kind: str) -> list[str]:
    return [n.text for n in d.notes if n.kind == kind and n.code == d.code]


def test_billable_codes_are_the_leaves_and_no_others(shipped_edition: OpenEdition) -> None:
    """The other reader takes five categories for the sections of the same name."""
    rows = shipped_edition.base.rows("SELECT code FROM concept WHERE system = 'icd10cm' AND billable = 1")
    billable = {code for (code,) in rows}
    leaves = {c for c in every_code() if icd.is_leaf(c) and not icd.is_chapter_or_block(c)}
    assert leaves - billable == set()
    assert billable - leaves == {"B20", "F99", "P84", "R99", "Z66"}
    assert len(billable) == 74_719
    excepted = {c for c in billable if c.startswith("S06") and c[-2] in "78" and c[-1] in "DS"}
    assert not excepted  # a note in prose takes them away


def test_titles_parents_and_excludes_of_a_sample(shipped_edition: OpenEdition) -> None:
    codes = [c for c in every_code() if not icd.is_chapter_or_block(c)]
    sample = random.Random(2026).sample(codes, SAMPLE)
    for code in sample:
        mine = ours(shipped_edition, code)
        # the text of some 7th characters goes on behind a slash; the code's title does not
        assert f"{icd.get_description(code)}/".startswith(f"{mine.title}/"), code
        parent = icd.get_parent(code)
        same = mine.parent == parent or mine.parent == f"{parent}-{parent}"
        assert same, (code, mine.parent, parent)
        for kind, theirs in (("excludes1", icd.get_excludes1), ("excludes2", icd.get_excludes2)):
            assert own(mine, kind) == [" ".join(t.split()) for t in theirs(code)], (code, kind)


def test_a_short_code_names_what_completes_it(shipped_edition: OpenEdition) -> None:
    short = ours(shipped_edition, "m4806")
    assert not short.billable
    assert [code for code, _ in short.completions] == ["M48.061", "M48.062"]
    fracture = ours(shipped_edition, "S72.001")
    assert ("A", "initial encounter for closed fracture") in fracture.sevenths
    assert all(code.startswith("S72.001") for code, _ in fracture.completions)


def test_a_placeholder_stands_before_the_seventh_character(shipped_edition: OpenEdition) -> None:
    assert ours(shipped_edition, "T79.A0XA").billable
    assert shipped_edition.concepts.diagnosis("T79.A0A") is None
