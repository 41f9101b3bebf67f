"""Codes and beginnings of codes in a query."""

import re

_ICD = re.compile(r"[a-z]\d[0-9ab](?:\.[0-9a-z]{0,4}|[0-9a-z]{1,4})?-?", re.I)
_FIVE = re.compile(r"\d{5}|\d{4}[a-z]|[a-v]\d{4}", re.I)
_SHORT = re.compile(r"\d{3,4}|[a-v]\d{2,3}|[a-z]\d", re.I)


def coded(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without codes, and the codes. What other words may be a number counts as a code only when it
    has the form of a whole one, or stands alone."""
    found: list[str] = []
    rest: list[str] = []
    tokens = text.replace(",", " ").split()
    for token in tokens:
        bare = token.strip("()[]\"'?.;:").upper()
        whole = bool(_FIVE.fullmatch(bare)) or (bool(_ICD.fullmatch(bare)) and len(bare) >= 4)
        alone = len(tokens) == 1 and bool(_ICD.fullmatch(bare) or _SHORT.fullmatch(bare))
        (found if whole or alone else rest).append(bare.rstrip("-") if whole or alone else token)
    return " ".join(rest), tuple(found)
