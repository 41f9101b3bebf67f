"""Tables with a row of headings: a bare value below one is read with it ("3" below "Views" is "3 Views")."""

import re
from collections.abc import Sequence

_HEADING = re.compile(r"(?:#|(?:no|nr)\.?|number|[A-Za-z#][A-Za-z /&().,#-]{0,44})")
_KNOWN = frozenset(  # words of which headings of such tables are made
    "# no nr number pt patient patients case claim chart line item date dos exam exams study studies "
    "sequence sequences gadolinium gad dye procedure procedures service services description code codes "
    "cpt hcpcs charge view views contrast guidance imaging side sides laterality region area joint joints "
    "level levels site sites disc discs unit units qty modifier modifiers mod provider doctor payer "
    "insurance notes comment comments note diagnosis dx minutes time what lesion lesions technique "
    "injection injections drug dose amount film films body part interspace interspaces who read order "
    "ordered done performed report".split()
)
_WORDS = re.compile(r"[a-z]+|#")
_NUMBER = re.compile(r"(?P<n>\d{1,3})(?P<rest>$|\s*[,;(].*)")
_BARE = re.compile(r"(?:no|none|nil|yes|y|n|not (?:given|done|used)|n/?a)\b.*", re.I)
_KIND = re.compile(r"new|est(?:ab(?:lished)?)?", re.I)  # of patient
_COUNTING = re.compile(r"^(?:#|no\.?|number|count)\s*(?:of\s+)?|\s*\(?#\)?$", re.I)
_CODES = re.compile(r"(?:[A-V]?\d{4,5}[A-Z]?(?:-[A-Z\d]{2})?(?:\s*x\s*\d)?[\s,+/&]*)+")
_CASE = re.compile(r"(?:pt|patient|case|claim|chart|encounter|visit|row)\s*(?:#|no\.?)?", re.I)
_MARK = re.compile(r"(?:(?:pt|patient|case|claim|chart)\s*)?#?(?P<mark>\d{1,2}|[A-H])\.?", re.I)


def cells_of(line: str) -> list[str]:
    """The cells of a row, without its outer bars."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def is_heading(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Are these the headings of a table with the rows `below`? Two columns may be labels with their values,
    and are headed only where every value is bare."""
    if len(cells) < 2 or not below or not all(_HEADING.fullmatch(cell) for cell in cells):
        return False
    if len(cells) == 2:
        return all(
            len(row) == 2 and any(p.fullmatch(row[1]) for p in (_NUMBER, _BARE, _CODES)) for row in below
        )
    known = sum(not _KNOWN.isdisjoint(_WORDS.findall(cell.lower())) for cell in cells)
    return 2 * known > len(cells) and 1 < len(below[0]) <= len(cells)


def headed(cells: Sequence[str], headings: Sequence[str]) -> str:
    """A row as a line of text, each bare value with the heading of its column; a row that its first cell
    marks as a patient's or a claim's is a case."""
    mark = _MARK.fullmatch(cells[0]) if _CASE.fullmatch(headings[0]) else None
    named = (_named(cell, head) for cell, head in zip(cells, headings, strict=False))
    if mark:
        return f"Case {mark['mark']}: {' | '.join(one for one in [*named][1:] if one)}"
    return " | ".join(named)


def _named(cell: str, heading: str) -> str:
    """A cell with its heading where it says nothing by itself: a number, "none", "yes"."""
    what = _COUNTING.sub("", heading).strip()
    if what and (m := _NUMBER.fullmatch(cell)):
        return f"{m['n']} {what}{m['rest']}"
    if _KIND.fullmatch(cell) and len(heading.split()) == 1:
        return f"{cell} {heading}"
    return f"{heading}: {cell}" if _BARE.fullmatch(cell) else cell
