"""What the store counts mails by."""

import time

import pytest

from consultant.mail.marks import marks


def mail(head: str, text: str = "Which code?\r\n") -> bytes:
    return f"{head}Subject: x\r\n\r\n{text}".encode()


FIRST = mail("Message-ID: <q1@clinic.example>\r\n")


@pytest.mark.parametrize(
    "head",
    [
        "Message-ID: <q2@clinic.example>\r\nReferences: <q1@clinic.example> <r1@desk.example>\r\n",
        "References:\r\n <q1@clinic.example>\r\n\t<r1@desk.example>\r\nMessage-ID: <q2@clinic.example>\r\n",
        "IN-REPLY-TO: <q1@clinic.example>\r\n",
        "In-Reply-To: your mail of today <q1@clinic.example>\r\n",
    ],
)
def test_a_conversation_is_one(head: str) -> None:
    assert marks(FIRST).thread == marks(mail(head)).thread != ""


def test_another_conversation_is_another() -> None:
    assert marks(FIRST).thread != marks(mail("Message-ID: <q9@clinic.example>\r\n")).thread
    assert marks(mail("")).thread == ""


def test_the_same_text_is_the_same() -> None:
    again = mail("Message-ID: <q2@clinic.example>\r\nDate: later\r\n", "Which  code?\r\n\r\n")
    assert marks(again).same_text == marks(FIRST).same_text != marks(mail("", "And 62305?")).same_text
    assert marks(b"Subject: x\r\n\r\n").same_text == ""


def test_boundaries_do_not_make_a_text_another() -> None:
    one, two = (
        f'Content-Type: multipart/mixed; boundary="{b}"\r\n\r\n--{b}\r\n\r\nAway.\r\n--{b}--\r\n'.encode()
        for b in ("=_abc1", "=_def2")
    )
    assert marks(one).same_text == marks(two).same_text


@pytest.mark.parametrize(
    "raw",
    [b"", b"\r\n\r\n", b"References: " + b" " * 1_000_000, b"references:<" * 20_000, b"boundary=" * 20_000],
)
def test_hostile_octets_take_no_time(raw: bytes) -> None:
    began = time.process_time()
    marks(raw)
    assert time.process_time() - began < 0.5
