"""Codes in plain words, what sets them apart, and the points of knowledge a question touches."""

from collections.abc import Iterable, Sequence

from consultant.answer.case import say_value
from consultant.answer.decide import implied
from consultant.answer.parts import Explained, Point
from consultant.inquiry.mention import Mention
from consultant.knowledge.edition import Edition
from consultant.knowledge.family import Family


def explained(codes: Sequence[str], edition: Edition) -> list[Explained]:
    """Each code in plain words, with the axis values that distinguish it from the others."""
    out: list[Explained] = []
    for code in dict.fromkeys(codes):
        entry, family = edition.entry(code), edition.family_of(code)
        if entry and family:
            unlike = _unlike(family, code, [c for c in codes if c != code and c in family.codes])
            out.append(Explained(code=code, plain=entry.plain, status=entry.status, unlike=tuple(unlike)))
    return out


def _unlike(family: Family, code: str, others: Sequence[str]) -> list[str]:
    mine = implied(family, [code], together=False)
    theirs = [implied(family, [o], together=False) for o in others]
    return [
        f"{family.axes[axis].title or axis}: {say_value(family, axis, value)}"
        for axis, value in mine.items()
        if any(axis in t and t[axis] != value for t in theirs)
    ]


def points(families: Iterable[Family], mentions: Sequence[Mention]) -> list[Point]:
    """The topics of the families that the question touches."""
    out = []
    for family in families:
        touched = {int(m.name) for m in mentions if m.kind == "topic" and m.owner == family.family}
        out += [
            Point(say=t.say, codes=t.codes, facts=t.facts)
            for i, t in enumerate(family.topics)
            if i in touched
        ]
    return out


def guide(family: Family, named: Sequence[str] = ()) -> list[Point]:
    """The family's guidelines: the facts that speak of the codes `named`, or else those it lists as its
    guide."""
    facts = [f for i in family.guide for f in family.facts if f.id == i]
    speaking = [f for f in family.facts if any(code in f.text for code in named)]
    return [Point(say=f.text, facts=(f.id,)) for f in speaking or facts]
