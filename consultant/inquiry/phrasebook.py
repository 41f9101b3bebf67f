"""Finds every phrase of the knowledge in a text."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from consultant.inquiry.automaton import NOWHERE, Automaton
from consultant.inquiry.phrase import Word, parse
from consultant.inquiry.trie import Node, Symbol

T = TypeVar("T")
K = TypeVar("K")
_MOST_REMEMBERED = 50_000  # words of strangers
_END = Symbol((), None, True, True, True)  # leads nowhere
_DENYING = frozenset("not n't never cannot".split())
_SHORTENED = frozenset("it that what there here where who he she let how this which".split())  # with "is"
_WORD = re.compile(r"\{[^}]*\}|([^\W\d_]+(?:['’][^\W\d_]+)?)")  # a class is no word


class Phrasebook(Generic[T]):
    """Finds all phrases at once, linear in the text for a given knowledge: one walk from every token.

    `classes` maps a class name to the phrases that are its members. All `add` go before the first `find`.
    """

    def __init__(self, classes: Mapping[str, Sequence[str]]) -> None:
        """Raises PhraseError on a phrase it cannot read."""
        self._names = frozenset(classes)
        self._root = Node()
        self._members = Node()
        self._payloads: list[T] = []
        self._numbers: dict[T, int] = {}
        self._walk: tuple[Automaton, Alphabet] | None = None
        self._said: set[str] = set()  # the words of the phrases as they are written
        for name in classes:
            for phrase in _members(name, classes):
                for node in self._ends(self._members, phrase, ()):
                    node.named = _with(node.named, name)

    def add(self, phrases: Iterable[str], payload: T, affirmed: bool = False) -> None:
        """Let each phrase yield `payload`, with no "not" in a gap if it is `affirmed`. Raises PhraseError on
        a phrase it cannot read."""
        number = self._numbers.setdefault(payload, len(self._payloads))
        if number == len(self._payloads):
            self._payloads.append(payload)
        for phrase in phrases:
            for node in self._ends(self._root, phrase, self._names, affirmed):
                node.found = _with(node.found, number)

    @property
    def vocabulary(self) -> set[str]:
        """The words of the phrases, in lower case; not the short ones."""
        return {w.lower() for w in self._said if w.isalpha() and len(w) > 2}

    def _ends(self, root: Node, phrase: str, classes: Container[str], affirmed: bool = False) -> list[Node]:
        """The nodes at which the phrase ends."""
        self._said.update(_WORD.findall(phrase))
        return [root.insert(sequel, affirmed) for sequel in parse(phrase, classes)]

    def find(self, words: Sequence[Word]) -> list[tuple[int, int, T]]:
        """(first token, one past the last, payload) of every match; the longest per payload and start."""
        if self._walk is None:  # in one step, since threads share a book
            self._walk = Automaton(self._root, self._members), Alphabet(self._root, self._members)
        walk, alphabet = self._walk
        symbols = [*alphabet.spelled(words), _END]
        first = walk.first
        out: list[tuple[int, int, T]] = []
        for i, state in enumerate([first[symbol] for symbol in symbols]):
            if state is NOWHERE:
                continue
            best: dict[int, int] = {}  # number of a payload -> where its longest match ends
            at = i + 1
            while state is not NOWHERE:
                if state.found:
                    for number in state.found:
                        best[number] = at
                state = state[symbols[at]]
                at += 1
            if best:
                out += [(i, end, self._payloads[number]) for number, end in best.items()]
        return out


class Alphabet:
    """The tokens that phrases tell apart: of two words that stand in none, the walk sees the same."""

    def __init__(self, *roots: Node) -> None:
        self._edges: set[str] = set()
        bounds: set[int] = {0}
        seen: set[int] = set()
        nodes = list(roots)
        while nodes:
            node = nodes.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            self._edges.update(node.words)
            bounds.update(b for low, high, _ in node.numbers for b in (low, high + 1))
            nodes += [*node.words.values(), *node.gaps.values(), *node.classes.values(), *node.free]
            nodes += [after for _, _, after in node.numbers]
        self._bounds = sorted(bounds)
        self._known: dict[str, Symbol] = {}
        self._symbols: dict[tuple[tuple[str, ...], int | None, bool, bool, bool], Symbol] = {}

    def spelled(self, words: Iterable[Word]) -> list[Symbol]:
        """What the walk sees of these words."""
        known = self._known
        return [known.get(w.stem if w.word == "{level}" else w.word) or self._read(w) for w in words]

    def _read(self, word: Word) -> Symbol:
        level = word.word == "{level}"
        keys = (word.word, word.stem, "{" + word.stem[1] + "}") if level else _forms(word)
        number = word.number
        least = None if number is None else self._bounds[bisect_right(self._bounds, number) - 1]
        used = tuple(k for k in keys if k in self._edges)
        denies = word.word in _DENYING or word.word.endswith("n't")
        seen = (used, least, word.breaks, word.word == ",", denies)
        symbol = self._symbols.get(seen) or self._symbols.setdefault(seen, Symbol(*seen))
        if len(self._known) < _MOST_REMEMBERED:
            self._known[word.stem if level else word.word] = symbol
        return symbol


def _forms(word: Word) -> tuple[str, ...]:
    """The stem, and the word as it stands: "doctor's" is "doctor", but "it's" is more than "it"."""
    owner = word.word.removesuffix("'s")
    plain = word.stem, f"={word.word}"
    return plain if owner == word.word or owner in _SHORTENED else (*plain, f"={owner}")


def _with(found: tuple[K, ...], value: K) -> tuple[K, ...]:
    return found if value in found else (*found, value)


def _members(name: str, classes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for phrase in classes[name]:
        inner = phrase[1:-1]
        if phrase == f"{{{inner}}}" and inner in classes and inner != name:
            yield from _members(inner, classes)
        else:
            yield phrase
