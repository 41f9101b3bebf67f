"""docs/replies.md: each question of the page gets the reply that the page shows.

`make replies` (pytest --accept) writes the replies anew; read the difference before you commit it.
"""

import re

import pytest

from tests.conftest import ROOT, Asker

PAGE = ROOT / "docs" / "replies.md"
PAIR = re.compile(
    r"(?P<head>```mail\nSubject: (?P<subject>.*)\n\n(?P<text>(?:.*\n)*?)```\n\n```reply\n)"
    r"(?P<reply>(?:.*\n)*?)```\n"
)
FOOT = "\n-- \n"  # the same under every letter


def replied(ask: Asker, subject: str, text: str) -> str:
    outcome = ask(text, subject)
    assert outcome.reply is not None
    return outcome.reply.text.partition(FOOT)[0].rstrip() + "\n"


def test_the_page_shows_what_the_desk_replies(ask: Asker, request: pytest.FixtureRequest) -> None:
    page = PAGE.read_text("utf-8")
    assert len(PAIR.findall(page)) == 8
    assert page.count("```reply") == page.count("```mail") == 8
    new = PAIR.sub(lambda m: f"{m['head']}{replied(ask, m['subject'], m['text'])}```\n", page)
    if request.config.getoption("--accept"):
        PAGE.write_text(new, "utf-8")
    assert page == new or request.config.getoption("--accept"), "make replies, and read the difference"
    assert "CPT codes are copyright of the American Medical Association" in " ".join(page.split())
