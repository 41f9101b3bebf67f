"""Whose is the subject? That of a reply is the thread's; that of a forwarded mail is asked about here."""

import pytest

from consultant.inquiry.understand import understand
from tests.conftest import Knowledge


@pytest.mark.parametrize(
    ("subject", "end"),
    [("Re: dilation egd", 12), ("Dilation egd", 0), ("Fwd: dilation egd", 0), ("WG: dilation egd", 0)],
)
def test_only_the_subject_of_a_reply_is_the_threads(knowledge: Knowledge, subject: str, end: int) -> None:
    assert understand(knowledge.reader, subject, "Which code is it?").subject_end == end
