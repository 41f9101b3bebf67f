"""Parents, children, neighbours."""

import pytest

from consultant.answer.browsing import place
from consultant.config.knowledge import Knowledge


def test_a_heading(knowledge: Knowledge) -> None:
    found = place("m48.06", knowledge.edition)
    assert [p.code for p in found.parents] == ["13", "M45-M49", "M48", "M48.0"]
    assert [c.code for c in found.children] == ["M48.061", "M48.062"]
    assert "M48.05" in [n.code for n in found.neighbours]
    assert "M48.06" not in [n.code for n in found.neighbours]
    assert not found.billable


def test_a_code_without_its_dot(knowledge: Knowledge) -> None:
    found = place("M48061", knowledge.edition)
    assert (found.name, found.billable, found.children) == ("M48.061", True, ())


def test_a_range(knowledge: Knowledge) -> None:
    found = place("62305-62302", knowledge.edition)
    assert [c.code for c in found.children] == ["62302", "62303", "62304", "62305"]


@pytest.mark.parametrize("name", ["chapter 13", "13", "Chapter 13"])
def test_a_chapter(name: str, knowledge: Knowledge) -> None:
    found = place(name, knowledge.edition)
    assert found.kind == "chapter"
    assert "M45-M49" in [c.code for c in found.children]


@pytest.mark.parametrize("name", ["myelography", "Myelography", "lumbar_puncture", "upper endoscopy (EGD)"])
def test_a_family(name: str, knowledge: Knowledge) -> None:
    found = place(name, knowledge.edition)
    assert found.kind == "family"
    assert found.children


def test_a_code_of_a_family(knowledge: Knowledge) -> None:
    found = place("62304", knowledge.edition)
    assert [p.code for p in found.parents] == ["myelography"]
    assert {"62303", "62305"} <= {n.code for n in found.neighbours}


def test_a_modifier(knowledge: Knowledge) -> None:
    assert place("59", knowledge.edition).kind == "modifier"


@pytest.mark.parametrize("name", ["", "zzz", "M99999", "99999-99998", "-", "\x00", "x" * 500])
def test_what_is_not_there(name: str, knowledge: Knowledge) -> None:
    assert place(name, knowledge.edition).kind == ""
