"""Bars on real mail that others published; the figures are those of `make corpus`."""

import pytest

from benchmarks.corpus import Figures, measure
from tests.corpus import needs_corpus

pytestmark = needs_corpus


@pytest.fixture(scope="module")
def figures() -> dict[str, Figures]:
    return measure()


def test_every_message_is_read_in_time(figures: dict[str, Figures]) -> None:
    assert sum(one.messages for one in figures.values()) == 699
    assert [name for one in figures.values() for name in one.raised + one.slow] == []


def test_no_automated_message_is_answered(figures: dict[str, Figures]) -> None:
    sisimai = figures["sisimai"]
    assert sisimai.automated == 336  # of 339; three are marked as no bounces
    assert sisimai.answered == []
    # These two files hold one or two characters and no header that could say anything.
    assert sisimai.answered_bare == ["mailbox__size-1", "mailbox__size-2"]


def test_nobody_is_silenced_wrongly(figures: dict[str, Figures]) -> None:
    assert figures["talon"].human == 89
    assert figures["talon"].silenced == []


def test_own_words_come_out(figures: dict[str, Figures]) -> None:
    talon = figures["talon"]
    assert talon.expected == 57
    assert talon.exact >= 55
    assert talon.html_exact == talon.html == 9
    assert [name for one in figures.values() for name in one.lost] == []
