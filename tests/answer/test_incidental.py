"""A service that a mail names in a word or two holds no answer up for another one."""

import pytest

from tests.answer.test_several_services import answered, billed
from tests.conftest import Asker

NAMED = (
    "Our NP saw an established patient, low MDM. An ESI was done the same day by radiology at the hospital, "
    "not us. Do we need 25?"
)


def test_a_service_named_in_passing_is_said_beside_the_code(ask: Asker) -> None:
    said, letter = answered(ask, NAMED)
    assert billed(said) == ["99213"]
    (mentioned,) = [p.say for part in said.parts for p in part.mentioned]
    assert mentioned.startswith(
        "Interlaminar and caudal epidural injection: Was it interlaminar or caudal, or"
    )
    assert "STILL NEEDED" not in letter
    assert "NOT CODED ABOVE" in letter


@pytest.mark.parametrize(
    "text",
    [
        # asked about by name
        "Left knee injection by landmark. Later a fluoro LP. How do we bill the knee injection and the LP?",
        # in one sentence with what is decided
        "She had a lumbar puncture under fluoro and a left knee injection by landmark. Codes?",
    ],
)
def test_a_service_asked_about_or_done_with_it_is_asked_for(ask: Asker, text: str) -> None:
    said, _ = answered(ask, text)
    assert billed(said) == ["20610-LT"]
    assert "lumbar_puncture" in [a.family for part in said.parts for a in part.asks]


@pytest.mark.parametrize(
    "head",
    [
        "Got it on the cervical one, thanks.\n\nNew patient, totally different case: ",
        "Thanks, clear. Completely different case now: ",
        "thx! separate issue: ",
    ],
)
def test_another_case_leaves_the_thread(ask: Asker, head: str) -> None:
    text = f"{head}the doctor did a left knee injection by landmark. Code?"
    said, _ = answered(ask, text, "Re: cervical TFESI units")
    assert billed(said) == ["20610-LT"]
    assert [a for part in said.parts for a in part.asks] == []
