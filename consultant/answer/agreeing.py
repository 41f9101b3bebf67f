""" "1. yes" and "2. no": answers to the desk's own numbered questions."""

import re
from collections.abc import Iterator, Mapping

from consultant.answer.decide import Needed, decide
from consultant.inquiry.fact import AxisFact
from consultant.knowledge.edition import Edition

_SAID = re.compile(r"(?:^|[\s,;])\(?(?P<n>\d{1,2})[.):]?\s*[-:]?\s*(?P<w>yes|yep|yeah|y|no|nope|n)\b", re.I)
_ALONE = re.compile(r"\s*(?P<w>yes|yep|yeah|no|nope)\b", re.I)


def agreed(
    text: str, memory: Mapping[str, Mapping[str, AxisFact]], edition: Edition
) -> dict[str, dict[str, AxisFact]]:
    """`memory` with the axes that a bare yes or no in the new `text` settles: the desk's questions are those
    that the earlier mails left open, in their order. Only axes whose file says what yes means are set."""
    out = {family: dict(known) for family, known in memory.items()}
    asked = list(_asked(memory, edition))
    if not asked:
        return out
    closed = [n for n, (family, axis) in enumerate(asked, 1) if edition.families[family].axes[axis].yes]
    for n, word, quote in _answers(text, len(asked), closed):
        family, axis = asked[n - 1]
        spec = edition.families[family].axes[axis]
        value = spec.no if word.startswith("n") else spec.yes
        if value:
            out[family].setdefault(axis, AxisFact(axis=axis, value=value, quotes=(quote,), how="kept"))
    return out


def _asked(memory: Mapping[str, Mapping[str, AxisFact]], edition: Edition) -> Iterator[tuple[str, str]]:
    for name, known in memory.items():
        result = decide(edition.families[name], {a: f.value for a, f in known.items()})
        if isinstance(result, Needed):
            yield from ((name, axis) for axis in result.axes)


def _answers(text: str, asked: int, closed: list[int]) -> Iterator[tuple[int, str, str]]:
    """(number, word, as written) of each bare answer; one without a number answers the only question
    that can be answered so (`closed`)."""
    for m in _SAID.finditer(text):
        if 1 <= int(m["n"]) <= asked:
            yield int(m["n"]), m["w"].lower(), " ".join(m.group().split())
    if len(closed) == 1 and (alone := _ALONE.match(text)):
        yield closed[0], alone["w"].lower(), alone["w"]
