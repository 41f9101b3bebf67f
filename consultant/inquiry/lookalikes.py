"""Numbers shaped like codes that are none: ZIP codes, phone numbers, record numbers, money."""

import re
from collections.abc import Iterable, Iterator

from consultant.inquiry.mention import SetAside

_STATES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY "
    "NC ND OH OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY"
).split()
_STATE_NAMES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|"
    "Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|"
    "Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|"
    "North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|"
    "Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming"
)
# Abbreviations that are also words or titles: "62304 OR 62305", "our MD 62304", "the PA".
_WORDLIKE = {"OR", "IN", "ME", "OK", "HI", "OH", "MD", "PA", "MS", "CO", "LA", "ID", "AL", "DE", "MA", "PR"}
_PLAIN_STATES = "|".join(s for s in _STATES if s not in _WORDLIKE)
_ALL_STATES = "|".join(_STATES)

_NUMBER_MARK = r"\s*(?:(?:no|nr|num|number|id|ids)\b\.?|#)?\s*[:#.=-]?\s*(?:is\s+|was\s+)?#?\s*"
_LABEL_ALONE = (
    r"mrn|invoice|inv|ticket|acct|account|npi|tin|ein|suite|ste|p\.?\s?o\.?\s*box|pobox|room|zip|zip\s*code|"
    r"postal\s*code|fax|tel|telephone|phone|mobile|cell|pager|ext|extension|accession|acc|tracking|"
    r"confirmation|policy|member|subscriber|medical\s+record|chart|tax|serial|lot|batch|purchase\s+order|"
    r"work\s*order|dob|ssn"
)
_LABEL_MARKED = (
    r"claim|case|order|ref|reference|unit|encounter|visit|request|req|document|doc|file|auth|patient|pt|po"
)

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (why, re.compile(pattern, flags))
    for why, pattern, flags in (
        (
            "part of a web or mail address",
            r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}",
            re.I,
        ),
        (
            "money",
            r"(?:[$€£]|\bUSD)\s?\d[\d,]{0,12}(?:\.\d\d?)?|\b\d[\d,]{0,12}(?:\.\d\d)?\s?(?:dollars|usd|bucks)\b",
            re.I,
        ),
        (
            "phone number",
            r"(?:\+?1[\s.-]?)?(?:\(\d{3}\)\s?|\b\d{3}[\s.-])\d{3}[\s.-]\d{4}\b(?:\s*(?:x|ext\.?|extension)\s*\d+)?",
            re.I,
        ),
        ("phone extension", r"\b(?:x|ext\.?|extension)\s?#?:?\s?\d{2,6}\b", re.I),
        (
            "ZIP code",
            rf"(?:,\s*|\b(?=[A-Z]))(?:{_STATE_NAMES})\.?,?\s+\d{{5}}(?:-\d{{4}})?\b",
            0,
        ),
        ("ZIP code", rf",\s*(?:{_STATE_NAMES})\.?,?\s+\d{{5}}(?:-\d{{4}})?\b", re.I),
        ("ZIP code", rf",\s*(?:{_ALL_STATES})\.?,?\s+\d{{5}}(?:-\d{{4}})?\b", re.I),
        ("ZIP code", rf"\b(?:{_PLAIN_STATES})\.?\s+\d{{5}}(?:-\d{{4}})?\b", re.I),
        (
            "ZIP code",
            rf"\b[A-Z][a-z]+\s+(?:{_ALL_STATES})\.?\s+\d{{5}}(?:-\d{{4}})?(?=\s*(?:$|[\n|•,;]))",
            re.M,
        ),
        ("ZIP code", r"\b\d{5}-\d{4}\b", 0),
        (
            "street address",
            r"\b\d{3,5}\s+(?:[NSEW]\.?\s+)?(?:[A-Z][\w'.]*\s+){1,3}"
            r"(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Drive|Ln|Lane|Way|Pkwy|Parkway|Hwy|Highway|Court|"
            r"Place|Plaza|Circle|Terrace|Trail)\b",
            0,
        ),
        ("record or reference number", rf"\b(?:{_LABEL_ALONE})\b{_NUMBER_MARK}[A-Z]{{0,3}}[\d][\d-]*", re.I),
        (
            "record or reference number",
            rf"\b(?:{_LABEL_MARKED})\s*(?:no\b\.?|nr\b|num\b|number\b|id\b|#|:)\s*[:#.]?\s*(?:is\s+)?[A-Z]{{0,3}}\d[\d-]*",
            re.I,
        ),
        ("date", r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b(?:19|20)\d\d-\d\d-\d\d\b", 0),
        ("part of a longer number", r"(?<![\d.])\d{6,}(?![\d.])", 0),
        ("a quantity", r"\b\d{4,6}\s?(?:mg|mcg|ml|cc|mm|cm|kg|lbs?|miles|units/ml|iu|sq)\b", re.I),
    )
)


def look_alikes(text: str) -> list[SetAside]:
    """Every span of `text` that holds a code-shaped number which is not a code, in order."""
    return list(_apart(sorted(_all(text), key=lambda s: (s.start, -s.end))))


def _all(text: str) -> Iterator[SetAside]:
    for why, pattern in _RULES:
        for m in pattern.finditer(text):
            yield SetAside(text=m.group().strip(" ,\t\n"), why=why, start=m.start(), end=m.end())


def _apart(found: Iterable[SetAside]) -> Iterator[SetAside]:
    end = -1
    for s in found:
        if s.start >= end:
            yield s
            end = s.end
