"""`consultant search` and `consultant browse` as a user sees them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from consultant.cli import app
from tests.conftest import ROOT

CONFIG = ["--config", str(ROOT / "config")]
KEYS = ["code", "system", "title", "billable", "score", "why"]


def run(*words: str, stdin: str | None = None) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [*words, *CONFIG], input=stdin)
    return done.exit_code, done.stdout, done.stderr


def test_json_has_the_documented_shape() -> None:
    code, out, _ = run("search", "lumbar", "stenosis", "w/o", "claudication", "--json", "--limit", "3")
    found = json.loads(out)
    assert code == 0
    assert list(found) == ["query", "hits"]
    assert found["query"] == "lumbar stenosis w/o claudication"
    assert [list(h) for h in found["hits"]] == [KEYS] * 3
    assert found["hits"][0]["code"] == "M48.061"


def test_a_batch_answers_line_by_line(tmp_path: Path) -> None:
    asked = [
        "lumbar stenosis",
        '{"query": "lumbar puncture", "system": "icd10cm"}',
        "",
        '{"query": 3}',
        "{x}",
    ]
    path = tmp_path / "queries.txt"
    path.write_text("\n".join(asked) + "\n", "utf-8")
    code, out, err = run("search", "--batch", str(path))
    found = [json.loads(line) for line in out.splitlines()]
    assert [f["query"] for f in found] == ["lumbar stenosis", "lumbar puncture", "", "", "{x}"]
    assert {h["system"] for h in found[1]["hits"]} == {"icd10cm"}
    assert found[2]["hits"] == []
    assert code == 1
    assert f'{path}, line 4: expected "query" to be text, found 3.' in err


def test_a_batch_from_standard_input() -> None:
    code, out, _ = run("search", "--batch", "-", stdin="neck pain\r\nlow back pain\r\n")
    assert (code, [json.loads(x)["query"] for x in out.splitlines()]) == (0, ["neck pain", "low back pain"])


def test_the_family_and_the_choice_are_shown() -> None:
    code, out, _ = run("search", "epidural", "steroid", "injection", "lumbar")
    assert code == 0
    assert "still open: Was it interlaminar" in out
    assert "A list to choose from" in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["search", ""], "Nothing to search for"),
        (["search"], "Nothing to search for"),
        (["search", "qqqqq", "zzzzz"], "Nothing in this edition holds these words."),
        (
            ["search", "x", "--system", "snomed"],
            "expected --system to be one of cpt, hcpcs, icd10cm, modifier",
        ),
        (["search", "--batch", "/nowhere/queries"], "cannot be read"),
        (["browse", "zzz"], "expected a code, range, heading, chapter or family, found zzz."),
    ],
)
def test_bad_input_gets_one_sentence(words: list[str], says: str) -> None:
    code, out, err = run(*words)
    assert (code, out) == (1, "")
    assert says in err
    assert "Traceback" not in err


def test_browse() -> None:
    code, out, _ = run("browse", "M48.06")
    assert code == 0
    assert "M48.061" in out
    assert "beside it" in out
    assert json.loads(run("browse", "62302-62305", "--json")[1])["kind"] == "range"
