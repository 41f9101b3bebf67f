"""One header field: octets to text, encoded words (RFC 2047) and parameters (RFC 2231) included."""

import binascii
import re
from urllib.parse import unquote_to_bytes

from consultant.mail.charset import decode

_WORD = re.compile(r"=\?([^?\s]{1,80})\?([BbQq])\?([^?]*)\?=")
_FOLD = re.compile(rb"\r?\n[ \t]?")
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.S)
_MOST_PARAMETERS = 100


def field_text(raw: bytes, charset: str | None = None) -> str:
    """A field's value as a person wrote it, on one line. Raw 8-bit octets count as `charset` or UTF-8."""
    return one_line(words(unfolded(raw, charset)))


def unfolded(raw: bytes, charset: str | None = None) -> str:
    """Without its folds, encoded words still encoded."""
    raw = _FOLD.sub(b" ", raw) if b"\n" in raw else raw
    return raw.decode("ascii") if raw.isascii() and b"\x1b" not in raw else decode(raw, charset)


def words(value: str) -> str:
    """Encoded words decoded; octets of one character may be spread over several words."""
    if "=?" not in value:
        return value
    out: list[str] = []
    at, pending, charset = 0, b"", ""
    for word in _WORD.finditer(value):
        between = value[at : word.start()]
        joined = not between.strip() and bool(pending)
        if not joined or word[1].lower() != charset:
            out += [decode(pending, charset), "" if joined else between]
            pending = b""
        pending, charset, at = pending + _octets(word[2], word[3]), word[1].lower(), word.end()
    return "".join((*out, decode(pending, charset), value[at:]))


def _octets(kind: str, text: str) -> bytes:
    raw = text.encode("utf-8")
    if kind in "qQ":
        return binascii.a2b_qp(raw.replace(b"_", b" "), header=False)
    return base64_octets(raw)


def base64_octets(raw: bytes) -> bytes:
    """Base64 as far as it can be read."""
    for cut in (raw, raw + b"==", raw[: len(raw) // 4 * 4]):
        try:
            return binascii.a2b_base64(cut)
        except binascii.Error:
            continue
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    return binascii.a2b_base64(letters[: len(letters) // 4 * 4])


def one_line(text: str) -> str:
    """No line break or control character survives: what a header said may go into a header again."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """The value before the first semicolon, and the parameters after it, names in lower case."""
    found: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for count, match in enumerate(_PARAMETER.finditer(value)):
        if count == _MOST_PARAMETERS:
            break
        name, content = match[1].lower(), _unquoted(match[2])
        base, star, rest = name.partition("*")
        if not star:
            found.setdefault(name, words(content))
            continue
        number = rest.rstrip("*")
        place = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
        pieces.setdefault(base, {}).setdefault(place, (content, name.endswith("*")))
    for base, numbered in pieces.items():
        found[base] = _joined([numbered[n] for n in sorted(numbered)])
    return value.partition(";")[0].strip(), found


def _unquoted(value: str) -> str:
    value = value.strip()
    if not value.startswith('"'):
        return value
    return re.sub(r"\\(.)", r"\1", value[1:-1] if value.endswith('"') and len(value) > 1 else value[1:])


def _joined(pieces: list[tuple[str, bool]]) -> str:
    """RFC 2231 section 4.1: charset'language' stands before the first piece that is percent-encoded."""
    charset, octets = "", b""
    for number, (content, encoded) in enumerate(pieces):
        if encoded and number == 0 and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        octets += unquote_to_bytes(content) if encoded else content.encode("utf-8")
    return decode(octets, charset or "utf-8")
