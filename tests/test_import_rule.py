"""Imports go one way, and the rooms that decide know nothing of the world outside.

A room may import itself and those left of it in ORDER. The pure rooms get the time, ids and counts as
arguments: what a mail is answered with must depend on nothing else.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "consultant"
# fmt: off
ORDER = ["frozen", "knowledge", "inquiry", "search", "answer", "mail", "consult", "machine_readable",
         "evaluation", "config", "editions", "desk", "web", "app", "wiring", "starting", "cli", "__main__"]
PURE = ORDER[: ORDER.index("config")]
WORLD = {"aiosmtpd", "aiosmtplib", "apscheduler", "asyncio", "concurrent", "glob", "http", "logging",
         "multiprocessing", "os", "pathlib", "random", "secrets", "select", "selectors", "shutil", "signal",
         "smtplib", "socket", "sqlalchemy", "sqlite3", "ssl", "structlog", "subprocess", "tempfile",
         "threading", "time", "uuid"}
# fmt: on
FORBIDDEN_CALLS = {"open", "print", "input", "now", "utcnow", "today"}
FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"]


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full here"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def called(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", getattr(node.func, "attr", ""))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    room, tree = room_of(path), ast.parse(path.read_text("utf-8"))
    assert room in ORDER, f"{room} has no place in the order of rooms"
    for name in imported(tree):
        top, _, rest = name.partition(".")
        if top == "consultant" and rest:
            other = rest.partition(".")[0]
            assert ORDER.index(other) <= ORDER.index(room), f"{room} imports {other}"
        elif room in PURE:
            assert top not in WORLD, f"{room} is pure and imports {top}"
    if room in PURE:
        outside = FORBIDDEN_CALLS.intersection(called(tree))
        assert not outside, f"{room} is pure and calls {outside}"
