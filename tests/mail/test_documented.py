"""Why a mail gets no answer is in docs/mail.md, every reason of it."""

from pathlib import Path

import pytest

from consultant.mail.message import Silence

DOC = (Path(__file__).parents[2] / "docs" / "mail.md").read_text("utf-8")


@pytest.mark.parametrize("reason", list(Silence))
def test_it_is_documented(reason: Silence) -> None:
    assert f"`{reason.value}`" in DOC
