"""Files, folders and zips into plain files; a zip with surprises is refused."""

import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from consultant.editions.error import EditionError

LARGEST = 8 << 30
_RATIO = 400
_SMALL = 1 << 20
_DEEP = 2
_WORKBOOK = "xl/workbook.xml"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError, OSError)


class Member(NamedTuple):
    """One file to import: its own name, how it is shown, where it lies."""

    name: str
    shown: str
    path: Path
    given: bool  # named by the operator, not found in a folder or zip
    workbook: bool = False

    @property
    def octets(self) -> int:
        return self.path.stat().st_size

    def sha256(self) -> str:
        """The checksum of its bytes."""
        found = hashlib.sha256()
        with self.path.open("rb") as file:
            while block := file.read(1 << 20):
                found.update(block)
        return found.hexdigest()


def members(inputs: Sequence[Path], scratch: Path) -> Iterator[Member]:
    """Every file of the inputs; zips are unpacked into `scratch`. Raises EditionError."""
    for path in inputs:
        if path.is_dir():
            for found in sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith(".")):
                yield from _opened(Member(found.name, str(found), found, given=False), scratch, 0)
        elif path.is_file():
            yield from _opened(Member(path.name, str(path), path, given=True), scratch, 0)
        else:
            raise EditionError(f"{path}: expected a file, a folder or a zip, found nothing there.")


def _opened(member: Member, scratch: Path, depth: int) -> Iterator[Member]:
    """The member itself, or what its zip holds."""
    try:
        with member.path.open("rb") as file:
            zipped = file.read(4) == b"PK\x03\x04"
        if not zipped:
            if member.path.suffix.lower() in (".zip", ".xlsx"):
                raise EditionError(f"{member.shown}: expected a zip, found something else.")
            yield member
            return
        with zipfile.ZipFile(member.path) as archive:
            if _WORKBOOK in archive.namelist():
                yield member._replace(workbook=True)
                return
            if "word/document.xml" in archive.namelist():
                yield member
                return
            if depth == _DEEP:
                raise EditionError(
                    f"{member.shown}: expected at most {_DEEP} zips in one another, found more."
                )
            inside = list(_unpacked(archive, member, scratch))
    except EditionError:
        raise
    except _BROKEN as error:
        raise EditionError(f"{member.shown}: expected a readable file, found {_why(error)}.") from error
    for one in inside:
        yield from _opened(one, scratch, depth + 1)


def _unpacked(archive: zipfile.ZipFile, member: Member, scratch: Path) -> Iterator[Member]:
    names: set[str] = set()
    left = LARGEST
    for info in archive.infolist():
        if info.is_dir():
            continue
        _surprises(info, names, member.shown)
        names.add(info.filename)
        left -= info.file_size
        if left < 0:
            raise EditionError(f"{member.shown}: expected at most {LARGEST >> 30} GB unpacked, found more.")
        target = scratch / f"{len(list(scratch.iterdir()))}-{len(names)}"
        with archive.open(info) as source, target.open("xb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
        name = PurePosixPath(info.filename).name
        yield Member(name, f"{member.shown}/{info.filename}", target, given=False)


def _surprises(info: zipfile.ZipInfo, names: set[str], shown: str) -> None:
    name = info.filename
    found = ""
    if info.flag_bits & 1:
        found = f"{name} encrypted"
    elif name.startswith("/") or ".." in PurePosixPath(name).parts or "\\" in name or ":" in name:
        found = f"the path {name}"
    elif name in names:
        found = f"{name} twice"
    elif info.external_attr >> 28 == 0xA:
        found = f"{name} as a link"
    elif info.file_size > max(_SMALL, info.compress_size * _RATIO):
        found = f"{name} swelling from {info.compress_size} to {info.file_size} octets"
    if found:
        raise EditionError(f"{shown}: expected a plain zip of files, found {found}.")


def _why(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__
