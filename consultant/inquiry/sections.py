"""Which section of an operative note or a radiology report a sentence stands in."""

import re
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from consultant.inquiry.words import Sentence

# A scan is fast when it begins with few characters: a line break is put before the text.
_LINE = re.compile(
    r"[\n\"\u201c ](?:(?<! )|(?<=[.;:] ))[ \t]*+"
    r"(?P<head>[A-Za-z][A-Za-z /&.-]{1,40}+)(?:#?\d{1,2})?[ \t]*+(?P<end>:|(?=\n))"
)


_SHORTEST = 6  # letters of a heading that may be mended
_MOST_REMEMBERED = 10_000
_WITHIN = "within"  # headings that only part a section ("FINDINGS: Lumbar: ...")


class Sections:
    """Knows the headings. A section ends at the next heading or at an empty line before a question."""

    def __init__(self, headings: Mapping[str, Sequence[str]]) -> None:
        self._near: dict[str, str] = {}
        self._kind = {phrase: kind for kind, phrases in headings.items() for phrase in phrases}
        self._heads = list(self._kind)

    def of(self, text: str, parts: Sequence[Sentence]) -> list[str | None]:
        """The section of each sentence, None outside of any report."""
        marks = list(self._marks("\n" + text))
        out: list[str | None] = []
        current: str | None = None
        at = 0
        end = 0
        for part in parts:
            while at < len(marks) and marks[at][0] < part.end:
                if marks[at][2] != _WITHIN:
                    current, end = marks[at][2], marks[at][1]
                at += 1
            if current == "" or (current and _left(text, end, part)):
                current = None
            out.append(current)
            if current:
                end = max(end, part.end)
        return out

    def _marks(self, lined: str) -> Iterator[tuple[int, int, str]]:
        """Where each heading begins and ends in the text without the line break before it, and its kind."""
        for m in _LINE.finditer(lined):
            if m["end"] or _shouts(m["head"]):
                at, kind = self._ending(m["head"])
                if kind or _begins_line(lined, m):
                    yield m.start("head") - 1 + at, m.end() - bool(m["end"]), kind

    def _named(self, head: str) -> str:
        words = " ".join(re.sub(r"[/.-]", " ", head).lower().split())
        found = self._kind.get(words)
        return self._mended(words) if found is None else found

    def _mended(self, words: str) -> str:
        """The kind of a heading with a letter wrong ("HISqORY"); "" when none is near."""
        if len(words) < _SHORTEST:
            return ""
        if words not in self._near:
            near = extractOne(words, self._heads, scorer=OSA.distance, score_cutoff=1, processor=None)
            if len(self._near) >= _MOST_REMEMBERED:
                self._near.clear()
            self._near[words] = self._kind[near[0]] if near else ""
        return self._near[words]

    def _ending(self, head: str) -> tuple[int, str]:
        """Where in `head` a known heading begins, for "Images saved. Past: ...", and its kind."""
        at = head.rfind(". ") + 2
        kind = self._named(head[at:]) if at > 1 else ""
        return (at, kind) if kind else (0, self._named(head))


def _shouts(head: str) -> bool:
    """A heading without a colon ends in capitals."""
    last = head.rstrip()[-4:]
    return len(last) == 4 and last.isalpha() and last.isupper()


def _begins_line(text: str, m: re.Match[str]) -> bool:
    """A heading that is not known ends the section before it, when it stands like one: at the
    beginning of a line, in capitals or in a word or two."""
    alone = "\n" in text[max(0, m.start("head") - 3) : m.start("head")]
    return alone and (m["head"].isupper() or len(m["head"].split()) < 3)


def _left(text: str, end: int, part: Sentence) -> bool:
    """The report is over when, after an empty line, the sender asks something again."""
    return part.asks and "\n\n" in text[end : part.start + 1].replace("\r", "")
