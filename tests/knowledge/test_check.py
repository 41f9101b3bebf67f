"""The shipped knowledge proves itself, and `consultant check` names what breaks it."""

import shutil
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from consultant.cli import app
from consultant.config.reading import load
from consultant.knowledge.proof import prove
from consultant.wiring import knowledge_of

REPOSITORY = Path(__file__).parents[2]
CASES = yaml.safe_load((REPOSITORY / "tests" / "bad_config" / "knowledge.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("etc")
    shutil.copytree(REPOSITORY / "config", folder / "config")
    shutil.copytree(REPOSITORY / "templates", folder / "templates")
    return folder


def checked(folder: Path) -> tuple[int, str]:
    runner = CliRunner(env={"COLUMNS": "200", "NO_COLOR": "1"})
    result = runner.invoke(app, ["check", "--config", str(folder / "config")])
    return result.exit_code, result.output.replace(str(folder), "")


def test_the_shipped_knowledge_fits(shipped: Path) -> None:
    code, output = checked(shipped)
    assert code == 0, output
    assert "Everything fits." in output


def test_every_family_with_rules_is_walked_through() -> None:
    knowledge = knowledge_of(load(REPOSITORY / "config"))
    for family in knowledge.edition.families.values():
        proof = prove(family, knowledge.edition, knowledge.lexicon.axes)
        assert not proof.problems, family.family
        assert bool(family.rules) == (proof.cases > 0), family.family
        assert proof.cases == proof.coded + proof.none + proof.asked


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["broken"])
def test_a_mistake_is_named_with_file_and_line(shipped: Path, case: dict[str, str]) -> None:
    path = shipped / case["file"]
    before = path.read_text("utf-8")
    assert before.count(case["old"]) >= 1, "the case no longer fits the shipped file"
    start = before.index(case["old"])
    at = start + case["old"].index(case.get("at", case["old"][:1]))
    path.write_text(before.replace(case["old"], case["new"], 1), "utf-8")
    try:
        code, output = checked(shipped)
    finally:
        path.write_text(before, "utf-8")
    assert code == 1, output
    assert case["says"] in output
    line = case.get("line") or before.count("\n", 0, at) + 1
    assert f"{case['file']}, line {line}" in output
