"""From files to an edition: whole or not at all."""

import random
import re
from pathlib import Path

import pytest

from consultant.editions.building import build
from consultant.editions.error import EditionError
from consultant.editions.opened import OpenEdition
from consultant.editions.verifying import verify
from consultant.knowledge.importers.source import Hints
from tests.conftest import NOW
from tests.editions import published
from tests.editions.published import needs_published
from tests.knowledge.importers import samples

WHOLE = (
    published.RVU_2025,
    published.RVU_2025_TEXT,
    published.RVU_2026,
    published.MUE,
    published.HCPCS,
    published.PUBLISHED / "mpfs/GPCI2025.csv",
    published.PUBLISHED / "icd10cm/icd10cm-codes-2024.txt",
    published.PUBLISHED / "crosswalk/CCS_services_procedures_v2022-1_052422.csv",
)


@needs_published
@pytest.mark.parametrize("path", WHOLE, ids=lambda p: p.name)
def test_a_file_that_lost_one_row_in_its_middle_is_refused(path: Path, tmp_path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    del lines[len(lines) // 2]
    (tmp_path / path.name).write_bytes(b"".join(lines))
    with pytest.raises(EditionError, match=r"line \d+: expected .*, found \d+\.$"):
        build([tmp_path / path.name], tmp_path / "out", NOW)
    assert list((tmp_path / "out").glob("*")) == []


def damaged(data: bytes, dice: random.Random) -> bytes:
    """Cut, overwritten, with lines lost or cells swapped, or in two encodings."""
    lines = data.split(b"\n")
    match dice.randrange(5):
        case 0:
            return data[: dice.randrange(len(data))]
        case 1:
            changed = bytearray(data)
            for _ in range(20):
                changed[dice.randrange(len(changed))] = dice.randrange(256)
            return bytes(changed)
        case 2:
            del lines[dice.randrange(len(lines)) :: 3]
        case 3:
            at = dice.randrange(len(lines))
            cells = lines[at].split(b",")
            dice.shuffle(cells)
            lines[at] = b",".join(cells)
        case _:
            at = dice.randrange(len(data))
            return data[:at] + "“é”".encode() + data[at : at + 90] + "“é”".encode("cp1252") + data[at + 90 :]
    return b"\n".join(lines)


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_file_makes_a_whole_edition_or_none(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    name = dice.choice(sorted(samples.ALL))
    (tmp_path / name).write_bytes(damaged(samples.ALL[name], dice))
    out = tmp_path / "out"
    try:
        built = build([tmp_path / name], out, NOW, hints=Hints(excerpt=True)).path
    except EditionError as error:
        built, sentence = None, str(error)
    if built is None:
        assert re.fullmatch(
            r"\S+: (line \d+: )?expected .+, found .+\.|\S+, line \d+: expected .+\.", sentence
        )
        assert list(out.glob("*")) == []
    else:
        assert list(out.iterdir()) == [built]
        assert OpenEdition(built).loaded()
        assert all(c.right or "localities" in c.what or "parent" in c.what for c in verify(built))


def test_of_the_variants_of_a_licensed_file_the_best_is_taken(tmp_path: Path) -> None:
    rows = [
        ("62304", "Words in both cases, more than a medium descriptor may hold"),
        ("99213", "More of our own words"),
    ]
    for name, between, upper in (
        ("LONGULT", "\t", False),
        ("LONGUT", "\t", True),
        ("LONGULF", "   ", False),
        ("LONGUF", "   ", True),
        ("CPTPLA", "\t", False),
    ):
        lines = [f"{code}{between}{text.upper() if upper else text}" for code, text in rows]
        (tmp_path / f"{name}.txt").write_bytes(samples.cpt_standard(lines))
    hints = Hints(excerpt=True, effective=20260101)
    edition = OpenEdition(build([tmp_path], tmp_path / "out", NOW, hints=hints).path)
    assert [s.file for s in edition.loaded("cpt")] == ["LONGULT.txt"]
    assert [d.text for d in edition.concepts.descriptors("62304")] == [
        "Words in both cases, more than a medium descriptor may hold"
    ]


def test_licensed_files_of_one_release_are_of_the_same_codes(tmp_path: Path) -> None:
    (tmp_path / "SHORTU.txt").write_bytes(samples.cpt_standard(["62304 OUR WORDS", "99213 OUR OWN"]))
    (tmp_path / "LONGULT.txt").write_bytes(samples.cpt_standard(["62304\tOur own words, for a test"]))
    hints = Hints(excerpt=True, effective=20260101)
    with pytest.raises(EditionError, match="expected as many CPT descriptors of each kind"):
        build([tmp_path], tmp_path / "out", NOW, hints=hints)
    assert list((tmp_path / "out").glob("*")) == []
