"""Denials as people write them: an answer behind a question, a value behind a label, a side refused."""

import pytest

from tests.answer.test_several_services import answered, billed
from tests.conftest import Asker


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Right knee injection. Was there ultrasound? No. Code?", ["20610-RT"]),
        ("Interlaminar ESI L4-5. Fluoro? No. Which code?", ["62322"]),
        ("Interlaminar ESI L4-5 under fluoro. Is the fluoro billed separately? No. Which code?", ["62323"]),
        ("Interlaminar ESI L4-5. Fluoro? Yes. Which code?", ["62323"]),
        ("Right knee injection, ultrasound: no. Code?", ["20610-RT"]),
        ("Bilateral knee OA, right knee injected by landmark. Code?", ["20610-RT"]),
        ("Left knee injected by landmark, right knee refused. Code?", ["20610-LT"]),
        ("Physician time: 34 min by Dr. Yu. Established patient. Level by time?", ["99214"]),
    ],
)
def test_only_what_is_denied_is_denied(ask: Asker, text: str, codes: list[str]) -> None:
    assert billed(answered(ask, text)[0]) == codes
