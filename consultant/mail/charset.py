"""Octets to text: what the sender declared if it holds, else what the octets themselves say."""

import codecs
import re

# Labels seen in the wild that are wrong, vendors' own, or narrower than what senders mean by them.
_ALIASES = {
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-8-i": "iso8859_8",
    "iso-8859-8-e": "iso8859_8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "cp950",
    "x-x-big5": "cp950",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "ksc5601": "cp949",
    "euc-kr": "cp949",
    "windows-949": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "x-euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp_2",
    "cp50220": "iso2022_jp_2",
    "iso-2022-jp-ms": "iso2022_jp_2",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "unicode-1-1-utf-7": "utf_7",
    "unicode": "utf_16",
    "utf8mb4": "utf_8",
    "utf-8-mac": "utf_8",
    "x-utf-8": "utf_8",
}
# Only these: Python also knows "charsets" that are quadratic (punycode) or no text at all (zip).
_KNOWN = frozenset(
    "utf-8 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be utf-7 gb18030 hz big5 big5hkscs cp949 "
    "cp950 cp932 johab euc_jp euc_jisx0213 iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_3 iso2022_jp_ext "
    "iso2022_kr shift_jis_2004 koi8-r koi8-u koi8-t kz1048 ptcp154 tis-620 hp-roman8 mac-roman "
    "mac-cyrillic mac-greek mac-iceland mac-latin2 mac-turkish".split()
) | frozenset(
    [f"iso8859-{n}" for n in range(2, 17)]
    + [f"cp{n}" for n in (437, 720, 737, 775, *range(850, 870), 874, 1006, *range(1250, 1259))]
)
_WHOLE = frozenset(("utf-8", "gb18030", "cp932", "cp949", "cp950", "euc_jp", "iso2022_jp_2"))
_ESCAPE = re.compile(rb"\x1b[$(][@BJI(]")
_UNFIT = re.compile("[\x00\ud800-\udfff]")
_SAMPLE = 4_096
_ASCII = bytes(range(128))
_NO_LETTERS = bytes(n for n in _ASCII if not chr(n).isalpha())


def decode(raw: bytes, declared: str | None = None) -> str:
    """Never raises. Order: declared, ISO-2022-JP's escapes, UTF-8, detection, cp1252."""
    text = _decode(raw, _codec(declared))
    return _UNFIT.sub("�", text) if _UNFIT.search(text) else text


def _decode(raw: bytes, codec: str | None) -> str:
    if raw.isascii() and b"\x1b" not in raw and codec in (None, "cp1252", "utf-8"):
        return raw.decode("ascii")
    if codec == "cp1252" or codec is None:
        # A label that fits every octet proves nothing; sequences that are valid UTF-8 prove themselves.
        text = _escaped(raw) or _strict(raw, "utf-8")
        if text is not None:
            return text
        return _detected(raw) if codec is None or _too_many_accents(raw) else _western(raw)
    text = _strict(raw, codec)
    if text is None and codec in _WHOLE:
        text = _with_few_holes(raw, codec)
    return text if text is not None else _decode(raw, None)


def _codec(declared: str | None) -> str | None:
    """Python's name for a declared charset; None for one that is missing, unknown or no charset."""
    label = (declared or "").strip(" \t\"'<>").lower().partition("*")[0].replace(" ", "-")
    try:
        name = codecs.lookup(_ALIASES.get(label, label)).name if label.isascii() else ""
    except (LookupError, ValueError):
        return None
    return name if name in _KNOWN or name == "cp1252" else None


def _strict(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except (UnicodeError, ValueError):
        return None


def _escaped(raw: bytes) -> str | None:
    return _strict(raw, "iso2022_jp_2") if b"\x1b" in raw and _ESCAPE.search(raw) else None


def _with_few_holes(raw: bytes, codec: str) -> str | None:
    """One cut character must not turn a whole text into another alphabet."""
    text = raw.decode(codec, "replace")
    strange = sum(1 for c in text if c > "\x7f")
    return text if text.count("�") <= max(1, strange // 20) else None


def _western(raw: bytes) -> str:
    text = _strict(raw, "cp1252")
    return text if text is not None else raw.decode("latin-1")


def _too_many_accents(raw: bytes) -> bool:
    """No western language has so many letters beyond ASCII: the label is wrong."""
    letters = raw[:_SAMPLE].translate(None, _NO_LETTERS)
    return len(letters.translate(None, _ASCII)) * 3 > len(letters)


def _detected(raw: bytes) -> str:
    from charset_normalizer import from_bytes  # late: few mails need it, and it takes its time to load

    best = from_bytes(raw[:_SAMPLE]).best() if len(raw) >= 32 else None
    codec = _codec(best.encoding) if best is not None else None
    text = _strict(raw, codec) if codec else None
    return text if text is not None else _western(raw)
