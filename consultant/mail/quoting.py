"""What the sender wrote now, and what else stands in the text: earlier mail, a signature, a forwarded mail.

Every line ends up in exactly one passage, in order; nothing is deleted. One pass, each line looked at a
bounded number of times.
"""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from consultant.frozen import Frozen
from consultant.mail.between import answers_begin
from consultant.mail.earlier_header import header_block
from consultant.mail.html import SIGNATURE_ENDS
from consultant.mail.openers import (
    FORWARDED_SUBJECT,
    attribution,
    is_forward,
    is_original,
    is_rule,
)
from consultant.mail.signature import signature_start

_MARKED = re.compile(r"^[ \t]{0,3}(?:>|\|>)")
_MARKS = re.compile(r"^[ \t]{0,3}(?:\|?>[ \t]?)+")
_PIPE = re.compile(r"^[ \t]{0,3}\|[ \t]?(?!>)")
_WROTE = re.compile(r"\bwrote\b[^\n]{0,60}:[ \t]*$", re.I)
_ORNAMENT = re.compile(r"^[ \t>]*>[^<>]*<+\s*$")
_MORE_THAN = re.compile(r"^[ \t]*>\s?=?\s?\d")
_MUNGED = re.compile(r"^>From\s")
_LINK_PIECE = re.compile(r"^\s*(?:\(?https?://\S+|\S*[=/&%]\S*)\)?\s*>?\s*$")
_DELIMITER = re.compile(r"^--\s?$")
_SIGNED = 12  # lines, which hold a signature
_ASKS = re.compile(r"(?:\S+\s+){2}\S*\w\S*\?(?:\s|$)")
_INVITES = re.compile(r"\bquestions?\b[^?]*\?|\bneed (?:help|a)\b|https?:|\bdid you know\b|@", re.I)


class Kind(StrEnum):
    """Whose words a passage holds."""

    NEW = "new"
    QUOTED = "quoted"
    SIGNATURE = "signature"
    FORWARDED = "forwarded"


class Passage(Frozen):
    """Lines of one kind that stand together."""

    kind: Kind
    text: str


def passages(text: str, subject: str = "", name: str = "") -> tuple[Passage, ...]:
    """The text in passages. `subject` tells a forward from a reply, `name` is the sender's."""
    lines = _piped(text.split("\n"))
    kinds = _kinds(lines, bool(FORWARDED_SUBJECT.match(subject)))
    _sign(lines, kinds, name)
    return tuple(_together(lines, kinds))


def _piped(lines: list[str]) -> list[str]:
    """Lines that a client marks with "|" below "... wrote:", marked as the others do."""
    out: list[str] = []
    quoting = False
    for line in lines:
        bar = _PIPE.match(line)
        quoting = bool(bar and (quoting or (out and _WROTE.search(out[-1]))))
        out.append(f"> {line[bar.end() :]}" if quoting and bar else line)
    return out


def joined(found: Iterable[Passage], *kinds: Kind) -> str:
    """The text of these kinds, in order; marks of quotation removed from all but new text."""
    plain = (Kind.NEW, Kind.SIGNATURE)
    wanted = (p for p in found if p.kind in kinds)
    text = "\n".join(p.text if p.kind in plain else unmarked(p.text) for p in wanted)
    text = text.replace(SIGNATURE_ENDS, "")
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def unmarked(text: str) -> str:
    """Without the ">" at the beginning of lines."""
    return "\n".join(_MARKS.sub("", line) for line in text.split("\n"))


