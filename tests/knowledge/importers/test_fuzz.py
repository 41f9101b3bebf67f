"""Whatever happens to a published file, an importer gives records or one sentence, never a traceback."""

import random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from consultant.knowledge.importers.broken import Broken
from consultant.knowledge.importers.recognise import IMPORTERS, Importer, recognise
from consultant.knowledge.importers.source import Source
from consultant.knowledge.importers.stream import TextStream
from tests.knowledge.importers.samples import ALL, EXCERPT, stream

FAST = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
NAMES = sorted(ALL)


def taken(name: str, data: bytes) -> list[object] | str | None:
    """The records, the sentence, or None for a file of no format."""
    found = stream(name, data)
    importer = recognise(found.head())
    if importer is None:
        return None
    records, error = outcome(importer, found)
    if error:
        assert "\n" not in str(error)
        assert error.line is None or error.line >= 1
        return str(error)
    assert all(isinstance(record, tuple) for record in records)
    return records


def outcome(importer: Importer, found: TextStream) -> tuple[list[object], Broken | None]:
    try:
        return [r for r in importer.read(found, EXCERPT).records if not isinstance(r, Source)], None
    except Broken as error:
        return [], error


@pytest.mark.parametrize("name", NAMES)
@given(share=st.floats(0, 1), tail=st.binary(max_size=8))
@example(share=0.0, tail=b"")
@example(share=0.99, tail=b"\x00\xff")
@FAST
def test_truncated(name: str, share: float, tail: bytes) -> None:
    data = ALL[name]
    taken(name, data[: int(len(data) * share)] + tail)


@pytest.mark.parametrize("name", NAMES)
@given(seed=st.integers(0, 2**32))
@FAST
def test_bytes_changed(name: str, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(ALL[name])
    for _ in range(chance.randint(1, 12)):
        data[chance.randrange(len(data))] = chance.choice(
            (0, 9, 10, 13, 26, 34, 44, 48, 57, 65, 122, 160, 233, 255)
        )
    taken(name, bytes(data))


@pytest.mark.parametrize("name", NAMES)
@given(seed=st.integers(0, 2**32))
@FAST
def test_columns_swapped(name: str, seed: int) -> None:
    chance = random.Random(seed)
    separator = b"\t" if ALL[name].count(b"\t") > ALL[name].count(b",") else b","
    lines = ALL[name].split(b"\n")
    width = max(line.count(separator) for line in lines) + 1
    a, b = chance.randrange(width), chance.randrange(width)
    swapped = []
    for line in lines:
        cells = line.split(separator)
        if max(a, b) < len(cells):
            cells[a], cells[b] = cells[b], cells[a]
        swapped.append(separator.join(cells))
    taken(name, b"\n".join(swapped))


@pytest.mark.parametrize("name", NAMES)
@given(seed=st.integers(0, 2**32))
@FAST
def test_lines_lost_doubled_or_joined(name: str, seed: int) -> None:
    chance = random.Random(seed)
    lines = ALL[name].split(b"\n")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        lines[at : at + 1] = chance.choice(([], [lines[at]] * 2, [lines[at] + lines[at - 1]]))
        lines = lines or [b""]
    taken(name, b"\n".join(lines))


@pytest.mark.parametrize("importer", IMPORTERS, ids=lambda i: i.format)
@given(data=st.binary(max_size=400))
@FAST
def test_random_bytes_given_to_every_importer(importer: Importer, data: bytes) -> None:
    """Even when a file was taken for a format that it is not."""
    found = stream("x_Eff_04-01-2026_practitioner_v322r0", data)
    recognise(found.head())
    records, error = outcome(importer, found)
    assert error or records or not data.strip() or importer.format.startswith("Medicare coverage")
