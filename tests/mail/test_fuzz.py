"""Mails that nobody would send: real ones damaged at random, and the strings that known splitters hang on."""

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultant.mail.parse import parse
from consultant.mail.quoting import Kind, passages
from tests.corpus import CORPUS, cases, needs_corpus
from tests.mail.damage import EVIL, damaged, read
from tests.mail.hostile import SLOW


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


PATHS = [path for path, _ in cases(folder=CORPUS)]


@needs_corpus
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, max(0, len(PATHS) - 1)), st.integers(0, 1 << 32))
def test_real_mails_damaged_at_random_are_read(which: int, seed: int) -> None:
    read(damaged(PATHS[which].read_bytes(), random.Random(seed)))


@pytest.mark.parametrize("name", SLOW)
@pytest.mark.parametrize(
    "end", ["", "\n> quoted\n", "\nOn Mon, Jan 1, 2026 at 1:00 PM, A <a@b.example> wrote:\n> x"]
)
def test_strings_that_splitters_hang_on(name: str, end: str) -> None:
    text = SLOW[name] + end
    began = time.process_time()
    parse(f"From: a@b.example\r\nSubject: {SLOW[name][:2_000]}\r\n\r\n{text}".encode())
    assert time.process_time() - began < 1