def _kinds(lines: list[str], forwards: bool) -> list[Kind]:
    """The kind of each line, signatures that are only guessed at still counted as new."""
    kinds: list[Kind] = []
    at, signing, quoted = 0, False, False
    while at < len(lines):
        line = lines[at]
        rest = _opens_the_rest(lines, at, forwards)
        if rest is Kind.QUOTED and (begin := answers_begin(lines, at)):
            kinds += [Kind.QUOTED] * (begin - at)
            at, signing, quoted = begin, False, True
            continue
        if rest is not None:
            return kinds + [rest] * (len(lines) - at)
        if _is_marked(lines, at, quoted):
            kinds += [Kind.QUOTED] * (_run(lines, at) - at)
            signing, quoted = False, True
        elif said := attribution(lines, at):
            marked = _next_is_marked(lines, at + said.lines)
            if said.own and (marked or said.sure):
                # The sender's words share the line: it becomes two.
                lines[at : at + 1] = [said.own, lines[at][len(said.own) :].lstrip(" -")]
                kinds.append(Kind.SIGNATURE if signing else Kind.NEW)
                at += 1
            if said.sure and not marked:
                return kinds + [Kind.QUOTED] * (len(lines) - at)
            if marked:
                kinds += [Kind.QUOTED] * (_run(lines, at + said.lines) - at)
                signing, quoted = False, True
            else:
                kinds.append(Kind.SIGNATURE if signing else Kind.NEW)
        else:
            signing = _signs(lines, at, signing)
            kinds.append(Kind.SIGNATURE if signing or line == SIGNATURE_ENDS else Kind.NEW)
        at = len(kinds)
    return kinds


def _opens_the_rest(lines: Sequence[str], at: int, forwards: bool) -> Kind | None:
    """Is everything from here on earlier mail?"""
    line = lines[at]
    if not line.strip():
        return None
    if is_forward(line):
        return Kind.FORWARDED
    if is_original(line):
        return Kind.FORWARDED if forwards else Kind.QUOTED
    below = at
    if is_rule(line):
        below = next((n for n in range(at + 1, min(at + 4, len(lines))) if lines[n].strip()), at)
    if not _MARKED.match(lines[below]) and header_block(lines, below):
        return Kind.FORWARDED if forwards else Kind.QUOTED
    return None


def _signs(lines: Sequence[str], at: int, signing: bool) -> bool:
    """Is this line in a signature that says so ("-- ", RFC 3676 section 4.3)?"""
    if signing or lines[at] == SIGNATURE_ENDS:
        return lines[at] != SIGNATURE_ENDS
    return bool(_DELIMITER.match(lines[at])) and not _asks_behind(lines, at)


def _asks_behind(lines: Sequence[str], at: int) -> bool:
    """Does something ask behind a delimiter, which then parts a report from the question about it?"""
    behind = lines[at + 1 : at + 1 + _SIGNED]
    return any(_ASKS.search(line) and not _INVITES.search(line) for line in behind)


def _is_marked(lines: Sequence[str], at: int, quoted: bool) -> bool:
    """A line of quoted mail, and not an ornament, ">50 % stenosis" or a From that a mailbox has marked."""
    line = lines[at]
    if not _MARKED.match(line):
        return False
    if (
        quoted
        or (at and _WROTE.search(lines[at - 1]))
        or (at + 1 < len(lines) and _MARKED.match(lines[at + 1]) and not _MORE_THAN.match(line))
    ):
        return True
    return not (_ORNAMENT.match(line[:400]) or _MORE_THAN.match(line) or _MUNGED.match(line))


def _next_is_marked(lines: Sequence[str], at: int) -> bool:
    """Is the next line that is not empty a marked one?"""
    for line in lines[at : at + 4]:
        if line.strip():
            return bool(_MARKED.match(line))
    return False


def _run(lines: Sequence[str], at: int) -> int:
    """The end of a run of marked lines, with the empty ones in and after it, and pieces of broken links."""
    end = at
    while end < len(lines):
        line = lines[end]
        if line.strip() and not _MARKED.match(line):
            goes_on = end + 1 < len(lines) and _MARKED.match(lines[end + 1])
            if not (goes_on and _LINK_PIECE.match(line[:2_000])):
                break
        end += 1
    return end


def _sign(lines: Sequence[str], kinds: list[Kind], name: str) -> None:
    """Mark the signature at the end of the last new passage."""
    last = next((n for n in range(len(kinds) - 1, -1, -1) if kinds[n] is Kind.NEW and lines[n].strip()), None)
    if last is None:
        return
    first = last
    while first > 0 and kinds[first - 1] is Kind.NEW:
        first -= 1
    start = signature_start(lines[first : last + 1], name)
    if start is not None:
        kinds[first + start : last + 1] = [Kind.SIGNATURE] * (last + 1 - first - start)


def _together(lines: Sequence[str], kinds: Sequence[Kind]) -> Iterable[Passage]:
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or kinds[at] is not kinds[start]:
            yield Passage(kind=kinds[start], text="\n".join(lines[start:at]))
            start = at
