"""The layout of what is pasted into a mail, made plain: a row of a table, a dotted leader, a tab or a column
of spaces between a label and its value becomes "Label: value", as most reports are typed."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from consultant.inquiry.boxes import alike, ticked
from consultant.inquiry.columns import cells_of, headed, is_heading

_BULLET = re.compile(
    r"^([ \t]*)(?:[\u00b7\u25aa\u25ab\u25cf\u25e6\u2023\u25a0\u00a7](?=\s)|o(?=[ \t]{2}))", re.M
)  # as writing programs set them
_HEADING = re.compile(r"^[ \t]*#{1,6}[ \t]+(?P<head>[^\n#]{2,60}?)[ \t]*#*$")
_BOLD = re.compile(r"\*\*(?=\S)([^*\n]{1,80}?)(?<=\S)\*\*")
_LEADER = re.compile(r"^(?P<key>[ \t]*[A-Za-z][^\n.:|]{0,40}?)[ \t]*(?:\.[ \t]?){4,}:?[ \t]*(?P<value>\S.*)$")
_TABBED = re.compile(r"^(?P<key>[ \t]*[A-Za-z][^\n\t:|]{0,40}?)[ ]*\t[ \t]*(?P<value>\S.*)$")
_COLUMN = re.compile(r"^(?P<key>[ \t]*[A-Za-z][\w/&#().'-]*(?: [\w/&#().'-]+){0,3}) {2,}(?P<value>\S.*)$")
_DASHED = re.compile(
    r"^(?P<key>[ \t]*[A-Za-z][\w/&.()']*(?: [\w/&.()']+){0,3}) (?:--|[-\u2013\u2014]) (?P<value>\S.*)$"
)
_ANSWERED = re.compile(  # "* payer?" or "Q1. Payer?", and "BCBS" or "-> BCBS" on the next line
    r"^[ \t]*(?:[*\u2022-]|Q\d{0,2}[.:)]?|\d{1,2}[.)](?=[^\n]*\n[ \t]*[-=]>))[ \t]+"
    r"(?P<asked>[^\n?]{3,80})\?[ \t]*\n[ \t]*(?:[-=]>|A\d{0,2}[.:)])?[ \t]*(?P<n>\d{1,3}(?=[,; ]|$))?"
    r"(?P<said>[^\n?*\u2022-][^\n?]{0,160})?$",
    re.M,
)
_OFFERS = re.compile(r"\bor\b", re.I)
_LABEL = re.compile(r"[A-Za-z][^:?]{0,40}")
_LEVEL = re.compile(r"[CTLS]\d{1,2}\b", re.I)
_PADDED = re.compile(r"^([ \t]*[A-Za-z][^\n:|]{0,40}?)[ \t]{2,}:[ \t]*(?=\S)", re.M)  # "Biopsies      : none"
_BY = re.compile(r"^([ \t]*[A-Za-z]+ by):[ \t]+", re.M)  # "Read by: Dr. Lee" is a sentence
_BLANK = re.compile(
    r"(?:[ \t]*\([^()\n]{1,60}\))?(?::[ \t]*|(?<=\w)[ \t]{2,})_{3,}"
)  # "Mode (thermal / pulsed): ____"
_PICK_LIST = re.compile(r"\{\{?[^{}\n|]{1,40}(?:\|[^{}\n|]{1,40})+\}\}?")  # of which nothing was picked
_DAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]* )?(?:\d{1,2}/\d{1,2}(?:/\d{2,4})?:? )"
_TIME = re.compile(  # "0905 ...", "09:05-09:33  ...", "Wed 11/11 07:50  ..."
    rf"\n[ \t]*(?P<day>{_DAY})?(?P<hour>[01]?\d|2[0-3]):?(?P<minute>[0-5]\d)"
    r"(?:\s?[-\u2013]\s?\d{1,2}:?\d\d)?[ \t]+(?=\S)",
    re.I,
)
_SPENT = re.compile(
    r"^(?P<row>\d\d:\d\d  [^\n:]*)(?::(?P<what>[^\n]*))?\((?P<minutes>\d{1,3} ?min[a-z]*\.?)\)[ \t]*$",
    re.M | re.I,
)
_YEARS = ("19", "20")
_MARKS = ("___", "|", "..", "\t", "  ", "**", "#", "by:", " - ", "--", "[x]", "[X]", "[ ]")
_RULED = " \t|:=-"  # of which the line below the head of a table is made
_PAIRED = 2  # so many questions with answers make a list of them
_TABLE = 3  # so many rows make a column of spaces


def plain(text: str) -> str:
    """`text` with one colon between each label and its value, and without the marks of a table."""
    text = _answers(alike(_logged(_BULLET.sub("\\1\u2022", text))))
    if not any(mark in text for mark in _MARKS):
        return text
    text = _BLANK.sub(": not documented", text) if "___" in text else text
    text = _PADDED.sub(r"\1: ", text)
    text = _BY.sub(r"\1 ", _PICK_LIST.sub("not documented", text))
    lines = _BOLD.sub(r"\1", text).split("\n") if "**" in text else text.split("\n")
    lines = ticked(lines)
    rows = [p for p in (_COLUMN, _DASHED) if sum(bool(p.match(line)) for line in lines) >= _TABLE]
    return "\n".join(_plain(lines, rows))


def _logged(text: str) -> str:
    """A log with the time of each entry as "09:05  ", by which the entries are told apart; a list of years
    is none."""
    times = list(_TIME.finditer(text))
    if len(times) < _TABLE or all(m["hour"] in _YEARS for m in times):
        return text
    mixed = not all(m["day"] for m in times)  # then a row with its day is of another one
    rows = _TIME.sub(lambda m: _stamped(m, apart=mixed and bool(m["day"])), text)
    return _SPENT.sub(lambda m: f"{m['row'].rstrip()}{_aside(m['what'])}, {m['minutes']}", rows)


def _answers(text: str) -> str:
    """A list of questions, each with its answer below, as labels with values ("payer: BCBS", "58 min")."""
    if "?\n" not in text or len(_ANSWERED.findall(text)) < _PAIRED:
        return text
    return _ANSWERED.sub(_answer, text)


def _answer(m: re.Match[str]) -> str:
    said = m["said"] or ""
    if _OFFERS.search(m["asked"]):
        return f"{m['n'] or ''}{said}"  # "planned, or a complication?" says neither
    return f"{m['n']} {m['asked']}{said}" if m["n"] else f"{m['asked']}: {said}"


def _aside(what: str | None) -> str:
    """What was done, behind who did it: one clause with its minutes."""
    return f",{what.rstrip()}" if what else ""


def _stamped(m: re.Match[str], *, apart: bool) -> str:
    """The time of an entry with its colon and two spaces; `apart`: the entry is of another day."""
    return f"\n{m['hour'].rjust(2, '0')}:{m['minute']}  {'another day: ' if apart else ''}"


def _plain(lines: list[str], rows: list[re.Pattern[str]]) -> Iterator[str]:
    headings: Sequence[str] | None = None  # of the table that the line stands in, if it stands in one
    for i, line in enumerate(lines):
        if not _in_table(line):
            headings = None
        if "|" in line or "---" in line:
            cells = cells_of(line) if line.strip(_RULED) else []
            first, headings = headings is None, headings or ()
            if first and is_heading(cells, _below(lines, i)):
                headings = cells
                yield " | ".join(cells)
            else:
                yield (headed(cells, headings) if headings else _row(line)) if cells else ""
        elif m := _HEADING.match(line):
            yield f"{m['head'].rstrip(':')}:"
        else:
            yield _labelled(line, _parted(line, rows))


def _in_table(line: str) -> bool:
    """Is it a row of a table, or a rule between its rows?"""
    return "|" in line or (bool(line) and not line.strip(_RULED))


def _below(lines: Sequence[str], at: int) -> list[list[str]]:
    """The cells of the rows of a table below its row `at`, without the rules between them."""
    rows = takewhile(_in_table, (lines[k] for k in range(at + 1, len(lines))))
    return [cells_of(line) for line in rows if line.strip(_RULED)]


def _parted(line: str, rows: list[re.Pattern[str]]) -> re.Match[str] | None:
    """The label and the value of a line, where dots, a tab or, in many `rows`, spaces or a dash part them."""
    found = _LEADER.match(line) if ".." in line else None
    found = found or (_TABBED.match(line) if "\t" in line else None)
    return found or next((m for p in rows if (m := p.match(line))), None)


def _row(line: str) -> str:
    """A row of two cells is a label with its value; one of more cells is a list of them."""
    cells = cells_of(line)
    if len(cells) == 2 and _LABEL.fullmatch(cells[0]) and not _LEVEL.match(cells[0]) and cells[1]:
        return _joined(cells[0], cells[1])
    return " | ".join(cells) if line.lstrip().startswith("|") else line


def _labelled(line: str, m: re.Match[str] | None) -> str:
    return line if not m or _LEVEL.match(m["key"].strip()) else _joined(m["key"], m["value"])


def _joined(key: str, value: str) -> str:
    return f"{key} {value}" if key.lower().endswith(" by") else f"{key}: {value}"
