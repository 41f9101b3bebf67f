"""Transfer encodings undone as far as they can be (RFC 2045 section 6; uuencode for what is older)."""

import binascii
import re

from consultant.mail.field import base64_octets

_NO_LETTER = re.compile(rb"[^A-Za-z0-9+/=]")
_MOST_LINES = 250_000


def decoded(content: bytes, encoding: str) -> bytes:
    """The octets; as they are if the encoding is unknown or is not what stands there."""
    if encoding == "base64" and _is_base64(content):
        return base64_octets(content)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(content)
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _uudecoded(content)
    return content


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
