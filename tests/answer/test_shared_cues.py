"""A side or a guidance is of the service it stands next to."""

import pytest

from tests.answer.test_several_services import answered, billed
from tests.conftest import Asker


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Left L4-5 TFESI (fluoro) and right knee injected by landmark. Codes?", ["64483-LT", "20610-RT"]),
        (
            "We did left L4-5 TFESI using fluoro and a left hip joint injection using ultrasound, "
            "images saved. "
            "Codes?",
            ["64483-LT", "20611-LT"],
        ),
        (
            "Left C5-6 facet injection plus right L4-5 TFESI, both under fluoro. Codes?",
            ["64490-LT", "64483-RT"],
        ),
        (
            "Right L5-S1 TFESI under CT. Also the right shoulder was injected, no guidance. Codes?",
            ["64483-RT", "20610-RT"],
        ),
    ],
)
def test_each_service_has_its_own(ask: Asker, text: str, codes: list[str]) -> None:
    answer, _ = answered(ask, text)
    assert sorted(billed(answer)) == sorted(codes)


def test_what_one_lacks_it_shares(ask: Asker) -> None:
    answer, _ = answered(
        ask, "Interlaminar epidural L4-5 and left L5-S1 facet joint injection under fluoro. Codes?"
    )
    assert sorted(billed(answer)) == ["62323", "64493-LT"]
