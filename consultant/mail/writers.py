"""Who wrote the earlier mail that is quoted, as the lines that introduce it say."""

import re

_INTRODUCED = re.compile(
    r"^[ \t>*]*(?:on\b(?P<on>[^\n]{0,200}(?:\n[^\n]{0,120})?)\bwrote:|from\*?[ \t]*:\*?(?P<sender>[^\n]+))",
    re.I | re.M,
)
_DAYS = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b[ap]m\b|\bat\b"
    r"|[^\w@]|\d|_",
    re.I,
)


def writers(quoted: str) -> list[str]:
    """The name and address in each line such as "On Tue, Nov 17, Tilda Fern <tf@x.example> wrote:" and "From:
    Tilda Fern", in lower case; "" where the line names nobody."""
    said = (m["on"] or m["sender"] or "" for m in _INTRODUCED.finditer(quoted))
    return [line.strip().lower() if _DAYS.sub("", line) else "" for line in said]
