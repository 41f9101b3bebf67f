"""Golden mails: tests/cases/*.eml and, beside each, the reply a person would read.

`pytest --accept` writes the replies anew; read the difference before you commit it.
"""

from pathlib import Path

import pytest

from tests.conftest import Asker

CASES = sorted((Path(__file__).parent / "cases").glob("*.eml"))


def as_read(ask: Asker, path: Path) -> str:
    outcome = ask.raw(path.read_bytes())
    if outcome.reply is None:
        return f"({outcome.disposition}: {outcome.reason})\n"
    reply = outcome.reply
    return f"To: {reply.rcpt_to}\nSubject: {reply.subject}\n\n{reply.text}"


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_reply(ask: Asker, path: Path, request: pytest.FixtureRequest) -> None:
    golden = path.with_suffix(".reply")
    reply = as_read(ask, path)
    if request.config.getoption("--accept"):
        golden.write_text(reply, encoding="utf-8")
    assert golden.exists(), "no reply accepted yet: run pytest --accept and read it"
    assert reply == golden.read_text(encoding="utf-8")


def test_there_are_cases() -> None:
    assert len(CASES) >= 10
