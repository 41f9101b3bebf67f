"""The mails of a quoted thread, parted where a mail program's lines introduce the next."""

import re
from collections.abc import Iterator, Sequence

from consultant.frozen import Frozen
from consultant.mail.earlier_header import header_block, header_end, written_by
from consultant.mail.openers import attribution, is_forward, is_original, is_rule

_WHEN = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
    r"|\b(?:on|at|[ap]m|wrote)\b|[^\w@]|\d|_",
    re.I,
)
_FIELDS = 2  # that tell of an earlier mail, where earlier mail is known to stand


class Earlier(Frozen):
    """One mail of a thread: `writer` is the line that says who wrote it, in lower case, "" where it names
    nobody or there is none."""

    writer: str
    text: str


def thread(quoted: str) -> tuple[Earlier, ...]:
    """The mails that stand in a quotation (its marks removed), in the order in which they stand."""
    return tuple(mail for mail in _parted(quoted.split("\n")) if mail.writer or mail.text)


def oldest_first(mails: Sequence[Earlier]) -> str:
    """What the mails say, in the order they were written, without the lines that introduce them."""
    return "\n\n".join(mail.text for mail in reversed(mails) if mail.text)


def _parted(lines: Sequence[str]) -> Iterator[Earlier]:
    writer, own, at = "", 0, 0
    while at < len(lines):
        found = _introduction(lines, at)
        if found is None:
            at += 1
            continue
        yield _mail(writer, lines[own:at])
        writer, own = found
        at = own
    yield _mail(writer, lines[own:])


def _mail(writer: str, lines: Sequence[str]) -> Earlier:
    named = _WHEN.sub("", writer)
    text = "\n".join(lines).strip()
    return Earlier(writer=writer.strip().lower() if named else "", text=text)


def _introduction(lines: Sequence[str], at: int) -> tuple[str, int] | None:
    """(who wrote the mail that begins here, the number of its first line), or None."""
    header = _behind_rule(lines, at)
    if header_block(lines, header, _FIELDS):
        return written_by(lines[header]), header_end(lines, header)
    if (said := attribution(lines, at)) is not None and not said.own:
        return " ".join(line.strip(" \t>*") for line in lines[at : at + said.lines]), at + said.lines
    return None


def _behind_rule(lines: Sequence[str], at: int) -> int:
    """The next line that says something, where a line only parts mails ("-----Original Message-----")."""
    line = lines[at]
    if not (is_rule(line) or is_original(line) or is_forward(line)):
        return at
    return next((n for n in range(at + 1, min(at + 4, len(lines))) if lines[n].strip()), at)
