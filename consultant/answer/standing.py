"""Families that stand beside one they yield to: both services are told of, each at a place of its own."""

from collections.abc import Sequence

from consultant.inquiry.inquiry import Question
from consultant.inquiry.mention import NOW, TREATED, Assertion, Mention, Role
from consultant.inquiry.services import owners
from consultant.knowledge.axis import RegionsAxis, When
from consultant.knowledge.edition import Edition
from consultant.knowledge.family import Family


def stands_beside(name: str, question: Question, edition: Edition) -> set[str]:
    """Those of the families that it yields to of which it is no other way to do the same ("C7-T1 interlaminar
    epidural and L5-S1 transforaminal"): its own words are told, and both are named apart."""
    family, mentions = edition.families[name], question.all_mentions()
    return {r for r, when in family.stands_by.items() if _apart(family, when, r, mentions)}


def _terms(name: str, mentions: Sequence[Mention]) -> list[Mention]:
    terms = (m for m in mentions if m.kind == "term" and m.owner == name and m.role is not Role.FINDING)
    return [m for m in terms if m.assertion is Assertion.ASSERTED]


def _apart(family: Family, when: When, rival: str, mentions: Sequence[Mention]) -> bool:
    """Are both named, neither by the words of the other, and each with regions or levels of its own?"""
    told = (m for m in mentions if m.kind == "axis" and m.owner == family.family and m.assertion in NOW)
    said = {m.sentence for m in told if m.value in when.get(m.name, ())}
    mine = [t for t in _terms(family.family, mentions) if t.sentence in said]
    theirs = _terms(rival, mentions)
    own = [t for t in mine if not any(t.meets(o) for o in theirs)]
    others = [t for t in theirs if not any(t.meets(o) for o in mine)]
    if not own or not others:
        return False
    if not any(isinstance(a, RegionsAxis) for a in family.axes.values()):
        return True
    places = [
        m for m in mentions if m.kind in ("region", "level") and m.role in TREATED and m.assertion in NOW
    ]
    owner = owners(places, [*own, *others])
    here = {m.value for m in places if owner[id(m)] == family.family}
    there = {m.value for m in places if owner[id(m)] == rival}
    return bool(here) and bool(there) and here.isdisjoint(there)
