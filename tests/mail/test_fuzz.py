"""Mails that nobody would send: real ones damaged at random, and the strings that known splitters hang on."""

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultant.mail.limits import ReadingLimits
from consultant.mail.message import Counts, Envelope, Message
from consultant.mail.parse import parse
from consultant.mail.quoting import Kind, passages
from consultant.mail.screen import House, screen
from tests.conftest import DESK, NOW
from tests.corpus import CORPUS, cases, needs_corpus

HOUSE = House(addresses=(DESK,))
EVIL = [
    *(
        b"\r",
        b"\n",
        b"\r\n",
        b"\0",
        b"\xff",
        b"=?utf-8?b?",
        b"?=",
        b"(",
        b'"',
        b"--",
        b"> ",
        b";",
        b"=",
        b":",
    ),
    *(
        b"Content-Type: multipart/mixed; boundary=x\r\n",
        b"From: ",
        b"\r\n\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
    ),
    *(
        b"charset=utf-16",
        b"charset=utf-7",
        b"filename*0*=",
        b"On Mon, x wrote:\r\n",
        b"\xe2\x80\xa8",
        b"<" * 50,
    ),
]


def read(raw: bytes) -> Message:
    """Parsed and screened, within the limits and in time."""
    began = time.process_time()
    message = parse(raw)
    screen(message, Envelope(mail_from="p@x.example", rcpt_to=(DESK,), received_at=NOW), HOUSE, Counts())
    assert time.process_time() - began < 2
    assert len(message.text) + len(message.quoted) <= 2 * ReadingLimits().text
    for text in (message.text, message.subject, message.sender, message.sender_name, *message.authors):
        text.encode("utf-8")  # nothing in it that cannot be written
    assert "\n" not in message.subject + message.sender
    return message


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=3_000))
def test_any_octets_are_a_message(raw: bytes) -> None:
    read(raw)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(EVIL) | st.binary(max_size=20), max_size=60).map(b"".join))
def test_anything_like_a_mail_is_a_message(raw: bytes) -> None:
    read(raw)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=2_000), st.text(max_size=50))
def test_no_line_is_lost_between_own_and_quoted_words(text: str, subject: str) -> None:
    text = "\n".join(text.splitlines())
    found = passages(text, subject)
    kept = "".join("".join(p.text.split()) for p in found)
    assert sorted(kept) == sorted("".join(text.split()))
    assert all(isinstance(p.kind, Kind) for p in found)


def damaged(raw: bytes, chance: random.Random) -> bytes:
    """A real mail after an accident."""
    octets = bytearray(raw[:200_000])
    for _ in range(chance.randint(1, 20)):
        at = chance.randrange(len(octets) + 1)
        match chance.randrange(4):
            case 0:
                octets[at:at] = chance.choice(EVIL)
            case 1:
                del octets[at : at + chance.choice((1, 10, 1_000))]
            case 2:
                octets[at : at + 1] = bytes((chance.randrange(256),))
            case _:
                octets += octets[at : at + 2_000]
    return bytes(octets)


@needs_corpus
@pytest.mark.parametrize("seed", range(10))
def test_real_mails_damaged_at_random_are_read(seed: int) -> None:
    chance = random.Random(seed)
    paths = [path for path, _ in cases(folder=CORPUS)]
    for path in chance.sample(paths, 40):
        read(damaged(path.read_bytes(), chance))


N = 20_000
SLOW = {
    "attribution without an end": "On " + "a " * N,
    "attributions in one line": "On Mon, Jan 1, 2026 at 1:00 PM " * (N // 10),
    "wrote without on": " wrote: " * N,
    "spaces before a colon": "From" + " " * N + "x",
    "dashes": "-" * N + "x",
    "underscores and spaces": "_ " * N,
    "open brackets": "<" * N,
    "quotes of quotes": ">" * N,
    "quotes with spaces": "> " * N + "\nx",
    "forwarded": "---------- Forwarded message " * (N // 10),
    "original": "-----Original " * (N // 5),
    "addresses": "a@" * N,
    "dots": "a." * N + "@",
    "phone numbers": "+1 234 567 " * (N // 5),
    "digits": "1" * N,
    "dashes and digits": "1-" * N,
    "links": "<http://" * (N // 4),
    "sent from": "Sent from my " * (N // 5),
    "empty lines": "\n \n" * N,
    "signature marks": "-- \n" * N,
    "stars": "*" * N + " *" * N,
    "months": "jan feb mar " * (N // 5),
}


@pytest.mark.parametrize("name", SLOW)
@pytest.mark.parametrize(
    "end", ["", "\n> quoted\n", "\nOn Mon, Jan 1, 2026 at 1:00 PM, A <a@b.example> wrote:\n> x"]
)
def test_strings_that_splitters_hang_on(name: str, end: str) -> None:
    text = SLOW[name] + end
    began = time.process_time()
    parse(f"From: a@b.example\r\nSubject: {SLOW[name][:2_000]}\r\n\r\n{text}".encode())
    assert time.process_time() - began < 1
