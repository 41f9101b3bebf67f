"""From published files to a new edition: recognise, import, check, seal, rename into place."""

import hashlib
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from consultant.editions.choosing import Pending, chosen
from consultant.editions.error import EditionError, sentence
from consultant.editions.files import Member, members
from consultant.editions.workbook import Workbook, sheets
from consultant.editions.writing import Writer
from consultant.knowledge.importers.broken import Broken
from consultant.knowledge.importers.recognise import beside, promising, recognise
from consultant.knowledge.importers.source import Hints
from consultant.knowledge.importers.stream import Stream, TextStream

SUFFIX = ".sqlite"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
Files = dict[int, tuple[str, str, int]]


class Progress(NamedTuple):
    """Who is told: a file begins (name, octets), and octets were read."""

    begin: Callable[[str, int], None] = lambda name, octets: None
    read: Callable[[int], None] = lambda octets: None


class Built(NamedTuple):
    """The new edition, and what was passed over, with the reason."""

    path: Path
    passed: tuple[str, ...]


def build(
    inputs: Sequence[Path],
    out: Path,
    now: datetime,
    *,
    name: str = "",
    hints: Hints | None = None,
    base: Sequence[Path] = (),
    about: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    replace: bool = False,
) -> Built:
    """One edition of the inputs, over the `base` files where these say more. Raises EditionError; then
    nothing has changed."""
    if name and not _NAME.fullmatch(name):
        raise EditionError(
            f"the name {name}: expected letters, digits, dots and dashes, found something else."
        )
    if name and not replace:
        _must_be_new(out / f"{name}{SUFFIX}")
    progress, hints = progress or Progress(), hints or Hints()
    scratch = Path(tempfile.mkdtemp(prefix="consultant-unpack-"))
    passed: list[str] = []
    try:
        found = [_pending(m, hints, progress, passed) for m in members(inputs, scratch)]
        if inputs and not any(found):
            raise EditionError(f"{inputs[0]}: expected at least one published file, found none.")
        found += [_pending(m, Hints(), progress, passed, base=True) for m in members(base, scratch)]
        taken = chosen([p for p in found if p], passed)
        draft = _Draft(out)
        try:
            files = draft.fill(taken, progress)
            target = out / f"{name or _default_name(taken, files)}{SUFFIX}"
            if not replace:
                _must_be_new(target)
            facts = {"name": target.stem, "built": now.isoformat(timespec="seconds"), **(about or {})}
            draft.publish(facts, files, target)
        except BaseException:
            draft.discard()
            raise
        return Built(target, tuple(passed))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _must_be_new(target: Path) -> None:
    if target.exists():
        raise EditionError(f"{target}: expected a new name, found an edition of this name.")


def _pending(
    member: Member, hints: Hints, progress: Progress, passed: list[str], *, base: bool = False
) -> Pending | None:
    """The member recognised and its preamble read; None for a file that holds nothing for us."""
    try:
        for stream in _streams(member, progress):
            if importer := recognise(stream.head()):
                return Pending(member, importer, importer.read(stream, hints), base)
    except Broken as error:
        raise EditionError(sentence(member.shown, error)) from error
    if (member.given and not beside(member.name)) or promising(member.name):
        raise EditionError(f"{member.shown}: expected a published format, found none that is known.")
    passed.append(f"{member.shown}: no published format")
    return None


def _streams(member: Member, progress: Progress) -> list[Stream]:
    if member.workbook:
        return [Workbook(member.name, member.path, n, progress.read) for n in range(sheets(member.path))]
    return [TextStream(member.name, lambda: member.path.open("rb"), progress.read)]


def _default_name(taken: Sequence[Pending], files: Files) -> str:
    """The month of the newest release, and six digits of the checksums."""
    newest = max((s.effective for p in taken for s in p.kept()), default=0)
    text = "".join(sorted({sha for _, sha, _ in files.values()}))
    short = hashlib.sha256(text.encode()).hexdigest()[:6]
    return f"{newest // 10_000:04d}-{newest // 100 % 100:02d}-{short}"


class _Draft:
    """A file beside the editions that becomes one, or disappears."""

    def __init__(self, out: Path) -> None:
        try:
            out.mkdir(parents=True, exist_ok=True)
            handle, raw = tempfile.mkstemp(dir=out, prefix=".building-")
            os.close(handle)
        except OSError as error:
            reason = (error.strerror or "unknown").lower()
            raise EditionError(f"{out}: expected a folder that can be written, found {reason}.") from error
        self._path = Path(raw)
        self._writer = Writer(self._path)

    def fill(self, taken: Sequence[Pending], progress: Progress) -> Files:
        files: Files = {}
        for p in taken:
            progress.begin(p.member.name, p.member.octets)
            try:
                self._writer.add(p.kept()[0], p.records())
            except Broken as error:
                raise EditionError(sentence(p.member.shown, error)) from error
            except (sqlite3.Error, OSError) as error:
                raise EditionError(f"{p.member.shown}: expected to be written, found {error}.") from error
            identity = (p.member.name, p.member.sha256(), p.member.octets)
            files.update((id(s), identity) for s in p.kept())
        return files

    def publish(self, about: Mapping[str, str], files: Files, target: Path) -> None:
        """Whole and on disk under its name, or not there at all."""
        try:
            self._writer.finish(about, files)
            self._path.chmod(0o444)
            os.replace(self._path, target)
            folder = os.open(target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except Broken as error:
            raise EditionError(sentence(str(target), error)) from error
        except (sqlite3.Error, OSError) as error:
            raise EditionError(f"{target}: expected to be written, found {error}.") from error

    def discard(self) -> None:
        self._writer.discard()
