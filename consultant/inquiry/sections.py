"""Which section of an operative note or a radiology report a sentence stands in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consultant.inquiry.headings import Headings
from consultant.inquiry.words import Sentence

_BRIEF = (
    "order",
    "request",
    "schedul",
    "auth",
    "book",
)  # "Order: CT with contrast. None was given."
_CONSENT = "consent"
_PARTED = frozenset(("findings", "impression"))  # sections with headings of their own below them
_VALUES = frozenset(
    "diagnosis history comparison planned undone".split()
)  # at most a paragraph beside its label
_NOTED = re.compile(r"diagnos[ei]s|\bdx\b|\bindications?\b", re.I)
_NARRATED = re.compile(  # a diagnosis of a line has no such sentence
    r"(?:the|patient|pt|prone|supine|under|using|after|informed|consent|following|she|he|we|i)\b", re.I
)
_BEGUN = re.compile(  # what a note of a procedure begins with, whatever heading it lacks
    r"(?:(?:informed|written|verbal|signed|the|procedural)\s+){0,2}(?:consent|time[- ]?out)\b"
    r"|after\s+(?:\w+\s+){0,2}(?:consent|time[- ]?out|risks|discussing|explaining)\b"
    r"|with\s+the\s+patient\s+(?:\w+\s+){0,2}(?:prone|supine|sitting|seated|lateral|on)\b"
    r"|(?:prone|supine)\b(?!\s+films?)"
    r"|(?:the\s+)?(?:patient|pt|she|he)\s+was\s+(?:then\s+)?"
    r"(?:placed|positioned|brought|taken to|prepped|draped|turned|laid|lying|put)\b"
    r"|(?:the\s+)?(?:\w+\s+){1,3}(?:was|were)\s+(?:sterilely\s+)?(?:prepped|draped|cleaned|cleansed|anesthetized)\b"
    r"|(?:under|using|with)\s+(?:\w+\s+){0,2}(?:sterile|aseptic|fluoro\w*|ct|ultrasound|sonographic|local|sedation)\b",
    re.I,
)
_PAST = frozenset(("history", "comparison"))
_STEP = re.compile(r"1[.)]\s(?<=\n...)")
_ASKS = re.compile(r"\w\?(?=\s|\Z)")
_NOTE = re.compile(r"\([^()]*\)")
_GAP = re.compile(r"[ \t]{2,}")
_PLANNED = "planned"  # the one label of a mail in running prose: "Plan: an ESI in May. Today ..."
_WITHIN = "within"  # headings that only part a section ("FINDINGS: Lumbar: ...")


class Sections:
    """A section ends at the next heading, or at an empty line before a question."""

    def __init__(self, headings: Mapping[str, Sequence[str]]) -> None:
        self._headings = Headings(headings)

    def of(self, text: str, parts: Sequence[Sentence]) -> list[str | None]:
        """The section of each sentence, None outside of any report."""
        marks = self._headings.find(text)
        out: list[str | None] = []
        now = _Open()
        at = 0
        plain = not text.isupper()  # where all is in capitals, headings are not loud
        for part in parts:
            while at < len(marks) and marks[at][0] < part.end:
                now = _after(text, now, marks[at], plain)
                now.brief = now.brief or (now.kind == _PLANNED and now.beside and len(marks) == 1)
                at += 1
            now.leave(text, part)
            out.append(now.kind)
            if now.kind:
                now.end = max(now.end, part.end)
            if now.brief and text[part.end - 1] != ";" and not (now.risks and _goes_on(text, part.end)):
                now.kind, now.brief = None, False
        return out


@dataclass
class _Open:
    """The section that is open while the sentences are read."""

    kind: str | None = None
    end: int = 0
    brief: bool = False  # does it end with its first sentence?
    beside: bool = False  # does it begin on the line of its heading?
    loud: bool = False  # is its heading in capitals, so that others part it and do not end it?
    noted: bool = False  # is it a diagnosis, which a line holds?
    risks: bool = False  # is it a consent, the risks of which are told behind it in its line?

    def leave(self, text: str, part: Sentence) -> None:
        """Close it when the sentence no longer belongs to it: an empty line, what was done."""
        over = self.kind in _VALUES and self.beside and self._value_over(text, part)
        if over or self.kind == "" or (self.kind and _left(text, self.end, part)):
            self.kind = None

    def _value_over(self, text: str, part: Sentence) -> bool:
        """Is the sentence behind the value of a label ("Diagnosis: pain", an empty line or "1.")?"""
        lined = _lined(text, self.end, part) if self.noted or self.kind in _PAST else False
        return _over(text, self.end, part) or (lined and (self.noted or bool(_BEGUN.match(text, part.start))))


def _after(text: str, now: _Open, mark: tuple[int, int, str], plain: bool) -> _Open:
    """What is open behind a heading, which may only part the section that it stands in."""
    start, stop, kind = mark
    shouts = plain and _NOTE.sub("", text[start:stop].rstrip(" \t:")).isupper()
    open_ = now.kind in _PARTED and not shouts and (now.loud or not now.beside)
    if kind == _WITHIN or (not kind and open_):
        return now
    beside = text[stop : stop + 24].strip(" \t:")[:1] not in ("", "\n")
    noted = _NOTED.search(text, start, stop) is not None
    head = _GAP.split(text[start:stop].lower())[-1]
    risks = head.startswith(_CONSENT)
    brief = not shouts and (risks or head.startswith(_BRIEF))
    return _Open(kind, stop, brief, beside, shouts, noted, risks)


def _goes_on(text: str, end: int) -> bool:
    """Does the line go on behind `end`?"""
    stop = text.find("\n", end)
    return bool(text[end : stop if stop >= 0 else len(text)].strip())


def _parted(text: str, end: int, part: Sentence) -> bool:
    """Does an empty line stand between `end` and the sentence?"""
    return "\n\n" in text[end : part.start + 1].replace("\r", "")


def _over(text: str, end: int, part: Sentence) -> bool:
    """Has the value of a label ended: with an empty line, or where the steps of a procedure begin?"""
    return _parted(text, end, part) or bool(_STEP.match(text, part.start))


def _lined(text: str, end: int, part: Sentence) -> bool:
    """Does the sentence begin a line of its own behind one that was finished?"""
    if "\n" not in text[end : part.start] or not text[part.start].isupper():
        return False
    return text[end - 1 : end] == "." or bool(_NARRATED.match(text, part.start))


def _left(text: str, end: int, part: Sentence) -> bool:
    """The report is over when, after an empty line, the sender asks something again."""
    if not _parted(text, end, part):
        return False
    stop = text.find("\n\n", part.start)
    return part.asks or bool(_ASKS.search(text, part.start, stop if stop >= 0 else len(text)))
