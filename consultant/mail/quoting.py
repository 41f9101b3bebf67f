"""What the sender wrote now, and the earlier mail quoted below or between it. Nothing is deleted."""

import re

_QUOTE = re.compile(r"^\s*>")
_OPENS = re.compile(
    r"^\s*(?:on\b.{0,200}\bwrote:|on\b.{0,120},.{0,80}wrote$|-{2,}\s*original message\s*-{2,}|_{10,}\s*$"
    r"|begin forwarded message:"
    r"|-{5,}\s*forwarded message\s*-{5,}|from:\s.+@.+|am .{5,80} schrieb .+:|le .{5,80} a écrit\s*:)",
    re.I,
)
_FORWARD = re.compile(r"^\s*(?:-{3,}\s*forwarded message\s*-{3,}|begin forwarded message:)", re.I)


def split_quoted(text: str) -> tuple[str, str]:
    """(new text, quoted text). When nothing new was written, the quoted text is the question."""
    new: list[str] = []
    quoted: list[str] = []
    below = False
    for line in text.splitlines():
        if _QUOTE.match(line):
            quoted.append(re.sub(r"^\s*(?:>\s?)+", "", line))
        elif not below and _OPENS.match(line):
            below = True
            quoted.append(line)
        else:
            (quoted if below else new).append(line)
    fresh, old = "\n".join(new).strip(), "\n".join(quoted).strip()
    return (fresh, old) if fresh else (old, "")
