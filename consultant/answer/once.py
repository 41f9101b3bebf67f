"""A reason that stands in one part of an answer is not said again in a later one."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from consultant.answer.parts import Part, Point, Why

T = TypeVar("T")


def once(parts: Iterable[Part]) -> list[Part]:
    """The parts, later ones without the reasons and the remarks on other codes that a part before has."""
    out: list[Part] = []
    whys: set[Why] = set()
    points: set[Point] = set()
    for part in parts:
        update = {
            "whys": _new(part.whys, whys),
            "included": _new(part.included, points),
            "alongside": _new(part.alongside, points),
        }
        whys |= {*part.whys}
        points |= {*part.included, *part.alongside}
        out.append(part.model_copy(update=update))
    return out


def _new(found: Sequence[T], said: set[T]) -> tuple[T, ...]:
    return tuple(x for x in found if x not in said)
