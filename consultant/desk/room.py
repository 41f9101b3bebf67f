"""Is there room for more mail? Looked at every few seconds, so that saying no costs nothing."""

import shutil
from pathlib import Path

from consultant.desk.store import Store, StoreError


class Room:
    """`queue`: mails that may wait for an answer; `disk`: octets that must stay free where `folder` is."""

    def __init__(self, store: Store, queue: int, disk: int, folder: Path) -> None:
        self._store = store
        self._queue = queue
        self._disk = disk
        self._folder = folder
        self._refusal: str | None = None

    def refusal(self) -> str | None:
        """Why no mail is taken just now (RFC 5321: 452 is for now, and the sender comes again)."""
        return self._refusal

    async def look(self) -> None:
        if self._disk and _free(self._folder) < self._disk:
            self._refusal = "the disk is nearly full"
            return
        try:
            full = await self._store.waiting(self._queue) >= self._queue
        except StoreError:
            return  # mails that come now will find out themselves
        self._refusal = "too many mails are waiting" if full else None


def _free(folder: Path) -> int:
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
