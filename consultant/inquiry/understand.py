"""Subject, new text and quoted text in, an Inquiry out. Plain strings: this room knows no email."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from consultant.inquiry.dictated import marked
from consultant.inquiry.handed import handed_over, hands_over
from consultant.inquiry.identifiers import identifiers
from consultant.inquiry.inquiry import Inquiry, Question
from consultant.inquiry.items import ASKING
from consultant.inquiry.layout import plain
from consultant.inquiry.mention import Assertion, Mention
from consultant.inquiry.questions import split
from consultant.inquiry.reading import Reader, Reading

_YES = r"(?:yes|yep|yeah|no|nope)\b"
_BARE = re.compile(rf"\s*(?:\(?1[.):]?\s*{_YES}|{_YES}(?!\W+thank))", re.I)
_RE = re.compile(r"^\s*(?:(?:re|fwd?|aw|sv|wg|tr|rv|fw)\s*(?:\[\d+\])?:\s*)+", re.I)
_THREAD = re.compile(r"^\s*(?:fwd?|wg|tr)\s*:\s*(?:re|aw|sv|rv)\s*(?:\[\d+\])?:", re.I)
_INTRODUCED = re.compile(r"\b(?:wrote|writes|schrieb|[ée]crit)\b|^\W*(?:from|sent|von|de)\s*:", re.I | re.M)
_REPORT = frozenset(("procedure", "findings"))  # sections that only a report has
_NOT_HERE = (Assertion.ELSEWHERE, Assertion.HISTORICAL)
_FORWARDED = re.compile(r"^\s*(?:fwd?|wg|tr)\s*:", re.I)


class _Head(NamedTuple):
    """A subject: its words without "Re:", whether it is that of a reply, and of what is forwarded."""

    words: str
    replied: bool
    forwarded: bool

    def after(self) -> int:
        """Where the sender's own words begin: behind a subject that only names a thread."""
        return len(self.words) if self.replied else 0


class _Read(NamedTuple):
    """What the questions are read from, what lends them context, where the sender's own words end if a
    quotation is read with them, and whether it is `handed` on as the case."""

    reading: Reading
    before: Reading
    own: int | None
    handed: bool


def understand(reader: Reader, subject: str, text: str, quoted: str = "", *, handed: bool = False) -> Inquiry:
    """What the mail asks. The subject counts as its first sentence; quoted text only lends context, or tells
    the case where it is a thread of others that is `handed` on."""
    head = _head(subject)
    read = _read(reader, head, marked(plain(text)), marked(plain(quoted)), handed)
    questions = split(read.reading, head.after(), read.own)
    if read.handed:
        questions = handed_over(questions, read.before)
    return _inquiry(head, read, questions)


def _head(subject: str) -> _Head:
    forwarded = bool(_FORWARDED.match(subject))
    # what is forwarded is asked here, unless it is a thread that is forwarded
    replied = bool(_RE.match(subject)) and (not forwarded or bool(_THREAD.match(subject)))
    words = _RE.sub("", " ".join(subject.split()))
    return _Head(words, replied, forwarded)


def _told(before: Reading) -> tuple[Mention, ...]:
    """What a quoted mail says, without what its questions offer ("a first operation, or a second?")."""
    offers = {
        i for i, s in enumerate(before.sentences) if s.asks and " or " in before.text[s.start : s.end].lower()
    }
    return tuple(m for m in before.mentions if m.kind not in ("axis", "weak") or m.sentence not in offers)


def _read(reader: Reader, head: _Head, text: str, quoted: str, handed: bool) -> _Read:
    """The new text alone, or with what it points to."""
    document = _document(head.words, text)
    reading, before = reader.read(document), reader.read(quoted)
    handed = handed and hands_over(reading, before, head.after())
    if handed and any(s.asks and s.start >= head.after() for s in reading.sentences):
        return _Read(reading, before, None, True)
    silent = not head.replied and _says_nothing(reading, before, len(head.words) if head.forwarded else 0)
    if silent or _points_below(reading, before, head.forwarded):
        whole = reader.read(_document(head.words, f"{text}\n\n{quoted}"))
        return _Read(whole, reader.read(""), len(document), False)
    return _Read(reading, before, None, handed)


