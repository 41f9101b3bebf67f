"""Short mails, value by value of each family, in the many words of the field: `tests/words/*.txt`.

A mail, a line `=>` with the codes, `ask` or `none`, and `%%` before the next. They were written while the
words were taught, so that they show what a change breaks and not how well unseen mail is read.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from consultant.answer.parts import Answer
from consultant.consult import Consultant
from consultant.mail.parse import parse

FOLDER = Path(__file__).parent / "words"
SHARE = 0.995
HEAD = (
    "From: pat@clinic.example\r\nTo: consult@desk.example\r\nSubject: {}\r\n"
    "Message-ID: <1@clinic.example>\r\n\r\n"
)
_CODE = re.compile(r"([A-Z]?\d{4}[0-9A-Z](?:-[A-Z0-9]+)*)(?: x(\d+))?")


def mails(path: Path) -> Iterator[tuple[str, str]]:
    """(mail, what is expected)."""
    for block in path.read_text(encoding="utf-8").split("\n%%\n"):
        mail, _, expected = block.strip().rpartition("\n=> ")
        yield mail, expected


def expected_codes(expected: str) -> list[str]:
    return sorted(code + (f" x{n}" if n and n != "1" else "") for code, n in _CODE.findall(expected))


def fits(answer: Answer, expected: str) -> bool:
    got = sorted(
        "-".join((r.code, *r.modifiers)) + (f" x{r.units}" if r.units > 1 else "")
        for r in answer.recommended()
    )
    asks = any(p.asks for p in answer.parts)
    if expected in ("ask", "none"):
        return not got and (asks or expected == "none")
    return got == expected_codes(expected) and not asks


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda p: p.stem)
def test_the_words_of_a_family(consultant: Consultant, path: Path) -> None:
    found, missed = 0, []
    for mail, expected in mails(path):
        subject, text = "question", mail
        if mail.lower().startswith("subject:"):
            subject, _, text = mail[8:].strip().partition("\n")
        raw = HEAD.format(subject.strip()) + text.replace("\n", "\r\n")
        found += 1
        if not fits(consultant.think(parse(raw.encode())), expected):
            missed.append(f"{mail}\n=> {expected}")
    assert found > 500
    assert len(missed) <= (1 - SHARE) * found, "\n%%\n".join(missed)
