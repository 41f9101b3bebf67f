"""Who did what, as labels, nouns and dates tell it."""

import pytest

from tests.answer.test_several_services import answered, billed
from tests.conftest import Asker


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "Cervical myelogram. Injection: Dr. Holt. Interpretation: Dr. Kim. Codes for each?",
            ["62284", "72240"],
        ),
        (
            "Cervical myelogram, injection Dr. Holt, interpretation Dr. Kim. Codes for each?",
            ["62284", "72240"],
        ),
        ("Lumbar myelogram. We read it, injection by the neurosurgeon. Code?", ["72265"]),
        ("Lumbar myelogram. Injection: Dr. Holt. Interpretation: Dr. Holt. Code?", ["62304"]),
        ("She had a blood patch last month; today a diagnostic LP under fluoro. Code?", ["62328"]),
    ],
)
def test_each_part_has_its_doer(ask: Asker, text: str, codes: list[str]) -> None:
    assert sorted(billed(answered(ask, text)[0])) == codes
