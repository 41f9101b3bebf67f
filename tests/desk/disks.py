"""A disk that is small, fills up, and has room again; skipped visibly where nobody may mount one."""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(megabytes: int, owner: int = -1, group: int = -1) -> Iterator[Path]:
    """A file system of its own in memory, whose folder belongs to `owner`."""
    if os.getuid() != 0:
        pytest.skip("only root may mount")
    with tempfile.TemporaryDirectory(prefix="desk-disk-", dir="/tmp") as place:
        Path(place).chmod(0o755)
        folder = Path(place) / "disk"
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", str(folder)]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("this machine does not let us mount")
        try:
            os.chown(folder, owner, group)
            yield folder
        finally:
            subprocess.run(["umount", "-l", str(folder)], check=False)


def fill(folder: Path) -> Callable[[], None]:
    """Leaves no room on the file system; what is returned makes room again."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    return ballast.unlink
