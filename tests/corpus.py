"""Where the corpus of real mails lies: CONSULTANT_CORPUS, or shared/corpus beside the repository."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(os.environ.get("CONSULTANT_CORPUS") or Path(__file__).parents[2] / "shared" / "corpus")

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS} (CONSULTANT_CORPUS)")


def cases(*sets: str, folder: Path = CORPUS) -> Iterator[tuple[Path, dict[str, Any]]]:
    """(file, case) of these sets, or of all."""
    for listing in sorted(folder.glob("*/cases.jsonl")):
        if not sets or listing.parent.name in sets:
            for line in listing.read_text("utf-8").splitlines():
                case = json.loads(line)
                yield listing.parent / case["file"], case
