"""What becomes of a mail that is larger or odder than the desk reads."""

from consultant.consult import Consultant, Consulted
from consultant.mail.message import Counts, Envelope
from tests.conftest import DESK, NOW, Asker
from tests.mail.letters import attached, multipart, plain

PARTS = multipart(*[plain("x")] * 600)


def test_its_sender_hears_so_and_it_is_held(ask: Asker) -> None:
    outcome = ask.raw(PARTS)
    assert (outcome.disposition, outcome.reason) == ("decline", "unreadable")
    assert outcome.held == outcome.evidence == "more than 500 parts"
    assert outcome.reply is not None
    assert outcome.reply.rcpt_to == "pat@clinic.example"
    for shown in (outcome.reply.text, outcome.reply.html):
        assert "could not read your mail" in shown
        assert "more than 500 parts" in shown


def test_more_than_one_letter_can_answer_is_excused(ask: Asker) -> None:
    for text, why in (
        ("Which of these? " + " ".join(str(code) for code in range(62300, 62500)), "more than 100 codes"),
        ("\n".join(f"{n}. What is {62300 + n % 10}?" for n in range(1, 61)), "more than 50 questions"),
    ):
        outcome = ask.raw(f"From: Pat <pat@clinic.example>\r\nSubject: x\r\n\r\n{text}\r\n".encode())
        assert (outcome.reason, outcome.held) == ("unreadable", why)
        assert outcome.reply is not None
        assert len(outcome.reply.raw) < 10_000


def test_a_letter_of_ours_that_comes_back_makes_no_longer_ones_without_end(ask: Asker) -> None:
    text, sizes = "What is 62305?", []
    for _ in range(5):
        reply = ask.raw(f"From: Pat <pat@clinic.example>\r\nSubject: x\r\n\r\n{text}".encode()).reply
        if reply is None:
            break
        text = reply.text
        sizes.append(len(reply.raw))
    assert max(sizes) < 300_000
    assert sizes[-1] < 10_000


def test_a_machine_is_not_told(ask: Asker) -> None:
    outcome = ask.raw(b"Auto-Submitted: auto-generated\r\n" + PARTS)
    assert (outcome.reply, outcome.reason, outcome.held) == (None, "auto-submitted", "")


def test_of_a_mail_that_ended_its_process_only_the_header_counts(consultant: Consultant) -> None:
    def consult(head: bytes) -> Consulted:
        envelope = Envelope(mail_from="pat@clinic.example", rcpt_to=(DESK,), received_at=NOW)
        why = "reading it took too long"
        return consultant.consult(head, envelope, Counts(), "<reply-1@desk.example>", NOW, why)

    told = consult(b"From: Pat <pat@clinic.example>\r\nMessage-ID: <q1@clinic.example>\r\n\r\n")
    assert told.reply is not None
    assert "took too long" in told.reply.text
    assert b"In-Reply-To: <q1@clinic.example>" in told.reply.raw
    assert consult(b"Precedence: bulk\r\n\r\n").reply is None


def test_an_attachment_without_text_is_named(ask: Asker) -> None:
    raw = multipart(
        plain("Which code for a cervical myelogram, one radiologist?"),
        attached(b"\x89PNG", "image/png", "<b>note</b>.png"),
        attached(b"nonsense", "application/pdf", "note.pdf"),
        head="Message-ID: <q1@clinic.example>\r\n",
    )
    reply = ask.raw(raw).reply
    assert reply is not None
    assert "Not read: <b>note</b>.png (a picture), note.pdf (damaged or locked)." in " ".join(
        reply.text.split()
    )
    assert "&lt;b&gt;note" in reply.html
    assert "<b>note" not in reply.html
