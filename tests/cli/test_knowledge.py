"""Editions, look-ups and claims as a person types them."""

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from consultant.cli import app
from tests.conftest import ROOT
from tests.knowledge.importers import samples


@pytest.fixture
def config(tmp_path: Path, shipped_folder: Path) -> Path:
    """A desk of its own, with the shipped edition already built."""
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "knowledge").symlink_to(ROOT / "config/knowledge")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/editions").mkdir()
    for path in shipped_folder.glob("shipped-*.sqlite"):
        (tmp_path / "data/editions" / path.name).symlink_to(path)
    (folder / "consultant.toml").write_text(
        f'[desk]\naddresses = ["consult@desk.example"]\ndata = "{tmp_path}/data"\n'
        f'templates = "{ROOT}/templates"\n'
    )
    return folder


@pytest.fixture(scope="session")
def shipped_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from consultant.editions.shipped import shipped
    from tests.conftest import NOW

    folder = tmp_path_factory.mktemp("shipped")
    shipped(ROOT / "config/knowledge/figures", folder, NOW)
    return folder


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with samples of published files, one of them in a zip."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("PPRRVU2025_Oct.csv", "HCPC2026_OCT_ANWEB.txt"):
        (folder / name).write_bytes(samples.ALL[name])
    with zipfile.ZipFile(folder / "ncci.zip", "w") as archive:
        archive.writestr("ccipra-v322r0-f1.txt", samples.ALL["ccipra-v322r0-f1.txt"])
        archive.writestr("readme.pdf", b"%PDF")
    return folder


def consultant(config: Path, *words: str) -> Result:
    return CliRunner(env={"COLUMNS": "120", "NO_COLOR": "1"}).invoke(app, [*words, "--config", str(config)])


def said(config: Path, *words: str) -> str:
    result = consultant(config, *words)
    assert result.exit_code == 0, result.output
    return result.stdout


def found(config: Path, *words: str) -> Any:
    return json.loads(consultant(config, *words, "--json").stdout)


def test_build_list_use_verify_show(config: Path, files: Path) -> None:
    built = consultant(config, "knowledge", "build", str(files), "--name", "autumn", "--excerpt")
    assert built.exit_code == 0, built.output
    assert re.search(r"autumn: .*autumn\.sqlite \(\d+\.\d MB\)", built.stdout)
    assert "passed over" in built.stderr
    assert "readme.pdf" in built.stderr
    said(config, "knowledge", "use", "autumn")
    listed = {e["name"]: e for e in found(config, "knowledge", "list")}
    assert listed["autumn"]["in_use"]
    assert "HCPCS Level II, 2026-10" in {s["title"] for s in listed["autumn"]["sources"]}
    assert "autumn (in use)" in said(config, "knowledge", "list")
    assert all(c["right"] for c in found(config, "knowledge", "verify"))
    shown = said(config, "knowledge", "show", "62304")
    assert re.search(r"effective 2025-10-01 .*work 2\.25 .*conversion_factor 32\.3465", shown)
    assert re.search(r"PPRRVU2025_Oct\.csv, line \d+", shown)
    pairs = found(config, "knowledge", "show", "99213", "--edition", "shipped")["ptp"]
    assert len(pairs) > 40
    assert f"and {len(pairs) - 40} more" in said(config, "knowledge", "show", "99213", "--edition", "shipped")
    said(config, "knowledge", "use", "shipped")
    assert "shipped-" in said(config, "knowledge", "list").split(" (in use)")[0].splitlines()[-1]


