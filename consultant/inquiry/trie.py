"""All phrases of the knowledge as one trie with gaps, numbers and word classes."""

from dataclasses import dataclass
from typing import TypeVar

from consultant.inquiry.phrase import Sequel

K = TypeVar("K")
_MARKED = ".{"  # how a gap, a number and a class begin


class Node:
    """A place in the trie: what may come next, and what has been found on getting here. There are a hundred
    thousand of them, most with one word behind: what is empty is shared."""

    __slots__ = ("classes", "found", "free", "gaps", "named", "numbers", "ways", "words")

    def __init__(self) -> None:
        self.words: dict[str, Node] = _NO_WORDS
        self.numbers: tuple[tuple[int, int, Node], ...] = ()
        self.gaps: dict[tuple[int, bool], Node] = _NO_GAPS  # by width; does "not" stop it?
        self.classes: dict[str, Node] = _NO_WORDS
        self.free: tuple[Node, ...] = ()
        self.found: tuple[int, ...] = ()  # numbers of payloads
        self.named: tuple[str, ...] = ()  # word classes of which a member ends here
        self.ways: Ways | None = None

    def step(self, part: str, affirmed: bool = False) -> "Node":
        """The node after `part`, made if missing; "not" stops a gap that is `affirmed`."""
        if part[0] not in _MARKED:
            return self._worded(part)
        if part.startswith(".."):
            self.gaps = self.gaps or {}
            return _made(self.gaps, (3 if part == ".." else 7, affirmed))
        if part.startswith("{#"):
            return self._numbered(*map(int, part[2:-1].split(":")))
        if part.startswith("{@"):
            self.classes = self.classes or {}
            return _made(self.classes, part[2:-1])
        return self._worded(part)

    def _worded(self, word: str) -> "Node":
        """The node after a word."""
        self.words = self.words or {}
        return _made(self.words, word)

    def _numbered(self, low: int, high: int) -> "Node":
        """The node after a number within these bounds."""
        for a, b, node in self.numbers:
            if (a, b) == (low, high):
                return node
        made = Node()
        self.numbers = (*self.numbers, (low, high, made))
        return made

    def insert(self, sequel: Sequel, affirmed: bool = False) -> "Node":
        """Add a way through `sequel`, no gap of which passes over "not" if it is `affirmed`; the node at its
        end."""
        node = self
        for part in sequel:
            if isinstance(part, str):
                node = node.step(part, affirmed)
                continue
            join = Node()
            for option in part.options:
                end = node.insert(option, affirmed)
                end.free = (*end.free, join)
            node = join
        return node


_NO_GAPS: dict[tuple[int, bool], Node] = {}
_NO_WORDS: dict[str, Node] = {}


def _made(nodes: dict[K, Node], key: K) -> Node:
    found = nodes.get(key)
    if found is None:
        found = nodes[key] = Node()
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Symbol:
    """All that the trie can tell of a token: the edges it may take, and what stops a gap. Each is
    made once, and is the same as itself only: the walk looks it up at every step."""

    keys: tuple[str, ...]
    number: int | None  # of numbers that no phrase tells apart, the least
    breaks: bool
    comma: bool
    denies: bool


class Ways:
    """A node with all it reaches for free. Made on the first visit."""

    __slots__ = ("classes", "edges", "found", "gaps", "named", "numbers")

    def __init__(self, node: Node) -> None:
        reached = _reached(node)
        self.edges: dict[str, list[Node]] = {}
        self.classes: dict[str, list[Node]] = {}
        for n in reached:
            for part, nxt in n.words.items():
                self.edges.setdefault(part, []).append(nxt)
            for name, nxt in n.classes.items():
                self.classes.setdefault(name, []).append(nxt)
        self.numbers = [x for n in reached for x in n.numbers]
        self.gaps = [(*gap, after) for n in reached for gap, after in n.gaps.items()]
        self.found = [payload for n in reached for payload in n.found]
        self.named = [name for n in reached for name in n.named]

    def after(self, symbol: Symbol) -> list[Node]:
        """Where a token leads."""
        out: list[Node] = []
        for key in symbol.keys:
            if nodes := self.edges.get(key):
                out += nodes
        number = symbol.number
        if number is not None and self.numbers:
            out += [node for low, high, node in self.numbers if low <= number <= high]
        return out


def _reached(node: Node) -> list[Node]:
    out: list[Node] = []
    stack = [node]
    while stack:
        here = stack.pop()
        if not any(here is n for n in out):
            out.append(here)
            stack += here.free
    return out


def ways(node: Node) -> Ways:
    """What the node leads to."""
    if node.ways is None:
        node.ways = Ways(node)
    return node.ways
