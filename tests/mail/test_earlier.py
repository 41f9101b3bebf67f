"""What a sender asked before lends context to what he asks now."""

from consultant.consult import Consultant, Consulted
from consultant.mail.message import Counts, Envelope, Message
from tests.conftest import DESK, NOW

FIRST = (
    b"From: Pat <pat@clinic.example>\r\nSubject: myelogram\r\n\r\n"
    b"Lumbar myelogram by lumbar puncture. Which code?\r\n\r\n> an earlier mail: 62303\r\n"
)
SECOND = (
    b"From: Pat <pat@clinic.example>\r\nSubject: Re: myelogram\r\n\r\nOne radiologist injected and read.\r\n"
)


def consult(consultant: Consultant, raw: bytes, *earlier: bytes) -> Consulted:
    envelope = Envelope(mail_from="pat@clinic.example", rcpt_to=(DESK,), received_at=NOW)
    return consultant.consult(raw, envelope, Counts(), "<r@desk.example>", NOW, "", earlier)


def test_the_missing_fact_comes_in_a_second_mail_that_quotes_nothing(consultant: Consultant) -> None:
    alone = consult(consultant, SECOND).answer
    after = consult(consultant, SECOND, FIRST).answer
    assert alone is not None
    assert after is not None
    assert "62304" not in [r.code for part in alone.parts for r in part.recommended]
    assert [r.code for part in after.parts for r in part.recommended] == ["62304"]


def test_what_is_quoted_comes_before_what_is_kept() -> None:
    kept = Message(text="now", quoted="quoted", earlier=("one", "two"))
    assert kept.asked() == ("now", "quoted")
    assert kept.model_copy(update={"quoted": ""}).asked() == ("now", "one\n\ntwo")
    assert Message(quoted="quoted", earlier=("one",)).asked() == ("quoted", "one")


def test_a_subject_of_its_own_asks_where_nothing_else_does() -> None:
    """A mail of nothing but a subject is not answered with what happens to hang below it."""
    own = Message(subject="62305, one unit or three?", quoted="Is 45385 right?")
    assert own.asked() == ("", "Is 45385 right?")
    assert own.model_copy(update={"subject": "Re: 62305, one unit or three?"}).asked()[0] == "Is 45385 right?"