def _inquiry(head: _Head, read: _Read, questions: Sequence[Question]) -> Inquiry:
    reading, before = read.reading, read.before
    goes_on = _goes_on(reading, before, head.after())
    mentions = reading.mentions
    instructs = [m for m in mentions if m.kind == "intent" and m.name == "instruct"]
    own = {c.value for c in reading.codes}
    return Inquiry(
        text=reading.text,
        questions=tuple(q for q in questions if q.says_something()) or tuple(questions[:1]),
        intents=tuple(dict.fromkeys(m.name for m in mentions if m.kind == "intent")),
        codes=reading.codes,
        quoted_codes=tuple(c for c in before.codes if c.value not in own),
        quoted=() if read.handed else _told(before),
        handed=read.handed,
        aside=reading.aside,
        near=reading.near,
        identifiers=identifiers(reading.text),
        domain=_about_coding(reading, head.after()) or goes_on or read.handed,
        goes_on=goes_on,
        instructs=bool(instructs),
        subject_end=head.after(),
        instructions_only=bool(instructs) and not _asks_beside(reading, {m.sentence for m in instructs}),
    )


def _points_below(reading: Reading, before: Reading, forwarded: bool) -> bool:
    """ "Please see below": is the case in the mail that is forwarded, in a report quoted, or in what is
    set in and introduced by nobody's name?"""
    below = (m for m in reading.mentions if m.kind == "intent" and m.name == "below")
    pointed = any(m.assertion not in _NOT_HERE for m in below)  # not "settled, see below"
    inset = bool(before.text) and not _INTRODUCED.search(before.text)
    report = not _REPORT.isdisjoint(before.sections)
    return (pointed and (forwarded or inset or report)) or (inset and report)


def _says_nothing(reading: Reading, before: Reading, forwarded: int) -> bool:
    """Is the service named only in what the mail quotes, as a report that is indented? The subject of a
    mail that is `forwarded` is that of what stands below; where it ends is then told."""
    named = ("term", "act", "modifier")
    said = [m for m in reading.mentions if m.start >= forwarded]
    own = any(m.kind in named or (m.kind == "weak_term" and m.owner) for m in said)
    own = own or (bool(reading.codes) and not forwarded)
    return not own and any(m.kind == "term" for m in before.mentions)


def _about_coding(reading: Reading, after: int) -> bool:
    """Does anything behind `after` (the subject of a reply) speak of coding?"""
    words = ("term", "weak_term", "domain", "topic", "modifier")
    behind = [m for m in reading.mentions if m.start >= after]
    acts = {(m.owner, m.value) for m in behind if m.kind == "act"}
    both = len(acts) > len({owner for owner, _ in acts})  # "A injected, B read"
    spoken = both or any(m.kind in words for m in behind)
    return spoken or any(c.start >= after for c in reading.codes)


def _goes_on(reading: Reading, before: Reading, after: int) -> bool:
    """Does the new text (behind `after`) answer, add to or ask about a quoted mail that speaks of coding?"""
    adds = ("axis", "region", "level", "act", "count", "restated", "also")
    told = any(
        m.start >= after and (m.kind in adds or (m.kind == "intent" and m.name == "followup"))
        for m in reading.mentions
        if m.value != "unsaid"
    )
    headed = any(m.kind == "term" and m.start < after for m in reading.mentions)
    spoken = _about_coding(before, 0) or headed  # "Re: Right L4-5 TFESI", nothing quoted
    return (told or bool(_BARE.match(reading.text, after))) and spoken


def _document(subject: str, text: str) -> str:
    """Subject and text as one; a subject ends its sentence."""
    return f"{subject}\n\n{text}" if subject else text


def _asks_beside(reading: Reading, commanded: set[int]) -> bool:
    """Is there a question in a sentence that gives no instruction?"""
    for m in reading.mentions:
        if m.sentence not in commanded and m.kind == "intent" and m.name in ASKING:
            return True
    return False
