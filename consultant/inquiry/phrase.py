"""The phrase grammar of the knowledge files, and one automaton that finds all phrases at once.

A phrase is words of any inflection ("inject contrast" finds "injected contrast"), and may hold

    (a|b c|)     one of several, or nothing
    {provider}   a word class of the lexicon;  {code}  a code number
    {level} {L} {C1-C2}   any level, a level beginning in L (C, T, S), this very level
    {2+} {1} {2-3} {number}   a number, as digits or in words, within these bounds
    ..  ...      up to three words between; up to seven, but not across a comma
    =word        this word exactly, not another form of it;  \\( \\)  a bracket in the text

Source of the technique: Aho and Corasick's idea of one automaton for all patterns; with gaps
allowed it is a trie walked from every token, linear in the text for a given knowledge.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, Union

from consultant.inquiry.levels import Level, parse_level
from consultant.inquiry.words import spans, stem

T = TypeVar("T")
Element = Union[str, "Group"]
Sequel = tuple[Element, ...]

_NUMBER = re.compile(r"(\d+)(?:(\+)|-(\d+))?$")
_ELEMENT = re.compile(r"\\[()]|\(|\)|\||\{[^}]*\}|\.{2,3}|=(?=[\s|)])|=?[^\s(){}|=\\]+")
_LEVEL = re.compile(r"[CTLS]\d+(-[CTLS]?\d+)?$")
_MANY = 10**6


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says what is wrong with it."""

    def __init__(self, what: str, phrase: str) -> None:
        super().__init__(f"{what} in phrase {phrase!r}")
        self.phrase = phrase


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives, one of which may be empty."""

    options: tuple[Sequel, ...]


class Ways(Generic[T]):
    """A node with all it reaches for free: what the walk looks at. Made on the first visit."""

    __slots__ = ("classes", "edges", "found", "gaps", "numbers")

    def __init__(self, node: "Node[T]") -> None:
        reached = _reached(node)
        edges: dict[str, list[Node[T]]] = {}
        classes: dict[str, list[Node[T]]] = {}
        for n in reached:
            for part, nxt in n.words.items():
                edges.setdefault(part, []).append(nxt)
            for name, nxt in n.classes.items():
                classes.setdefault(name, []).append(nxt)
        self.edges = edges
        self.classes = classes
        self.numbers = [x for n in reached for x in n.numbers]
        self.gaps = [(width, after) for n in reached for width, after in n.gaps.items()]
        self.found = [payload for n in reached for payload in n.found]


def _reached(node: "Node[T]") -> "list[Node[T]]":
    out: list[Node[T]] = []
    stack = [node]
    while stack:
        here = stack.pop()
        if not any(here is n for n in out):
            out.append(here)
            stack += here.free
    return out


@dataclass(slots=True)
class Node(Generic[T]):
    """A place in the automaton: what may come next, and what has been found on getting here."""

    words: "dict[str, Node[T]]" = field(default_factory=dict)
    numbers: "list[tuple[int, int, Node[T]]]" = field(default_factory=list)
    gaps: "dict[int, Node[T]]" = field(default_factory=dict)
    classes: "dict[str, Node[T]]" = field(default_factory=dict)
    free: "list[Node[T]]" = field(default_factory=list)
    found: list[T] = field(default_factory=list)
    ways: "Ways[T] | None" = None

    def step(self, part: str) -> "Node[T]":
        """The node after `part`, made if missing."""
        if part.startswith(".."):
            return self.gaps.setdefault(3 if part == ".." else 7, Node())
        if part.startswith("{#"):
            low, high = map(int, part[2:-1].split(":"))
            for a, b, node in self.numbers:
                if (a, b) == (low, high):
                    return node
            self.numbers.append((low, high, Node()))
            return self.numbers[-1][2]
        if part.startswith("{@"):
            return self.classes.setdefault(part[2:-1], Node())
        return self.words.setdefault(part, Node())

    def insert(self, sequel: Sequel) -> "Node[T]":
        """Add a way through `sequel`; the node at its end."""
        node = self
        for part in sequel:
            if isinstance(part, str):
                node = node.step(part)
                continue
            join: Node[T] = Node()
            for option in part.options:
                node.insert(option).free.append(join)
            node = join
        return node


def parse(phrase: str, classes: Container[str] = ()) -> list[Sequel]:
    """The phrase as sequences of words, marks and groups; more than one when its first group
    may be empty. Raises PhraseError on unbalanced brackets, an unknown class, or a gap at an end.
    """
    parts = _ELEMENT.findall(phrase)
    options, rest = _options(parts, 0, classes, phrase)
    if rest != len(parts):
        raise PhraseError("unbalanced ')'", phrase)
    found = [plain for option in options for plain in _opened(option)]
    if not found or any(_gap(s[0]) or _gap(s[-1]) for s in found):
        raise PhraseError("nothing, or a gap at an end,", phrase)
    return found


def _gap(part: Element) -> bool:
    return isinstance(part, str) and part.startswith("..")


def _opened(sequel: Sequel) -> list[Sequel]:
    """Without an empty way through the first group, so that no search begins with nothing."""
    if not sequel:
        return []
    first = sequel[0]
    if isinstance(first, str):
        return [sequel]
    full = tuple(o for o in first.options if o)
    out: list[Sequel] = [(Group(full), *sequel[1:])] if full else []
    return out + (_opened(sequel[1:]) if len(full) < len(first.options) else [])


def _options(parts: Sequence[str], at: int, classes: Container[str], phrase: str) -> tuple[list[Sequel], int]:
    done: list[Sequel] = []
    current: list[Element] = []
    while at < len(parts) and parts[at] != ")":
        if parts[at] == "|":
            done.append(tuple(current))
            current = []
        elif parts[at] == "(":
            inner, at = _options(parts, at + 1, classes, phrase)
            if at >= len(parts):
                raise PhraseError("missing ')'", phrase)
            current.append(Group(tuple(inner)))
        else:
            current += _element(parts[at], classes, phrase)
        at += 1
    return [*done, tuple(current)], at


def _element(part: str, classes: Container[str], phrase: str) -> Sequence[str]:
    if part.startswith(".."):
        return (part,)
    if part.startswith("\\"):
        return (part[1:],)
    if not part.startswith("{"):
        return _words(part)
    name = part[1:-1]
    if name in ("level", "code", "C", "T", "L", "S"):
        return (part,)
    if _LEVEL.match(name):
        top, bottom = parse_level(name)
        return ("{" + Level(0, 0, top, bottom, name[0]).name + "}",)
    if name == "number":
        return (f"{{#0:{_MANY}}}",)
    if m := _NUMBER.match(name):
        low = int(m[1])
        high = _MANY if m[2] else int(m[3] or low)
        return (f"{{#{low}:{high}}}",)
    if name not in classes:
        raise PhraseError(f"no word class {part}", phrase)
    return (f"{{@{name}}}",)


def _words(part: str) -> Sequence[str]:
    if part.startswith("="):
        return tuple("=" + word for _, _, word in spans(part[1:]))
    return tuple(stem(word) for _, _, word in spans(part))


@dataclass(frozen=True, slots=True)
class Word:
    """What the automaton sees of a token: its forms, and its number if it is one."""

    word: str
    stem: str
    number: int | None
    breaks: bool  # a mark that no gap may cross


class Phrasebook(Generic[T]):
    """Finds every phrase of the knowledge in one walk over the tokens.

    `classes` maps a class name to the phrases that are its members.
    """

    def __init__(self, classes: Mapping[str, Sequence[str]]) -> None:
        self._names = frozenset(classes)
        self._root: Node[T] = Node()
        self._members: Node[str] = Node()
        self.vocabulary: set[str] = set()
        for name in classes:
            for phrase in _members(name, classes):
                self._insert(self._members, phrase, name, ())

    def add(self, phrases: Iterable[str], payload: T) -> None:
        """Let each phrase yield `payload`. Raises PhraseError on a phrase it cannot read."""
        for phrase in phrases:
            self._insert(self._root, phrase, payload, self._names)

    def _insert(self, root: Node[Any], phrase: str, payload: object, classes: Container[str]) -> None:
        for sequel in parse(phrase, classes):
            node = root.insert(sequel)
            if payload not in node.found:
                node.found.append(payload)
        plain = re.sub(r"\{[^}]*\}|[()|=]", " ", phrase)
        self.vocabulary.update(w for _, _, w in spans(plain) if w.isalpha() and len(w) > 2)

    def find(self, words: Sequence[Word]) -> Iterator[tuple[int, int, T]]:
        """(first token, one past the last, payload) of every match; the longest per payload and start."""
        keys = [_keys(w) for w in words]
        members: list[dict[str, list[int]]] = []
        first = _ways(self._members).edges
        for i, (a, b, *_) in enumerate(keys):
            ends: dict[str, list[int]] = {}
            if a in first or b in first:
                for end, name in _walk(self._members, words, keys, i, ()):
                    ends.setdefault(name, []).append(end)
            members.append(ends)
        root = _ways(self._root)
        for i, here in enumerate(keys):
            if not members[i] and words[i].number is None and not any(k in root.edges for k in here):
                continue
            best: dict[int, tuple[int, T]] = {}
            for end, payload in _walk(self._root, words, keys, i, members):
                key = id(payload)
                if key not in best or end > best[key][0]:
                    best[key] = (end, payload)
            for end, payload in best.values():
                yield i, end, payload


def _ways(node: Node[T]) -> Ways[T]:
    if node.ways is None:
        node.ways = Ways(node)
    return node.ways


def _keys(word: Word) -> tuple[str, ...]:
    """Under which edges a token may pass."""
    if word.word == "{level}":
        return (word.word, word.stem, "{" + word.stem[1] + "}")
    return (word.stem, "=" + word.word)


def _members(name: str, classes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for phrase in classes[name]:
        inner = phrase[1:-1]
        if phrase == f"{{{inner}}}" and inner in classes and inner != name:
            yield from _members(inner, classes)
        else:
            yield phrase


def _walk(
    root: Node[T],
    words: Sequence[Word],
    keys: Sequence[tuple[str, ...]],
    start: int,
    members: Sequence[Mapping[str, Sequence[int]]],
) -> list[tuple[int, T]]:
    """(one past the last token, payload) of every match that begins at `start`."""
    out: list[tuple[int, T]] = []
    stack: list[tuple[Node[T], int]] = [(root, start)]
    n = len(words)
    while stack:
        node, at = stack.pop()
        ways = node.ways
        if ways is None:
            ways = node.ways = Ways(node)
        if ways.found:
            out += [(at, payload) for payload in ways.found]
        if at >= n:
            continue
        _pass(stack, ways, words, keys, at, members)
        for width, after in ways.gaps:
            beyond = after.ways
            if beyond is None:
                beyond = after.ways = Ways(after)
            for k in range(at, min(at + width + 1, n)):
                _pass(stack, beyond, words, keys, k, members)
                if words[k].breaks or (width > 3 and words[k].word == ","):
                    break
    return out


def _pass(
    stack: list[tuple[Node[T], int]],
    ways: Ways[T],
    words: Sequence[Word],
    keys: Sequence[tuple[str, ...]],
    at: int,
    members: Sequence[Mapping[str, Sequence[int]]],
) -> None:
    """Push where the token at `at` leads."""
    edges = ways.edges
    for key in keys[at]:
        if key in edges:
            stack += [(nxt, at + 1) for nxt in edges[key]]
    if ways.numbers:
        number = words[at].number
        if number is not None:
            stack += [(nxt, at + 1) for low, high, nxt in ways.numbers if low <= number <= high]
    if ways.classes and members:
        here = members[at]
        for name in here:
            if name in ways.classes:
                stack += [(nxt, end) for nxt in ways.classes[name] for end in here[name]]
