"""The trie of the phrases walked in steps of one look-up each.

A state is the set of places the walk can be in at once. States are made when a text first leads to them, and
kept: the words of mails are mostly the same. Source of the technique: the subset construction made as it is
needed (K. Thompson, Regular expression search algorithm, CACM 11:6, 1968; RE2 does the same).
"""

from collections.abc import Iterable
from typing import NamedTuple

from consultant.inquiry.trie import Node, Symbol, Ways, ways

MOST_STEPS = 300_000  # kept; then all are forgotten. A mail of 2 KB takes a thousand


class Place(NamedTuple):
    """Where the walk may be: before what follows `ways`, with so many tokens that may still be passed over,
    "not" among them unless it is `affirmed`; inside a member of a word class when `into` says what waits for
    its end."""

    ways: Ways
    left: int = 0
    wide: bool = False
    affirmed: bool = False
    into: Ways | None = None


class State(dict[Symbol, "State"]):
    """Places the walk can be in at once, and what was found on getting there. `state[symbol]` is the state
    that a token leads to, perhaps NOWHERE: made when first asked for, and kept."""

    __slots__ = ("_keys", "_numbered", "_walk", "found", "others", "places")

    def __init__(self, walk: "Automaton | None", places: frozenset[Place], found: tuple[int, ...]) -> None:
        super().__init__()
        self._walk = walk
        self.places = places
        self.found = found
        # after a word it does not know, by what stops a gap
        self.others: dict[tuple[bool, bool, bool], State] = {}
        self._keys = frozenset(key for place in places for key in place.ways.edges)
        self._numbered = any(place.ways.numbers for place in places)

    def take(self, symbol: Symbol) -> bool:
        """Does the token lead anywhere from one of the places?"""
        return (self._numbered and symbol.number is not None) or not self._keys.isdisjoint(symbol.keys)

    def __missing__(self, symbol: Symbol) -> "State":
        return self._walk.step(self, symbol) if self._walk else NOWHERE


NOWHERE = State(None, frozenset(), ())


class Automaton:
    """The states of a trie; `members` is the trie of the word classes, which holds none itself."""

    def __init__(self, root: Node, members: Node) -> None:
        self._root, self._members = root, members
        self._made: dict[tuple[frozenset[Place], tuple[int, ...]], State] = {}
        self._steps = 0
        self.first = self._begin()

    def step(self, state: State, symbol: Symbol) -> State:
        """The state that a token leads to, perhaps NOWHERE; kept in `state`."""
        if self._steps >= MOST_STEPS:
            self._made, self._steps = {}, 0
            self.first = self._begin()
        self._steps += 1
        if state.take(symbol):
            after = self._after(state, symbol)
        else:
            kind = symbol.breaks, symbol.comma, symbol.denies
            if kind not in state.others:
                state.others[kind] = self._after(state, symbol)
            after = state.others[kind]
        state[symbol] = after
        return after

    def _after(self, state: State, symbol: Symbol) -> State:
        places: set[Place] = set()
        found: set[int] = set()
        for here, left, wide, affirmed, into in state.places:
            for node in here.after(symbol):
                self._enter(node.ways or ways(node), into, places, found)
            stopped = symbol.breaks or (wide and symbol.comma) or (affirmed and symbol.denies)
            if left and not stopped:
                self._wait(Place(here, left - 1, wide, affirmed, into), places)
        return self._state(places, found) if places or found else NOWHERE

    def _begin(self) -> State:
        places: set[Place] = set()
        self._enter(ways(self._root), None, places, set())
        return self._state(places, ())

    def _state(self, places: Iterable[Place], found: Iterable[int]) -> State:
        key = frozenset(places), tuple(sorted(found))
        state = self._made.get(key)
        if state is None:
            state = self._made[key] = State(self, *key)
        return state

    def _enter(self, here: Ways, into: Ways | None, places: set[Place], found: set[int]) -> None:
        """Be at `here`, with all that follows from it."""
        found.update(here.found)
        if into:
            for name in here.named:
                for node in into.classes.get(name, ()):
                    self._enter(ways(node), None, places, found)
        if here.edges or here.numbers or here.classes:
            self._wait(Place(here, into=into), places)
        for width, affirmed, after in here.gaps:
            self._wait(Place(ways(after), width, width > 3, affirmed, into), places)

    def _wait(self, place: Place, places: set[Place]) -> None:
        """Wait at a place for the next token, which may begin a member of a word class."""
        places.add(place)
        if place.ways.classes:
            places.add(Place(ways(self._members), into=place.ways))