def test_a_name_is_given_once(config: Path, files: Path) -> None:
    file = str(files / "PPRRVU2025_Oct.csv")
    assert consultant(config, "knowledge", "build", file, "--name", "a", "--excerpt").exit_code == 0
    again = consultant(config, "knowledge", "build", file, "--name", "a", "--excerpt")
    assert again.exit_code == 1
    assert "a.sqlite: expected a new name, found an edition of this name." in " ".join(again.stderr.split())


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        (
            "PPRRVU2025_Oct.csv",
            samples.ALL["PPRRVU2025_Oct.csv"].replace(b"7.42", b"7.43"),
            r"PPRRVU2025_Oct\.csv, line 12: expected .*7\.42.*, found .*7\.43",
        ),
        (
            "PPRRVU2025_Oct.csv",
            samples.ALL["PPRRVU2025_Oct.csv"][:-40],
            r"PPRRVU2025_Oct\.csv, line \d+: expected .*, found .*",
        ),
        ("ccipra-v322r0-f1.txt", b"not a table at all\n" * 40, r"expected a published format, found none"),
        ("GPCI2026.zip", b"PK\x03\x04 and no more", r"GPCI2026\.zip: expected .*, found .*"),
    ],
)
def test_a_broken_file_is_refused_in_one_sentence(
    config: Path, tmp_path: Path, name: str, data: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(data)
    before = sorted((tmp_path / "data/editions").iterdir())
    result = consultant(config, "knowledge", "build", str(tmp_path / name), "--excerpt")
    assert result.exit_code == 1
    words = " ".join(result.stderr.split())
    assert re.search(sentence, words), words
    assert "Traceback" not in result.output
    assert sorted((tmp_path / "data/editions").iterdir()) == before


def test_a_damaged_edition_is_found_out(config: Path, files: Path, tmp_path: Path) -> None:
    file = str(files / "PPRRVU2025_Oct.csv")
    said(config, "knowledge", "build", file, "--name", "a", "--excerpt")
    path = tmp_path / "data/editions/a.sqlite"
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[data.rindex(b"62304")] ^= 1
    path.write_bytes(data)
    result = consultant(config, "knowledge", "verify", "a")
    assert result.exit_code == 1
    assert "wrong  the checksum is that of the build" in result.stdout


@pytest.mark.parametrize("whole", [True, False])
def test_what_changed_between_two_editions(
    config: Path, tmp_path: Path, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if whole:
        monkeypatch.setattr("consultant.knowledge.importers.fee_schedule.least_of", lambda *_: 1)
    rows = list(samples.RVU_ROWS)
    changed = [rows[1].replace(",4.96,", ",5.96,").replace(",7.42,", ",8.42,"), *rows[2:]]
    for name, some in (("before", rows), ("after", changed)):
        (tmp_path / "PPRRVU2025_Oct.csv").write_bytes(samples.rvu_csv(some))
        file = str(tmp_path / "PPRRVU2025_Oct.csv")
        said(config, "knowledge", "build", file, "--name", name, "--excerpt", "--alone")
    difference = found(config, "knowledge", "diff", "before", "after")
    fees = next(c for c in difference["codes"] if c["kind"] == "fee schedule")
    assert (fees["added"], fees["deleted"]) == ([], ["A0021"] if whole else [])  # a part may lack anything
    assert difference["parts"] == ([] if whole else ["Physician fee schedule, 2025 October"])
    values = {c["what"]: (c["before"], c["after"]) for c in difference["values"]}
    assert values == {
        "62304 nonfacility pe": ("4.96", "5.96"),
        "62304 nonfacility total": ("7.42", "8.42"),
    }
    assert "62304 nonfacility pe" in said(config, "knowledge", "diff", "before", "after")
    assert found(config, "knowledge", "diff", "before", "before")["values"] == []


def test_lookup_of_a_procedure(config: Path) -> None:
    [card] = found(config, "lookup", "62304", "--on", "2026-08-01", "--locality", "16", "--state", "IL")
    [fee] = card["fees"]
    assert fee["national"]["nonfacility"] == "242.49"
    assert [p["nonfacility"] for p in fee["local"]] == ["253.33"]
    assert [(x["units"], x["indicator"]) for x in card["limits"]] == [(1, "3")]
    assert {m["column"] for m in card["indicators"]} >= {"pctc", "bilateral", "assistant", "cosurgeon"}
    assert [v["nonfacility_total"] for v in card["history"]] == ["7.69", "7.55", "7.42", "7.26"]
    text = said(config, "lookup", "62304", "--on", "2026-08-01", "--locality", "16", "--state", "IL")
    for words in ("$242.49", "$253.33", "Chicago, IL", "MUE practitioner 1", "global days 000", "line 6902"):
        assert words in text


def test_lookup_of_diagnoses_add_ons_and_modifiers(config: Path) -> None:
    text = said(config, "lookup", "M48.06", "22614", "59")
    for words in ("not billable", "M48.061", "add-on to: 22600, 22610", "distinct procedure", "Excludes2"):
        assert words in text


def test_lookup_of_anesthesia_and_hcpcs(config: Path, tmp_path: Path) -> None:
    rows = [samples.RVU_ROWS[1].replace("62304", "01996", 1).replace(",A,", ",J,", 1)]
    (tmp_path / "PPRRVU2025_Oct.csv").write_bytes(samples.rvu_csv(rows))
    for name in ("HCPC2026_OCT_ANWEB.txt", "ANES2025.csv"):
        (tmp_path / name).write_bytes(samples.ALL[name])
    schedule, supplies, factors = (str(p) for p in sorted(tmp_path.glob("*2[05]*.*"), reverse=True))
    said(config, "knowledge", "build", schedule, supplies, "--name", "local", "--excerpt")
    said(config, "knowledge", "build", schedule, factors, "--name", "national", "--excerpt", "--alone")
    said(config, "knowledge", "use", "local")
    shown = said(config, "lookup", "01996", "--on", "2025-11-01", "--state", "AL")
    assert "no description of ours" in shown
    assert re.search(
        r"anesthesia conversion factor, Alabama: \$19\.31 a unit\s+Anesthesia factors 2025", shown
    )
    assert "coverage: D, special coverage instructions" in said(config, "lookup", "J1030")
    said(config, "knowledge", "use", "national")
    assert "conversion factor, national: $20.3178 a unit" in said(config, "lookup", "01996")


def test_lookup_of_what_is_not_there_ends_with_1(config: Path) -> None:
    result = consultant(config, "lookup", "99999")
    assert result.exit_code == 1
    assert "not in this edition" in result.stdout
    assert consultant(config, "lookup", "62304", "--state", "XX").exit_code == 1
    assert "2026-07-15" in consultant(config, "lookup", "62304", "--on", "soon").stderr


def test_claim(config: Path) -> None:
    result = consultant(config, "claim", "62302 62304-26, dx M48.061", "--on", "2026-08-01", "--json")
    assert result.exit_code == 1
    review = json.loads(result.stdout)
    assert not review["clean"]
    assert {r["kind"] for r in review["remarks"]} == {"pair_never", "modifier_refused"}
    assert all(r["trace"]["line"] for r in review["remarks"])
    text = said(config, "claim", "62305 72132-26, dx M48.061", "--on", "2026-08-01")
    assert "Nothing found against it." in text
    assert "checked on: Physician fee schedule, 2026 July" in text


def test_a_claim_that_cannot_be_read_is_said_so(config: Path) -> None:
    assert 'found "please"' in consultant(config, "claim", "please 62305").stderr
    assert "practitioner or hospital" in consultant(config, "claim", "62305", "--setting", "moon").stderr
