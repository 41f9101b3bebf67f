"""The edition that ships: the figures of config/knowledge/figures and the ICD-10-CM of a maintained package.

It is built once, in a second or two, when it is first needed: into the data folder, under a name that holds a
fingerprint of everything it is made of. A new figure, package or importer makes a new one.
"""

import fcntl
import hashlib
import importlib.metadata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from consultant.editions.building import SUFFIX, Progress, build
from consultant.editions.error import EditionError

PACKAGE = "simple-icd-10-cm"
"""Holds the tabular list as published (public domain) under the MIT licence. Only its data file is read:
importing the package takes two seconds and 190 MB."""

PREFIX = "shipped-"
_CODE = ("knowledge/importers", "editions")
_WORDS = ("search/words.py", "inquiry/words.py")  # what the words of the index are


def sources(figures: Path) -> list[Path]:
    """The files it is made of."""
    return [*sorted(figures.glob("*.csv")), *_tabular()]


def _tabular() -> list[Path]:
    try:
        files = importlib.metadata.files(PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        return []
    found = [Path(str(f.locate())) for f in files if f.name.endswith(".xml") and "tabular" in f.name]
    return [path for path in found if path.exists()]


def fingerprint(figures: Path) -> str:
    """Of the figures, of the package's release, and of the code that reads them."""
    found = hashlib.sha256()
    for path in sorted(figures.glob("*.csv")):
        found.update(path.name.encode() + path.read_bytes())
    for path in _tabular():
        found.update(f"{path.name} {path.stat().st_size}".encode())
    package = Path(__file__).parent.parent
    for folder in _CODE:
        for path in sorted((package / folder).rglob("*.py")):
            found.update(path.read_bytes())
    for name in _WORDS:
        found.update((package / name).read_bytes())
    return found.hexdigest()[:10]


def shipped(figures: Path, folder: Path, now: datetime, progress: Progress | None = None) -> Path:
    """The file of the shipped edition in `folder`; built if it is not there yet. Raises EditionError."""
    name = PREFIX + fingerprint(figures)
    path = folder / f"{name}{SUFFIX}"
    if path.exists():
        return path
    with _alone(folder):
        if path.exists():  # another process of the desk was first
            return path
        build((), folder, now, name=name, base=sources(figures), progress=progress, replace=True)
        for old in folder.glob(f"{PREFIX}*{SUFFIX}"):
            if old != path:
                old.unlink(missing_ok=True)
    return path


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time; a lock of the file system, so that it ends with whoever held it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".building").open("w")
    except OSError as error:
        reason = (error.strerror or "unknown").lower()
        raise EditionError(f"{folder}: expected a folder that can be written, found {reason}.") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
