"""The folder of editions: what is there, which one is in use, and the switch to another."""

import os
import tempfile
from datetime import datetime
from pathlib import Path

from consultant.editions import shipped
from consultant.editions.building import SUFFIX
from consultant.editions.error import EditionError
from consultant.editions.opened import OpenEdition
from consultant.frozen import Frozen
from consultant.knowledge.published import Loaded

_POINTER = "current"
Mark = tuple[int, int, int]


class Listed(Frozen):
    """An edition of the folder."""

    name: str
    built: str
    octets: int
    in_use: bool
    sources: tuple[Loaded, ...]


class Catalogue:
    """The editions below a data folder. `figures` are what the shipped edition is made of."""

    def __init__(self, folder: Path, figures: Path) -> None:
        self.folder, self._figures = folder, figures

    def path(self, name: str) -> Path:
        """The file of an edition of this folder ("shipped" is the newest that comes with the project), or a
        file named outright. Raises EditionError."""
        if name == "shipped":
            made = sorted(self.folder.glob(f"{shipped.PREFIX}*{SUFFIX}"), key=lambda p: p.stat().st_mtime)
            name = made[-1].stem if made else name
        for path in (self.folder / f"{name}{SUFFIX}", Path(name)):
            if path.is_file() and path.suffix == SUFFIX:
                return path
        known = ", ".join(self.names()) or "none"
        raise EditionError(
            f"the edition {name}: expected one of {known} in {self.folder}, found no such file."
        )

    def names(self) -> list[str]:
        """Every edition of the folder, the shipped one last."""
        found = (p.stem for p in self.folder.glob(f"*{SUFFIX}") if not p.name.startswith("."))
        return sorted(found, key=lambda n: (n.startswith(shipped.PREFIX), n))

    def editions(self, now: datetime) -> list[Listed]:
        """Every edition with its sources. One that cannot be opened is left out."""
        used = self.in_use(now).stem
        found = []
        for name in self.names():
            path = self.path(name)
            try:
                edition = OpenEdition(path)
            except EditionError:
                continue
            found.append(
                Listed(
                    name=name,
                    built=edition.base.about.get("built", ""),
                    octets=path.stat().st_size,
                    in_use=name == used,
                    sources=tuple(edition.loaded()),
                )
            )
            edition.close()
        return found

    def in_use(self, now: datetime) -> Path:
        """The file of the edition in use: the one chosen, or the shipped one. Raises EditionError."""
        try:
            chosen = (self.folder / _POINTER).read_text(encoding="utf-8").strip()
        except OSError:
            chosen = ""
        return self.path(chosen) if chosen else shipped.shipped(self._figures, self.folder, now)

    def mark(self) -> Mark | None:
        """Changes with every switch; None while nothing was ever chosen."""
        try:
            found = (self.folder / _POINTER).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size

    def use(self, name: str, now: datetime) -> Path:
        """Switch, in one step that a running desk sees whole; "shipped" goes back to the shipped edition,
        which is built first if it is not there, so that no mail waits for it. Raises EditionError and changes
        nothing when the edition cannot be opened."""
        back = name == "shipped"
        path = shipped.shipped(self._figures, self.folder, now) if back else self.path(name)
        OpenEdition(path).close()
        name = path.stem if path.parent == self.folder else str(path.absolute())
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, raw = tempfile.mkstemp(dir=self.folder, prefix=".current-")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write("" if back else name)
                file.flush()
                os.fsync(file.fileno())
            os.replace(raw, self.folder / _POINTER)
        except OSError as error:
            reason = (error.strerror or "unknown").lower()
            raise EditionError(
                f"{self.folder}: expected a folder that can be written, found {reason}."
            ) from error
        return path

    def open(self, now: datetime) -> OpenEdition:
        """The edition in use. Raises EditionError."""
        return OpenEdition(self.in_use(now))
