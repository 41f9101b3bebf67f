"""The grammar of SMTP as far as it is ours: addresses in commands, and the lines of a mail."""

import re

# RFC 5321 section 4.1.2 with the letters of RFC 6531 section 3.3. Source routes are read and ignored
# (RFC 5321 section 4.1.1.3). More dots than the standard allows occur in real addresses.
_LOCAL = r'(?:[^\x00-\x20\x7f()<>\[\]:;@\\,"]+|"(?:[^"\\\x00-\x1f\x7f]|\\[\x20-\x7e])*")'
_DOMAIN = r"(?:[\w-]+(?:\.[\w-]+)*\.?|\[[0-9A-Za-z.:]+\])"
_PATH = re.compile(
    rf"(?:<(?:@[^:<>\s]*:)?(?P<path>{_LOCAL}(?:@{_DOMAIN})?)>|(?P<bare>{_LOCAL}@{_DOMAIN})|(?P<null><>))"
    r"(?:[ \t]+(?P<rest>.*))?"
)
_SIZE = re.compile(r"\sSIZE=([0-9]+)(?:\s|$)", re.IGNORECASE)


def path_and_rest(arg: str) -> tuple[str | None, str | None]:
    """The address of a MAIL or RCPT and its parameters; "<>" for the null reverse-path, None for nonsense."""
    match = _PATH.fullmatch(arg)
    if match is None:
        return None, None
    return match["path"] or match["bare"] or match["null"], match["rest"] or ""


def declared_size(arg: str) -> int:
    """What a MAIL says the mail will have (RFC 1870 section 6); 0 if it does not say."""
    declared = _SIZE.search(arg)
    return int(declared[1]) if declared else 0


def line_fault(data: bytearray, limit: int) -> str | None:
    """What is wrong with the lines of a mail; None if nothing is.

    A bare CR or LF is refused, not mended (RFC 5321 section 2.3.8): servers that disagree about where a line
    ends disagree about where a mail ends, and one mail becomes two with a forged sender.
    """
    lines = data.count(b"\r\n")
    if data.count(b"\r") != lines or data.count(b"\n") != lines:
        return "A line ends in a bare CR or LF"
    if len(data) > limit and max(map(len, data.split(b"\r\n"))) > limit:
        return "A line is too long"
    return None


def without_dots(data: bytearray) -> bytes:
    """The mail as its sender wrote it (RFC 5321 section 4.5.2)."""
    plain = bytes(data).replace(b"\r\n.", b"\r\n")
    return plain[1:] if plain.startswith(b".") else plain
