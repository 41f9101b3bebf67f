"""What is attached is read as further text, or one word says why not."""

import time

import pytest

from consultant.mail.limits import ReadingLimits
from consultant.mail.parse import parse
from tests.mail.letters import attached, docx, multipart, pdf, plain

NOTE = "Lumbar myelogram by lumbar puncture."


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (attached(NOTE.encode(), "text/plain", "note.txt"), NOTE),
        (attached(NOTE.encode(), "application/octet-stream", "note.TXT"), NOTE),
        (attached(b"code,units\n62304,1\n", "text/csv", "c.csv"), "code | units\n62304 | 1"),
        (attached(pdf(NOTE, "second"), "application/pdf", "note.pdf"), f"{NOTE}\nsecond"),
        (attached(pdf(NOTE), "application/octet-stream", "note.pdf"), NOTE),
        (
            attached(
                docx(NOTE, "two"),
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "n.docx",
            ),
            f"{NOTE}\ntwo\n62304 | one unit |",
        ),
    ],
)
def test_it_is_read(part: bytes, text: str) -> None:
    message = parse(multipart(plain("Which code?"), part))
    assert [a.text for a in message.attachments] == [text]
    assert message.asked() == (f"Which code?\n\n{text}", "")


@pytest.mark.parametrize(
    ("part", "why"),
    [
        (attached(b"\x89PNG", "image/png", "scan.png"), "a picture"),
        (attached(b"II*", "application/octet-stream", "scan.tiff"), "a picture"),
        (attached(pdf(""), "application/pdf", "scan.pdf"), "a scan without text"),
        (attached(b"%PDF-1.4 nonsense", "application/pdf", "x.pdf"), "damaged or locked"),
        (attached(b"no zip", "application/octet-stream", "x.docx"), "damaged or locked"),
        (attached(b"MZ", "application/x-msdownload", "x.exe"), "a kind of file that is not read here"),
        (attached(b"PK", "application/zip", "x.zip"), "a kind of file that is not read here"),
        (attached(b"", "text/plain", "x.txt"), "empty"),
    ],
)
def test_why_it_is_not_read(part: bytes, why: str) -> None:
    message = parse(multipart(plain("Which code?"), part))
    assert [a.why_unread for a in message.attachments] == [why]
    assert message.text == "Which code?"


def test_a_mail_sent_on_as_an_attachment_is_the_question_of_who_says_nothing() -> None:
    inner = b"From: B <b@c.example>\r\nSubject: which code\r\n\r\nlumbar, LP\r\n"
    message = parse(multipart(attached(inner, "application/octet-stream", "question.eml")))
    assert message.forwarded == "From: B <b@c.example>\nSubject: which code\n\nlumbar, LP"
    assert message.asked() == (message.forwarded, "")


def test_limits_on_attachments() -> None:
    limits = ReadingLimits(attachment_octets=2_000, attachment_pages=1)
    message = parse(
        multipart(
            attached(pdf("one", "two"), "application/pdf", "a.pdf"),
            attached(b"x" * 3_000, "text/plain", "long.txt"),
        ),
        limits,
    )
    assert [(a.text, a.why_unread) for a in message.attachments] == [("one", ""), ("", "too large")]
    assert "pages after 1 of a.pdf" in message.unread


def test_a_pdf_is_read_as_far_as_its_pages_are_of_a_usual_size() -> None:
    small, large = "first", ") Tj (".join(["Lumbar myelogram"] * 40_000)
    began = time.process_time()
    partly = parse(multipart(plain("x?"), attached(pdf(small, large, "third"), "application/pdf", "n.pdf")))
    assert [a.text for a in partly.attachments] == [small]
    assert "pages after 1 of n.pdf" in partly.unread
    none = parse(multipart(plain("x?"), attached(pdf(large), "application/pdf", "n.pdf")))
    assert [a.why_unread for a in none.attachments] == ["too large"]
    assert time.process_time() - began < 1


def test_a_word_file_that_swells_is_not_read() -> None:
    began = time.process_time()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    found = parse(multipart(plain("x?"), attached(docx(*["myelogram"] * 150_000), kind, "n.docx")))
    assert [a.why_unread for a in found.attachments] == ["too large"]
    assert time.process_time() - began < 1
