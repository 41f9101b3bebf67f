"""The header of a mail or a part: its fields, and where the content begins (RFC 5322), within limits."""

import re

from consultant.mail.limits import Ledger

_NAME = re.compile(rb"([!-9;-~]+)[ \t]*:")
_USUAL = re.compile(
    rb"received|return-path|from|to|cc|subject|date|message-id|reply-to|sender|in-reply-to|references|mime-version|"
    rb"content-[a-z-]+|x-[!-9;-~]+|dkim-signature|delivered-to|list-[a-z]+|user-agent|importance|precedence",
    re.I,
)

Field = tuple[str, bytes]


def begins_with_field(raw: bytes, at: int) -> bool:
    """Does a field begin here?"""
    return _NAME.match(raw, at) is not None


def head(raw: bytes, start: int, end: int, ledger: Ledger) -> tuple[list[Field], int]:
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
