"""A mail's octets taken apart into its parts (RFC 2045, 2046), within limits.

Ours and not `email.feedparser`, which goes line by line and takes half a minute for ten megabytes of
empty lines. Every step here is one search over the octets of its own part, none is copied until it is
decoded, and depth and number of parts are bounded: the work is at most size times nesting, in C.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from consultant.mail.field import field_text, parameters, unfolded
from consultant.mail.head import Field, begins_with_field, head
from consultant.mail.limits import Ledger
from consultant.mail.transfer import decoded

_TYPE = re.compile(r"\s*([\w!#$&^.+-]+)\s*/\s*([\w!#$&^.+-]+)")
_LEADING = re.compile(rb"\n*")
_DASHED = re.compile(rb"^--([^\n]{1,200}?)[ \t]*$", re.M)
_DELIMITER = re.compile(rb"^--([^\n]{1,200}?)[ \t]*\n(?=content-)", re.M | re.I)
"""Where another boundary is named, two dashes alone may be anybody's."""
_MOST_REJECTED = 2_000


@dataclass(slots=True)
class Part:
    """One part: `kind` is its content type in lower case, `octets` what it holds, decoded on demand."""

    fields: list[Field]
    kind: str
    parameters: dict[str, str]
    disposition: str
    filename: str
    content: bytes
    children: list["Part"] = field(default_factory=list)

    def octets(self) -> bytes:
        """The content with its transfer encoding undone, as far as it can be."""
        encoding = _first(self.fields, "content-transfer-encoding").decode("ascii", "replace").lower()
        return decoded(self.content, encoding.partition(";")[0].partition("(")[0].strip(" \t\"'"))

    def value(self, name: str) -> str:
        """The text of the first field of that name; "" if there is none."""
        return field_text(_first(self.fields, name))


def take_apart(raw: bytes, ledger: Ledger) -> Part:
    """The tree of a whole mail."""
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lead = _LEADING.match(raw)
    start = lead.end() if lead else 0
    if start and not begins_with_field(raw, start):
        start = 0
    return _part(raw, start, len(raw), 0, "text/plain", ledger)


def leaves(part: Part) -> Iterator[Part]:
    """Every part that holds no parts, in order."""
    stack = [part]
    while stack:
        here = stack.pop()
        if here.children:
            stack += reversed(here.children)
        else:
            yield here


def _part(raw: bytes, start: int, end: int, depth: int, usual: str, ledger: Ledger) -> Part:
    fields, body = head(raw, start, end, ledger)
    kind, given = _content_type(fields, usual)
    disposition, more = parameters(unfolded(_first(fields, "content-disposition")))
    part = Part(
        fields=fields,
        kind=kind,
        parameters=given,
        disposition=disposition.lower(),
        filename=field_text((more.get("filename") or given.get("name") or "").encode())[:255],
        content=b"",
    )
    ledger.parts += 1
    if kind.startswith("multipart/"):
        _fill(part, raw, body, end, depth, ledger)
    if not part.children:
        part.content = raw[body:end]
    return part


def _fill(part: Part, raw: bytes, start: int, end: int, depth: int, ledger: Ledger) -> None:
    if depth >= ledger.limits.nesting:
        ledger.trip(f"parts nested more than {ledger.limits.nesting} deep")
        return
    if not ledger.may_search(end - start):
        return
    boundary = part.parameters.get("boundary", "").encode("utf-8", "replace").rstrip()
    usual = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
    if not boundary:
        boundary = _guessed(raw, start, end, _DASHED)
    elif raw.find(b"--" + boundary, start, end) < 0:
        boundary = _guessed(raw, start, end, _DELIMITER)
    for first, last in _spans(raw, start, end, boundary):
        if ledger.parts >= ledger.limits.parts:
            ledger.trip(f"more than {ledger.limits.parts} parts")
            return
        part.children.append(_part(raw, first, last, depth + 1, usual, ledger))


def _spans(raw: bytes, start: int, end: int, boundary: bytes) -> Iterator[tuple[int, int]]:
    """What stands between one delimiter line and the next (RFC 2046 section 5.1.1)."""
    if not boundary:
        return
    mark, at, first, rejected = b"--" + boundary, start, -1, 0
    while rejected < _MOST_REJECTED and (hit := raw.find(mark, at, end)) >= 0:
        line_end = raw.find(b"\n", hit, end)
        line_end = end if line_end < 0 else line_end
        rest = raw[hit + len(mark) : min(line_end, hit + len(mark) + 80)].strip()
        at = hit + len(mark)
        if (hit > start and raw[hit - 1] != 10) or rest not in (b"", b"--"):
            rejected += 1  # inside a line, or the beginning of a longer boundary
            continue
        if first >= 0:
            yield first, max(first, hit - 1)
        first = line_end + 1 if rest == b"" else -1
        if rest == b"--":
            return
    if 0 <= first <= end:
        yield first, end  # it was never closed


def _guessed(raw: bytes, start: int, end: int, delimiter: re.Pattern[bytes]) -> bytes:
    """The boundary of a multipart that does not name it: its first line that looks like a delimiter."""
    found = delimiter.search(raw, start, min(end, start + 65_536))
    return found[1] if found else b""


def _content_type(fields: list[Field], usual: str) -> tuple[str, dict[str, str]]:
    value, given = parameters(unfolded(_first(fields, "content-type")))
    kind = _TYPE.match(value)
    if kind is None:
        lone = value.lower().strip()
        return ("text/html" if lone == "html" else "text/plain" if lone else usual), given
    return f"{kind[1]}/{kind[2]}".lower(), given


def _first(fields: list[Field], name: str) -> bytes:
    return next((value for key, value in fields if key == name), b"")
