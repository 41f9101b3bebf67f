"""The seal of an edition: the checksum of the whole file, kept in the file itself.

A place is kept for it in the table `about`; while the checksum is taken, the place counts as zeros.
"""

import hashlib
import os
from pathlib import Path

_MARK = "sha256:"
_ZERO = "0" * 64
_BLOCK = 1 << 20

BLANK = _MARK + _ZERO
"""What stands in the place before the file is sealed."""


def seal(path: Path) -> str:
    """Write the checksum into its place and the file to disk; returns the checksum."""
    place = _place(path, _ZERO)
    digest = _digest(path, place)
    with path.open("r+b") as file:
        file.seek(place)
        file.write(digest.encode())
        file.flush()
        os.fsync(file.fileno())
    return digest


def intact(path: Path, checksum: str) -> bool:
    """Is every octet as it was when the file was sealed? `checksum` is what its `about` says."""
    digest = checksum.removeprefix(_MARK)
    try:
        return _digest(path, _place(path, digest)) == digest
    except ValueError:
        return False


def _place(path: Path, digest: str) -> int:
    """Where the checksum stands; ValueError if it does not stand there once."""
    mark = (_MARK + digest).encode()
    found: set[int] = set()
    before, at = b"", 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            window = before + block
            if (start := window.find(mark)) >= 0:
                found.add(at - len(before) + start)
            at += len(block)
            before = window[-len(mark) + 1 :]
    if len(found) != 1:
        raise ValueError(path)
    return found.pop() + len(_MARK)


def _digest(path: Path, place: int) -> str:
    found = hashlib.sha256()
    at = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            size = len(block)
            low, high = max(place - at, 0), min(place + 64 - at, size)
            if low < high:
                block = block[:low] + b"0" * (high - low) + block[high:]
            found.update(block)
            at += size
    return found.hexdigest()
