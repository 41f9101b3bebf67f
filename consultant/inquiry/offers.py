"""Codes that a question proposes, or offers as a choice."""

import re
from collections.abc import Iterator, Sequence

from consultant.inquiry.mention import CodeMention

_DOUBT = re.compile(r"[\s,]{0,2}(?:maybe|perhaps|possibly|i guess|then|right|correct|ok|okay)?\s?\?", re.I)
_OR = re.compile(
    r"[\s,./]*(?:or|vs\.?|versus)\s+(?:is it |maybe |just |even )?(?:the |a |cpt )?",
    re.I,
)


def questioned(text: str, code: CodeMention) -> bool:
    """ "64635?" proposes a code."""
    return code.kind == "code" and bool(_DOUBT.match(text, code.end))


def alternatives(text: str, codes: Sequence[CodeMention]) -> Iterator[str]:
    """Codes with "or" or "vs" between them, and those listed before: "A, B or C"."""
    listed: list[str] = []
    for a, b in zip(codes, codes[1:], strict=False):
        between = text[a.end : b.start]
        listed = [*listed, a.value] if between.strip() in (",", "/") or _OR.fullmatch(between) else []
        if _OR.fullmatch(between):
            yield from (*listed, b.value)


def either(intents: Sequence[str], codes: Sequence[CodeMention]) -> tuple[str, ...]:
    """ "I have 62270 and 62328 in front of me. Which one do I take?" offers two codes."""
    named = tuple(dict.fromkeys(c.value for c in codes if c.kind == "code"))
    return named if "either" in intents and len(named) == 2 else ()
