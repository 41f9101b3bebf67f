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


def test_only_the_code_in_doubt_is_doubted(ask: Asker) -> None:
    said, _ = answered(
        ask,
        "Medicare, established, her PCP for years. Visit leveled 99214-25, and he injected the left "
        "shoulder, 20610. Our software adds G2211. Leave it on or take it off?",
    )
    assert billed(said) == ["99214-25", "20610-LT"]
    assert [a for part in said.parts for a in part.asks] == []


def test_which_codes_are_gone_asks_for_nothing(ask: Asker) -> None:
    said, letter = answered(ask, "Clean-up: which of these are dead, and since when?\n\n22851\n62319\n63030")
    assert [a for part in said.parts for a in part.asks] == []
    assert "22851: deleted" in letter


def test_an_open_number_names_no_code_yet(ask: Asker) -> None:
    said, _ = answered(
        ask, "Lumbar facet injections, both sides, fluoroscopy. The joints are not listed. Code?"
    )
    assert billed(said) == []
    assert [a.axis for part in said.parts for a in part.asks] == ["joints"]


def test_to_code_the_fusion_is_no_fusion_coded(ask: Asker) -> None:
    note = "C5-6 ACDF with one cage and a separate anterior plate over C5 and C6."
    wanted = answered(ask, f"Please code the fusion: {note}")[0]
    assert billed(wanted) == ["22551", "22845", "22853"]
    rest = answered(ask, f"We have coded the fusion, only the hardware codes please: {note}")[0]
    assert billed(rest) == ["22845", "22853"]
