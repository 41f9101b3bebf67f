"""Bytes to Message."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultant.mail.limits import ReadingLimits
from consultant.mail.parse import parse
from tests.mail.hostile import HEAD, HOSTILE
from tests.mail.letters import multipart, plain

HTML = b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>html"


def test_the_plainest_alternative_is_read() -> None:
    assert parse(multipart(plain("text"), HTML, kind="alternative")).text == "text"
    assert parse(multipart(HTML, kind="alternative")).text == "html"
    assert parse(multipart(plain(" "), HTML, kind="alternative")).text == "html"


def test_parts_inside_parts_are_read_in_order() -> None:
    inner = (
        multipart(plain("one"), HTML, kind="alternative").replace(b"b1", b"b2").partition(b"Content-Type")[2]
    )
    assert parse(multipart(b"Content-Type" + inner, plain("two"))).text == "one\ntwo"


def test_who_writes_nothing_new_asks_with_what_he_quotes() -> None:
    message = parse(HEAD + b"\n\n> lumbar myelogram, which code?\n")
    assert (message.text, message.asked()) == ("", ("lumbar myelogram, which code?", ""))


def test_only_a_signature_is_no_question() -> None:
    message = parse(HEAD + b"\nSent from my iPhone\n\n> which code?\n")
    assert (message.signature, message.asked()) == ("Sent from my iPhone", ("which code?", ""))


def test_raw_8_bit_headers_are_read_in_the_charset_of_the_text() -> None:
    head = "From: Пат <pat@clinic.example>\nSubject: Вопрос\n"
    raw = f"{head}Content-Type: text/plain; charset=koi8-r\n\nДа".encode("koi8-r")
    message = parse(raw)
    assert (message.subject, message.sender_name, message.text) == ("Вопрос", "Пат", "Да")


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: x\nHello, which code?\nNote: two regions",
        b"From MAILER Sat Oct 4\nSubject: x\n\nHello, which code?\nNote: two regions",
        b"\n\nSubject: x\n\nHello, which code?\nNote: two regions",
        b"Subject: x\nbroken line\nX-Mailer: y\n\nHello, which code?\nNote: two regions",
        b"Subject: x\nContent-Type: multipart/mixed; boundary=zz\n\nHello, which code?\nNote: two regions",
        b"Subject: x\nContent-Type: multipart/mixed\n\n--z\n\nHello, which code?\nNote: two regions\n--z--",
        b"Subject: x\nContent-Type: multipart/mixed; boundary=other\n\n--z\nContent-Type: text/plain\n\n"
        b"Hello, which code?\nNote: two regions\n--z--",
        b"Subject: x\nContent-Transfer-Encoding: base64\n\nHello, which code?\nNote: two regions",
        b"Subject: x\r\rHello, which code?\rNote: two regions",
        b"Subject: x\nContent-Type: nonsense\n\nHello, which code?\nNote: two regions",
    ],
)
def test_damage_costs_no_words(raw: bytes) -> None:
    message = parse(raw)
    assert (message.subject, message.text) == ("x", "Hello, which code?\nNote: two regions")


def test_several_authors_are_all_known() -> None:
    raw = b"From: a@b.example, C <c@d.example>\nFrom: e@f.example\n\nhi"
    assert parse(raw).authors == ("a@b.example", "c@d.example", "e@f.example")


def test_a_delivery_report_says_what_happened() -> None:
    status = b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a\r\n\r\nAction: failed\r\n"
    message = parse(multipart(plain("sorry"), status, kind="report"))
    assert (message.report, message.content_type) == ("failed", "multipart/report")
    assert "message/delivery-status" in message.kinds


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_is_read_within_a_second_of_work(name: str) -> None:
    began = time.process_time()
    message = parse(HOSTILE[name])
    assert time.process_time() - began < 1
    assert len(message.text) <= ReadingLimits().text


@pytest.mark.parametrize(
    ("name", "beyond"),
    [
        ("empty lines", "more than 2000000 characters of text"),
        ("a header without end", "a header of more than 262144 octets"),
        ("very many fields", "more than 1000 header fields"),
        ("10,000 nested parts", "large parts nested too deep"),
        ("100,000 parts", "more than 500 parts"),
        ("mails in mails", "mails inside mails more than 5 deep"),
        ("deep HTML", "HTML nested more than 1000 deep"),
    ],
)
def test_what_goes_beyond_a_limit_says_so(name: str, beyond: str) -> None:
    assert beyond in parse(HOSTILE[name]).beyond


def test_the_body_is_still_found_below_a_header_that_is_too_long() -> None:
    message = parse(b"X: y\n" * 5_000 + b"\nWhich code?\n")
    assert (message.text, message.beyond) == ("Which code?", ("more than 1000 header fields",))


@given(st.binary(max_size=600))
def test_any_octets_are_a_message(raw: bytes) -> None:
    parse(raw).model_dump_json()
