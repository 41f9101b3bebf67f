"""Which section of an operative note or a radiology report a sentence stands in."""

import re
from collections.abc import Mapping, Sequence

from consultant.inquiry.headings import Headings
from consultant.inquiry.words import Sentence

_BRIEF = (
    "order",
    "request",
    "schedul",
    "auth",
    "consent",
    "book",
)  # "Order: CT with contrast. None was given."
_PARTED = frozenset(("findings", "impression"))  # sections with headings of their own below them
_VALUES = frozenset(
    "diagnosis history comparison planned undone".split()
)  # at most a paragraph beside its label
_STEP = re.compile(r"1[.)]\s(?<=\n...)")
_ASKS = re.compile(r"\w\?(?=\s|\Z)")
_WITHIN = "within"  # headings that only part a section ("FINDINGS: Lumbar: ...")


class Sections:
    """A section ends at the next heading, or at an empty line before a question."""

    def __init__(self, headings: Mapping[str, Sequence[str]]) -> None:
        self._headings = Headings(headings)

    def of(self, text: str, parts: Sequence[Sentence]) -> list[str | None]:
        """The section of each sentence, None outside of any report."""
        marks = self._headings.find(text)
        out: list[str | None] = []
        current: str | None = None
        brief = False  # does the section end with its first sentence?
        beside = False  # does the section begin on the line of its heading?
        loud = False  # is the heading of the section in capitals, so that others part it and do not end it?
        at = 0
        end = 0
        plain = not text.isupper()  # where all is in capitals, headings are not loud
        for part in parts:
            while at < len(marks) and marks[at][0] < part.end:
                start, stop, kind = marks[at]
                shouts = plain and text[start:stop].rstrip(" \t:").isupper()
                open_ = current in _PARTED and not shouts and (loud or not beside)
                parts_it = kind == _WITHIN or (not kind and open_)
                if not parts_it:
                    current, end, loud = kind, stop, shouts
                    beside = text[stop : stop + 24].strip(" \t:")[:1] not in ("", "\n")
                    brief = not shouts and text[start:stop].lower().startswith(_BRIEF)
                at += 1
            if current == "" or (current and _left(text, end, part)):
                current = None
            elif current in _VALUES and beside and _over(text, end, part):
                current = None  # "Diagnosis: pain", an empty line or "1.", and what was done
            out.append(current)
            if current:
                end = max(end, part.end)
            if brief and text[part.end - 1] != ";":
                current, brief = None, False
        return out


def _parted(text: str, end: int, part: Sentence) -> bool:
    """Does an empty line stand between `end` and the sentence?"""
    return "\n\n" in text[end : part.start + 1].replace("\r", "")


def _over(text: str, end: int, part: Sentence) -> bool:
    """Has the value of a label ended: with an empty line, or where the steps of a procedure begin?"""
    return _parted(text, end, part) or bool(_STEP.match(text, part.start))


def _left(text: str, end: int, part: Sentence) -> bool:
    """The report is over when, after an empty line, the sender asks something again."""
    if not _parted(text, end, part):
        return False
    stop = text.find("\n\n", part.start)
    return part.asks or bool(_ASKS.search(text, part.start, stop if stop >= 0 else len(text)))
