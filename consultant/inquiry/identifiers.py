"""Patient identifiers: noticed, warned about, never repeated."""

import re

from consultant.inquiry.digits import beginning

_NAME = r"[A-Z][\w'’-]+(?:\s+[A-Z]\.?)?(?:\s+[A-Z][\w'’-]+){0,2}"
_RULES = (
    re.compile(
        r"[Pp](?<!\w.)(?i:atient|t|t's|atient's|ts)\s*(?i:name)?\s*(?:[:#]|\b(?i:is|named)\b)?\s*(?P<x>(?!(?:DOB|MRN|ID|Name|Had|Has|Was|Is|With|In|The|This|Came|Underwent|Presented|Seen)\b)[A-Z][a-z'’-]+,?\s+[A-Z][a-z'’-]+)"
    ),
    re.compile(rf"[Mm](?<!\w.)(?i:rs?|s|iss|ister)\.?\s+(?P<x>{_NAME})"),
    re.compile(
        r"[DdBb](?<!\w.)(?i:ob|\.o\.b\.?|ate of birth|orn(?: on)?)\s*[:#]?\s*"
        r"(?P<x>\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\w+ \d{1,2},? \d{4}|\d{4}-\d\d-\d\d)"
    ),
    re.compile(
        r"[MmCcSsAa](?<!\w.)(?:(?<=[Mm])(?i:rn|edical record(?: number| no\.?)?|ember id)"
        r"|(?<=[Cc])(?i:hart(?: number| no\.?| #))|(?<=[Aa])(?i:ccount(?: number| no\.?))"
        r"|(?<=[Ss])(?i:sn|ocial security(?: number)?|ubscriber id))"
        r"\s*(?i:is|was)?\s*[:#]*\s*(?P<x>[A-Z]{0,3}\d[\d-]{3,})"
    ),
)
_SOCIAL = re.compile(r"(?P<x>\d(?<!\w.)\d\d-\d{2}-\d{4})\b")
# What a text must hold, in lower case, for each rule to find anything: most texts hold little of it.
_WORDS = (
    ("patient", "pt"),
    ("mr", "ms", "miss"),
    ("dob", "d.o.b", "date of birth", "born"),
    ("mrn", "medical record", "chart", "ssn", "social security", "member id", "subscriber id", "account"),
)


def identifiers(text: str) -> tuple[str, ...]:
    """The identifying pieces of `text`: names after "patient" or "Mrs", birth dates, record numbers."""
    lower = text.lower()
    live = [rule for rule, words in zip(_RULES, _WORDS, strict=True) if any(w in lower for w in words)]
    found = [m["x"].strip() for rule in live for m in rule.finditer(text)]
    return tuple(dict.fromkeys((*found, *(m["x"] for m in beginning(text, _SOCIAL)))))


def redacted(text: str, known: tuple[str, ...]) -> str:
    """`text` with every identifying piece taken out."""
    for piece in sorted(known, key=len, reverse=True):
        text = text.replace(piece, "[removed]")
    return text
