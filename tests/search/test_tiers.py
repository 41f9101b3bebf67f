"""What is asked of the index, one after the other."""

from consultant.search.query import Group
from consultant.search.tiers import tiers


def group(*ways: tuple[str, float]) -> Group:
    return Group(tuple(((word,), worth) for word, worth in ways))


def test_all_then_all_but_one_then_all_but_two_then_the_heaviest() -> None:
    groups = [group(("pain", 1.0)), group(("left", 1.0)), group(("knee", 1.0))]
    asked = [[[ways[0][0] for ways in terms] for terms in tier] for tier in tiers(groups, [0.5, 0.1, 0.7])]
    assert asked[:2] == [
        [["pain", "left", "knee"]],
        [["pain", "knee"], ["left", "knee"], ["pain", "left"]],
    ]
    assert asked[-1] == [["knee"]]


def test_what_was_said_is_asked_before_what_it_lies_in() -> None:
    first, second, *_ = tiers([group(("scalp", 1.0), ("head", 0.75)), group(("cut", 1.0))], [1.0, 1.0])
    assert first == [[(("scalp",),), (("cut",),)]]
    assert second == [[(("scalp",), ("head",)), (("cut",),)]]


def test_long_queries_are_asked_a_bounded_number_of_times() -> None:
    groups = [group((f"w{i}", 1.0)) for i in range(30)]
    assert len(list(tiers(groups, [1.0] * 30))) <= 17
