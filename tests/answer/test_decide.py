"""First rule wins, three-valued."""

import pytest

from consultant.answer.decide import Decided, Needed, Nowhere, decide, fits, implied
from consultant.config.knowledge import Knowledge
from consultant.knowledge.condition import Truth, bounds, holds
from consultant.knowledge.family import Family, Item
from consultant.knowledge.units import units


@pytest.fixture(scope="module")
def myelography(knowledge: Knowledge) -> Family:
    return knowledge.edition.families["myelography"]


def test_all_known_decides(myelography: Family) -> None:
    values = {
        "who": "one_provider",
        "injection_site": "lumbar",
        "study_regions": frozenset({"cervical", "thoracic"}),
    }
    found = decide(myelography, values)
    assert isinstance(found, Decided)
    assert [i.code for i in found.rule.codes] == ["62305"]


def test_unknown_asks_in_the_familys_order(myelography: Family) -> None:
    found = decide(myelography, {"injection_site": "lumbar"})
    assert isinstance(found, Needed)
    assert found.axes == ("who", "study_regions")


def test_what_does_not_matter_is_not_asked(myelography: Family) -> None:
    found = decide(myelography, {"who": "injector_only", "injection_site": "lumbar"})
    assert isinstance(found, Decided)
    assert [i.code for i in found.rule.codes] == ["62284"]


def test_values_outside_every_rule(myelography: Family) -> None:
    found = decide(myelography, {"who": "a ghost"})
    assert isinstance(found, Decided)
    assert found.rule.ask
    assert not found.rule.codes
    silent = myelography.model_copy(update={"otherwise": None})
    assert isinstance(decide(silent, {"who": "a ghost"}), Nowhere)


def test_an_axis_gated_by_another_waits(knowledge: Knowledge) -> None:
    found = decide(knowledge.edition.families["em_office"], {"patient": "established"})
    assert isinstance(found, Needed)
    assert found.axes == ("basis",)


def test_the_better_of_two_ways(knowledge: Knowledge) -> None:
    family = knowledge.edition.families["em_office"]
    found = decide(family, {"patient": "new", "seen_by": "practitioner", "minutes": 48, "mdm": "low"})
    assert isinstance(found, Decided)
    assert [i.code for i in found.rule.codes] == ["99204"]


def test_named_codes_imply_what_all_their_rules_agree_on(myelography: Family) -> None:
    assert implied(myelography, ["62304", "62305"], together=False) == {
        "who": "one_provider",
        "injection_site": "lumbar",
    }
    together = implied(myelography, ["62302", "62303"], together=True)
    assert together["study_regions"] == frozenset({"cervical", "thoracic"})


def test_fits(myelography: Family) -> None:
    assert fits(myelography, "62302", {"injection_site": "lumbar"})
    assert not fits(myelography, "62302", {"injection_site": "c1_c2"})


@pytest.mark.parametrize(
    ("spec", "values", "due"),
    [
        (None, {}, 1),
        ("2", {}, 2),
        ("levels", {"levels": 3}, 3),
        ("levels-1", {"levels": 1}, 0),
        ("minutes per 15 from 69", {"minutes": 68}, 0),
        ("minutes per 15 from 69", {"minutes": 69}, 1),
        ("minutes per 15 from 69", {"minutes": 100}, 3),
    ],
)
def test_units(spec: str | None, values: dict[str, int], due: int) -> None:
    assert units(Item(code="1", units=spec), dict(values)) == due


@pytest.mark.parametrize(
    ("allowed", "value", "truth"),
    [
        (["2-3"], 2, Truth.YES),
        (["2-3"], 4, Truth.NO),
        (["6+"], 9, Truth.YES),
        (["<15"], 14, Truth.YES),
        (["<15"], None, Truth.OPEN),
        (["2+"], frozenset({"a", "b"}), Truth.YES),
        (["a"], frozenset({"a"}), Truth.YES),
        (["a"], frozenset({"a", "b"}), Truth.NO),
        (["x", "y"], "y", Truth.YES),
    ],
)
def test_conditions(allowed: list[str], value: object, truth: Truth) -> None:
    assert holds(allowed, value) is truth  # type: ignore[arg-type]


def test_bounds() -> None:
    assert bounds("a word") is None
    assert bounds("3") == (3, 3)
