"""Services that are otherwise two ways to do the same stand beside each other at places of their own."""

import pytest

from tests.answer.test_several_services import answered, billed
from tests.conftest import Asker


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "Under fluoro: C7-T1 interlaminar epidural and a left L5-S1 transforaminal epidural. Codes?",
            ["62321", "64483-LT"],
        ),
        ("T7-8 ILESI + right L4-5 TFESI, fluoro both. How to bill?", ["62321", "64483-RT"]),
        (
            "Left SI joint injection, fluoro and contrast, plus left L5-S1 facet injection, fluoro. Codes?",
            ["27096-LT", "64493-LT"],
        ),
        # one service told twice, or one way instead of the other
        ("Left L5-S1 transforaminal ESI under fluoro. The epidural went well. Code?", ["64483-LT"]),
        ("ESI L4-5 and L5-S1 by left transforaminal approach, fluoro. Codes?", ["64483-LT", "64484-LT"]),
        ("Booked as interlaminar at L4-5, done as left transforaminal at L5-S1, fluoro. Code?", ["64483-LT"]),
        ("Left L4-5 facet joint injection under fluoro. The SI joint was not injected. Code?", ["64493-LT"]),
    ],
)
def test_each_at_its_own_place(ask: Asker, text: str, codes: list[str]) -> None:
    assert billed(answered(ask, text)[0]) == codes
