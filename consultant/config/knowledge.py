"""Reads config/knowledge/ once; stops with a sentence naming file and line."""

import calendar
import gc
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from consultant.config.loader import Loader
from consultant.config.reading import ConfigError
from consultant.inquiry.cue import BadPhrase
from consultant.inquiry.reading import Reader
from consultant.knowledge.edition import Figure, Release, Shelf
from consultant.knowledge.family import Family
from consultant.knowledge.importers import figures
from consultant.knowledge.importers.broken import Broken
from consultant.knowledge.importers.records import Rvu
from consultant.knowledge.importers.source import Hints
from consultant.knowledge.importers.stream import TextStream
from consultant.knowledge.indexed import Finder, SearchWords
from consultant.knowledge.indicator import ClaimWords, Indicators
from consultant.knowledge.lexicon import Contexts, Intents, Lexicon
from consultant.knowledge.modifier import Modifiers
from consultant.knowledge.published import Published
from consultant.search.finder import LateFinder

T = TypeVar("T", bound=BaseModel)


class Knowledge:
    """What the desk knows (`edition`) and how it reads (`reader`)."""

    def __init__(self, edition: Shelf, reader: Reader, lexicon: Lexicon) -> None:
        self.edition = edition
        self.reader = reader
        self.lexicon = lexicon


def line_in_family(folder: Path, family: str, where: tuple[str | int, ...]) -> tuple[Path, int]:
    """File and line of a place in a family, for a sentence about it."""
    path = folder / "families" / f"{family}.yaml"
    return path, _line(_text(path), where)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage meanwhile, nor at its end: all that is read stays, so it counts as old at once;
    looking it over takes half the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.freeze()
            gc.unfreeze()
            gc.enable()


@_uncollected()
def load_knowledge(folder: Path, published: Published | None = None) -> Knowledge:
    """Read config/knowledge/; `published` is what stands behind the families. Raises ConfigError."""
    lexicon = _yaml(folder / "lexicon.yaml", Lexicon)
    contexts = _yaml(folder / "contexts.yaml", Contexts)
    intents = _yaml(folder / "intents.yaml", Intents)
    modifiers = _yaml(folder / "modifiers.yaml", Modifiers)
    families = [_yaml(p, Family) for p in sorted((folder / "families").glob("*.yaml"))]
    english = frozenset(_text(folder / "words.txt").split())
    release = load_release(folder / "edition.toml")
    shipped = list(_figures(folder / "figures" / "rvu.csv"))
    try:
        reader = Reader(lexicon, contexts, intents, families, tuple(modifiers.modifiers), english)
    except BadPhrase as error:
        raise ConfigError(f"{_place(folder, error)}: {error}.") from error
    indicators = _optional(folder / "indicators.yaml", Indicators)
    claims = _optional(folder / "claims.yaml", ClaimWords)
    finder = _finder(folder / "search.yaml", families, modifiers)
    shelf = Shelf(release, families, modifiers, shipped, published, indicators, claims, finder)
    return Knowledge(shelf, reader, lexicon)


def _finder(path: Path, families: list[Family], modifiers: Modifiers) -> Finder | None:
    """The search by words; made when it is first asked, since most mails search for nothing."""
    spoken = _optional(path, SearchWords)
    return LateFinder(spoken, families, modifiers.modifiers) if spoken else None


def _optional(path: Path, model: type[T]) -> T | None:
    return _yaml(path, model) if path.exists() else None


def _place(folder: Path, error: BadPhrase) -> str:
    """File and line of a phrase that cannot be read."""
    names = (
        [f"families/{error.owner}.yaml"] if error.owner else ["lexicon.yaml", "contexts.yaml", "intents.yaml"]
    )
    for name in names:
        lines = _text(folder / name).splitlines()
        for number, line in enumerate(lines, 1):
            if error.phrase and error.phrase in line.replace("\\\\", "\\"):
                return f"{folder / name}, line {number}"
    return str(folder / names[0])


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: expected a readable file, found none ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{path}: expected UTF-8 text, found byte {error.object[error.start]:#x} at offset {error.start}"
        ) from error


def _yaml(path: Path, model: type[T]) -> T:
    text = _text(path)
    try:
        data = yaml.load(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError(f"{path}, line {line}: not YAML: {error.problem}") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(x) for x in first["loc"])
        raise ConfigError(f"{path}, line {_line(text, first['loc'])}: {where}: {first['msg']}") from error


def _line(text: str, location: tuple[int | str, ...]) -> int:
    """The line of the deepest part of `location` that the file has."""
    node = yaml.compose(text, Loader=Loader)
    line = 1
    for key in location:
        nxt = _child(node, key)
        if nxt is None:
            continue  # a discriminator of pydantic, not a key of the file
        node = nxt
        line = node.start_mark.line + 1
    return line


def _child(node: Any, key: int | str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return next((v for k, v in node.value if k.value == str(key)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key]
    return None


def load_release(path: Path) -> Release:
    """What an edition is called. Raises ConfigError."""
    try:
        return Release.model_validate(tomllib.loads(_text(path)))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise ConfigError(f"{path}: {error}") from error


def _figures(path: Path) -> Iterator[Figure]:
    """The indicators of each code from the newest release that has it."""
    if not path.exists():
        return
    newest: dict[str, Rvu] = {}
    try:
        for row in figures.read(TextStream(path.name, lambda: path.open("rb")), Hints()).records:
            if isinstance(row, Rvu) and not row.modifier and row.effective >= _since(newest, row.code):
                newest[row.code] = row
    except Broken as error:
        where = f", line {error.line}" if error.line else ""
        raise ConfigError(f"{path}{where}: expected {error.expected}, found {error.found}.") from error
    for row in newest.values():
        month = calendar.month_name[row.effective // 100 % 100]
        source = f"PPRRVU {row.effective // 10_000} {month}"
        yield Figure(source=source, **{k: v for k, v in row._asdict().items() if k in Figure.model_fields})


def _since(newest: dict[str, Rvu], code: str) -> int:
    return newest[code].effective if code in newest else 0
