"""What is said of codes is no fact of the case; a modifier asked about may be the case's to decide."""

import pytest

from tests.answer.test_several_services import answered, billed
from tests.conftest import Asker

IMPLANT = "Permanent SCS: two percutaneous leads by needle and a pulse generator in a new pocket."


@pytest.mark.parametrize(
    "said",
    [
        "She listed 63655 with 63685. To me 63655 is the paddle.",
        "63655 with 63685? I think 63655 means a paddle.",
    ],
)
def test_what_a_code_is_for_was_not_done(ask: Asker, said: str) -> None:
    assert billed(answered(ask, f"{IMPLANT} {said} Codes?")[0]) == ["63650 x2", "63685"]


@pytest.mark.parametrize("asked", ["52 or 53?", "Is it 52 or 53?", "Modifier 52 or 53?"])
def test_what_was_done_decides_the_modifier_of_its_code(ask: Asker, asked: str) -> None:
    text = (
        "Diagnostic colonoscopy advanced to the hepatic flexure, stopped as the patient became bradycardic."
    )
    assert billed(answered(ask, f"{text} No biopsy. {asked}")[0]) == ["45378-53"]
