"""No modifier for distinct services is offered where none can help, or none is needed."""

import pytest

from tests.conftest import Asker

OFFERED = "then add an NCCI modifier"


def reply(ask: Asker, text: str) -> str:
    outcome = ask(text)
    assert outcome.reply is not None
    return " ".join(outcome.reply.text.split())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("45385 and 45380 on the same polyp?", "[CO-02]"),
        ("Can 63685 and 63688 be billed together for a generator replacement?", "[SC-06]"),
        ("Can I bill 62321 with 77003?", "[EI-09]"),
        ("Can 72133 and 72131 be billed together?", "[SI-01]"),
        ("Can 62304 and 72265 be billed together?", "[MY-02]"),
    ],
)
def test_a_pair_that_a_family_refuses_is_not_set_apart(ask: Asker, text: str, why: str) -> None:
    said = reply(ask, text)
    assert OFFERED not in said
    assert why in said


def test_a_pair_that_may_be_distinct_is_set_apart(ask: Asker) -> None:
    assert OFFERED in reply(ask, "Can 45385 and 45380 be billed together?")


def test_the_same_level_is_not_distinct(ask: Asker) -> None:
    said = reply(ask, "Is 64633 and 64490 billable same day same level, do I need 59 to bypass?")
    assert "64490-59: no - the same site" in said
    assert "allowed" not in said
    assert OFFERED not in said


def test_of_an_edit_only_the_second_code_takes_59(ask: Asker) -> None:
    said = reply(ask, "64633 and 64490 the same day, different levels, do I need 59?")
    assert "64490-59: allowed" in said
    assert "64633-59" not in said


@pytest.mark.parametrize(
    "text",
    [
        "MRI c-spine w/o and CT c-spine w/o same day, need 59?",
        "Can we bill 72141 and 72125 same day, do they need 59?",
    ],
)
def test_without_an_edit_59_is_not_needed(ask: Asker, text: str) -> None:
    said = reply(ask, text)
    assert "59: not needed between 72125 and 72141" in said
    assert "-59" not in said


def test_codes_to_choose_from_are_no_claim(ask: Asker) -> None:
    said = reply(ask, "62329 or 62272 + 77012?")
    assert "CHECKED AS A CLAIM" not in said
    assert "77012: not beside 62329" in said
    assert said.count("is inside the code") == 1


@pytest.mark.parametrize("text", ["62323 and 77003, can I use 59?", "Can I use 59 on 77003 with 62323?"])
def test_no_modifier_is_allowed_on_a_code_inside_another(ask: Asker, text: str) -> None:
    said = reply(ask, text)
    assert "77003: do not add it to 62323" in said
    assert "allowed" not in said


def test_a_decompression_beside_a_fusion_by_its_level(ask: Asker) -> None:
    said = reply(ask, "63047 with 22633 at the same level, add 59?")
    assert said.startswith("22633 - ")
    assert "63047: do not add it to 22633 - decompression beyond the access" in said
    assert "63047-59: no" in said
    said = reply(
        ask, "TLIF L4-5 and laminectomy with facetectomy and foraminotomy for stenosis at L3-4. Codes?"
    )
    assert "63047-59 - " in said
    assert "63052" not in said.partition("NOT BILLED")[0]
    said = reply(
        ask, "TLIF L4-5 and laminectomy with facetectomy and foraminotomy for stenosis at L4-5. Codes?"
    )
    assert "63052 - " in said


def test_beside_a_fusion_that_is_no_interbody_one_nothing_is_refused(ask: Asker) -> None:
    said = reply(ask, "Same level 22612 and 63047, mod 59 ok?")
    assert "63047 - " in said
    assert "59: not needed between 22612 and 63047" in said
    assert "63047-59" not in said


def test_of_two_codes_that_nothing_sets_apart_one_is_left(ask: Asker) -> None:
    said = reply(ask, "Can 62322 and 62323 be billed on the same day?")
    assert said.startswith("62323 - ")
    assert "62322: do not add it to 62323 - the edit has indicator 0" in said


def test_advice_that_was_taken_is_not_given_again(ask: Asker) -> None:
    said = reply(ask, "45385 and 45380, different polyps, do I need 59?")
    assert "45380-59 - " in said
    assert OFFERED not in said
