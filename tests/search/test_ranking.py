"""The order of a list: codes before headings, every system in sight."""

from consultant.knowledge.indexed import Line, System
from consultant.search.ranking import Scored, before, ordered


def line(code: str, system: System = "icd10cm", billable: bool = True) -> Line:
    return Line(system, code, "title", "", billable, frozenset(), frozenset())


def scored(*found: tuple[float, Line]) -> Scored:
    return {(x.system, x.code): (score, x) for score, x in found}


def order(found: Scored, limit: int = 10) -> list[str]:
    return [x.code for _, x in ordered(found, limit)]


def test_the_likest_first_then_by_code() -> None:
    assert order(scored((0.5, line("B1")), (0.9, line("C1")), (0.5, line("A1")))) == ["C1", "A1", "B1"]


def test_the_best_code_below_a_heading_goes_before_it() -> None:
    found = scored(
        (0.9, line("B02", billable=False)),
        (0.8, line("A00.1")),
        (0.6, line("B02.9")),
        (0.5, line("B02.1")),
    )
    assert order(found) == ["B02.9", "B02", "A00.1", "B02.1"]


def test_where_codes_were_asked_for_a_heading_keeps_its_place() -> None:
    found = scored((0.9, line("B02", billable=False)), (0.6, line("B02.9")))
    assert [x.code for _, x in ordered(found, 10, coded=True)] == ["B02", "B02.9"]


def test_a_heading_alone_keeps_its_place() -> None:
    assert order(scored((0.9, line("B02", billable=False)), (0.8, line("A00.1")))) == ["B02", "A00.1"]


def test_another_system_comes_fifth_when_it_is_nearly_as_like() -> None:
    same = [(0.9 - i / 100, line(f"A0{i}")) for i in range(7)]
    assert order(scored(*same, (0.6, line("E0784", "hcpcs"))))[3:6] == ["A03", "E0784", "A04"]
    assert order(scored(*same, (0.4, line("E0784", "hcpcs"))))[-1] == "E0784"
    assert order(scored(*same, (0.6, line("E0784", "hcpcs"))), limit=3) == ["A00", "A01", "A02"]


def test_a_family_goes_before_likeness_but_not_before_the_thing_named() -> None:
    found = scored((0.95, line("E0720", "hcpcs")), (0.6, line("A01")))
    led = [(2.0, 0.3, line("63650", "cpt"))]
    assert order(before(found, led)) == ["E0720", "63650", "A01"]
