"""A mail's octets taken apart into its parts (RFC 2045, 2046), within limits.

Ours and not `email.feedparser`, which goes line by line and takes half a minute for ten megabytes of
empty lines. Every step here is one search over the octets of its own part, none is copied until it is
decoded, and depth and number of parts are bounded: the work is at most size times nesting, in C.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from consultant.mail.field import base64_octets, field_text, parameters, unfolded
from consultant.mail.limits import Ledger

_NAME = re.compile(rb"([!-9;-~]+)[ \t]*:")
_USUAL = re.compile(
    rb"received|return-path|from|to|cc|subject|date|message-id|reply-to|sender|in-reply-to|references|mime-version|"
    rb"content-[a-z-]+|x-[!-9;-~]+|dkim-signature|delivered-to|list-[a-z]+|user-agent|importance|precedence",
    re.I,
)
_TYPE = re.compile(r"\s*([\w!#$&^.+-]+)\s*/\s*([\w!#$&^.+-]+)")
_NO_LETTER = re.compile(rb"[^A-Za-z0-9+/=]")
_LEADING = re.compile(rb"\n*")
_DASHED = re.compile(rb"^--([^\n]{1,200}?)[ \t]*$", re.M)
_MOST_REJECTED = 2_000
_MOST_LINES = 250_000

Field = tuple[str, bytes]


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
        encoding = encoding.partition(";")[0].partition("(")[0].strip(" \t\"'")
        if encoding == "base64" and _is_base64(self.content):
            return base64_octets(self.content)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.content)
        if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
            return _uudecoded(self.content)
        return self.content

    def value(self, name: str) -> str:
        """The text of the first field of that name; "" if there is none."""
        return field_text(_first(self.fields, name))


def take_apart(raw: bytes, ledger: Ledger) -> Part:
    """The tree of a whole mail."""
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lead = _LEADING.match(raw)
    start = lead.end() if lead else 0
    if start and not _NAME.match(raw, start):
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
    fields, body = _head(raw, start, end, ledger)
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
    for first, last in _spans(raw, start, end, boundary or _guessed(raw, start, end)):
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


def _guessed(raw: bytes, start: int, end: int) -> bytes:
    """The boundary of a multipart that does not name it: its first line with two dashes."""
    found = _DASHED.search(raw, start, min(end, start + 65_536))
    return found[1] if found else b""


def _head(raw: bytes, start: int, end: int, ledger: Ledger) -> tuple[list[Field], int]:
    """The fields from `start` on, and where the content begins."""
    fields: list[Field] = []
    limit = min(end, start + ledger.limits.header_octets)
    at = start
    while at < limit:
        if raw[at] == 10:
            return fields, at + 1
        line_end = _field_end(raw, at, limit)
        name = _NAME.match(raw, at, line_end)
        if name is None:
            if not _stray(raw, at, line_end, limit):
                return fields, at  # no empty line before the content
            ledger.mark("a line of the header")
        elif len(fields) < ledger.limits.header_fields:
            fields.append((name[1].decode("ascii").lower(), raw[name.end() : line_end].strip()))
        else:
            ledger.trip(f"more than {ledger.limits.header_fields} header fields")
            break
        at = line_end + 1
    if limit < end and at >= limit:
        ledger.trip(f"a header of more than {ledger.limits.header_octets} octets")
    elif at >= limit:
        return fields, end
    body = raw.find(b"\n\n", max(start, at - 1), end)
    return fields, body + 2 if body >= 0 else end


def _field_end(raw: bytes, at: int, limit: int) -> int:
    """The end of the line, continuation lines included."""
    while True:
        line_end = raw.find(b"\n", at, limit)
        if line_end < 0:
            return limit
        if line_end + 1 >= limit or raw[line_end + 1] not in b" \t":
            return line_end
        at = line_end + 1


def _stray(raw: bytes, at: int, line_end: int, limit: int) -> bool:
    """A line that is no field, with fields after it: damage on the way, not the end of the header."""
    if raw.startswith((b"From ", b">From "), at):
        return True
    following = _NAME.match(raw, line_end + 1, limit)
    return following is not None and bool(_USUAL.fullmatch(following[1]))


def _content_type(fields: list[Field], usual: str) -> tuple[str, dict[str, str]]:
    value, given = parameters(unfolded(_first(fields, "content-type")))
    kind = _TYPE.match(value)
    if kind is None:
        lone = value.lower().strip()
        return ("text/html" if lone == "html" else "text/plain" if lone else usual), given
    return f"{kind[1]}/{kind[2]}".lower(), given


def _first(fields: list[Field], name: str) -> bytes:
    return next((value for key, value in fields if key == name), b"")


def _is_base64(content: bytes) -> bool:
    """Some programs say base64 and write plain words."""
    line = content[:4_096].strip().partition(b"\n")[0].strip()
    return b" " not in line and len(_NO_LETTER.findall(line)) <= len(line) // 10 + 1


def _uudecoded(raw: bytes) -> bytes:
    start = raw.find(b"begin ")
    lines = raw[raw.find(b"\n", start) + 1 :].split(b"\n", _MOST_LINES)[:_MOST_LINES] if start >= 0 else []
    out: list[bytes] = []
    for line in lines:
        if line.strip() in (b"end", b"`", b""):
            break
        out.append(_uuline(line))
    return b"".join(out)


def _uuline(line: bytes) -> bytes:
    # Some senders leave too much room at the end of a line; its first octet says how much of it counts.
    for cut in (line, line[: ((line[0] - 32 & 63) * 4 + 5) // 3]):
        try:
            return binascii.a2b_uu(cut)
        except binascii.Error:
            continue
    return b""
