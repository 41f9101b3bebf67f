"""`consultant evaluate` as an editor of the knowledge types it."""

from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from consultant.cli import app
from tests.conftest import ROOT

MYELOGRAM = "The radiologist injected and read a cervical myelogram. Which code?"


def question(ident: str, body: str = MYELOGRAM, **expect: object) -> dict[str, object]:
    return {"id": ident, "family": "myelography", "body": body, "expect": expect}


def evaluate(folder: Path, questions: list[dict[str, object]], *words: str) -> Result:
    (folder / "mine.yaml").write_text(yaml.safe_dump({"questions": questions}), "utf-8")
    runner = CliRunner(env={"COLUMNS": "200", "NO_COLOR": "1"})
    return runner.invoke(
        app, ["evaluate", str(folder / "mine.yaml"), "--config", str(ROOT / "config"), *words]
    )


def test_all_right_ends_with_zero(tmp_path: Path) -> None:
    result = evaluate(tmp_path, [question("A1", recommend=["62302"])])
    assert result.exit_code == 0, result.output
    assert "right 1/1 = 100.0% | dangerous 0" in result.stdout


def test_a_dangerous_answer_fails_whatever_the_threshold(tmp_path: Path) -> None:
    asked = [question("A1", recommend=["62304"])]
    result = evaluate(tmp_path, asked, "--threshold", "0", "--verbose")
    assert result.exit_code == 1
    assert "A1       DANGEROUS myelography: expected ['62304'], got ['62302'], asked no" in result.stdout


@pytest.mark.parametrize("key", ["must_not_claim", "must_not_recommend"])
def test_what_is_ruled_out_is_dangerous_even_as_an_option(tmp_path: Path, key: str) -> None:
    expected = {"recommend_optional": ["62302"], key: ["62302"]}
    result = evaluate(tmp_path, [question("A1", **expected)])
    assert result.exit_code == 1
    assert "dangerous 1" in result.stdout


def test_asking_back_is_right_only_where_it_is_expected(tmp_path: Path) -> None:
    body = "Myelogram, which code?"
    asked = [question("A1", body, needs_clarification="which region"), question("A2", body)]
    result = evaluate(tmp_path, asked, "--verbose")
    assert "right 1/1" in result.stdout, result.output
    assert "A2       wrong     myelography: expected [], got [], asked yes, expected no" in result.stdout


def test_either_annotator_will_do(tmp_path: Path) -> None:
    asked = [question("A1", recommend=["62304"]), question("A2", recommend=["62304"])]
    labels = [{"id": "A1", "recommend": ["62302"], "ask": None}]
    (tmp_path / "other.yaml").write_text(yaml.safe_dump(labels), "utf-8")
    result = evaluate(tmp_path, asked, "--second", str(tmp_path / "other.yaml"))
    assert "right 1/2 = 50.0% | dangerous 1" in result.stdout, result.output
    (tmp_path / "other.yaml").rename(tmp_path / "second_annotator.yaml")
    beside = evaluate(tmp_path, asked)
    assert "right 1/2 = 50.0% | dangerous 1" in beside.stdout
    assert "mine.yaml: with the second labels of second_annotator.yaml" in beside.stderr


def test_a_second_label_may_stand_in_the_question(tmp_path: Path) -> None:
    one = question("A1", "Myelogram, which code?", recommend=["62304"])
    one["second"] = {"ask": "which region"}
    assert evaluate(tmp_path, [one]).exit_code == 0


def test_codes_inside_a_range_may_be_named_by_its_ends(tmp_path: Path) -> None:
    body = "What separates 62302-62305?"
    ends = question("A1", body, codes=["62302", "62305"])
    result = evaluate(tmp_path, [ends, question("A2", body, codes=["62302", "62303"])])
    assert "codes exact 1/2" in result.stdout, result.output


@pytest.mark.parametrize("text", ["just words\n", "- [1\n", "- {recommend: [62302]}\n"])
def test_labels_that_cannot_be_read_are_a_clear_error(tmp_path: Path, text: str) -> None:
    labels = tmp_path / "labels.yaml"
    labels.write_text(text, "utf-8")
    result = evaluate(tmp_path, [question("A1", recommend=["62302"])], "--second", str(labels))
    assert result.exit_code == 1
    assert "expected a list of questions with id, body and expect" in result.stderr
    assert "Traceback" not in result.output


def test_a_question_without_a_text_is_a_clear_error(tmp_path: Path) -> None:
    result = evaluate(tmp_path, [{"id": "A1", "expect": {}}])
    assert result.exit_code == 1
    assert "mine.yaml: expected a list of questions with id, body and expect" in result.stderr


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    result = evaluate(tmp_path, [question("A1")], "--second", str(tmp_path / "none.yaml"))
    assert result.exit_code == 1
    assert "none.yaml: cannot be read: no such file or directory." in result.stderr
