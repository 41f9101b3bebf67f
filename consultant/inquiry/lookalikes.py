"""Numbers shaped like codes that are none: ZIP codes, phone numbers, record numbers, money.

Every run of four and more digits is looked at once: what stands before it, what is it, what
stands behind it.
"""

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
# Abbreviations that are also words or titles: "62304 OR 62305", "our MD 62304", "the PA", "under CT. 62270".
_WORDLIKE = frozenset("CT OR IN ME OK HI OH MD PA MS CO LA ID AL DE MA PR".split())
_WORDS_TOO = "|".join(sorted(_WORDLIKE))
_PLAIN_STATES = "|".join(s for s in _STATES if s not in _WORDLIKE)
_ALL_STATES = "|".join(_STATES)

# A label and its number: "invoice #62304", "MRN 00062305"; some words only with a mark ("claim no. 2").
_ALONE = (
    r"mrn|invoice(?:\s+(?:desk|line|office))?|inv|acct|npi|tin|ein|suite|ste|p\.?\s?o\.?\s*box|pobox|zip|zip\s*code|postal\s*code|fax|tel|"
    r"acc|s/n|(?:implant|device|catalog|part|cage|screw|plate|lead)\s+ref|rev|tax|serial|lot|batch|dob|ssn|"
    r"(?:(?<!charge )(?<!fee )(?<!'s )(?<!on the )(?<!encounter )ticket|"
    r"account|contract|room|rm|telephone|phone|mobile|cell|pager|extension|accession|tracking|confirmation|policy|"
    r"member|subscriber|medical\s+record|chart|purchase\s+order|work\s*order)(?!\.\s)"  # no end of a sentence
)
_MARKED = (
    r"claim|case|report|order|ref|reference|unit|encounter|visit|request|req|document|doc|file|auth|patient|pt"
    r"|po|job|dictation"
)
_MARK = r"\s*(?:(?:no|nr|num|number|id|ids)\b\.?|#)?\s*[:#.=-]?\s*(?:is\s+|was\s+)?#?\s*"
_STRICT_MARK = r"\s*(?:no\b\.?|nr\b|num\b|number\b|id\b|#|:)\s*[:#.]?\s*(?:is\s+)?"

_RECORD = "record or reference number"
_ADDRESS = "part of a web or mail address"
_BARE = re.compile(r"\d(?<!\w.)\d{3,}\b")
_MARKED_BEFORE = re.compile(rf"\b(?:{_MARKED})\s+\Z", re.I)
_NUMBER = re.compile(  # the first character before what stands before it: a scan is faster so
    r"[A-Z\d](?:(?<![\w.].)(?:(?<=\d)(?:\d{0,2}(?:,\d{3})+|\d{3,})|(?<=[A-Z])[A-Z]{0,2}(?:\d{1,3}(?:,\d{3})+|\d{4,}))"
    r"(?:-\d{1,4})?(?:\.\d\d?)?(?![\w])|(?<=[xX]\d)\d{3,5}\b)"
)
_BEFORE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("money", re.compile(r"(?:[$€£]|\bUSD)\s?$", re.I)),
    ("phone extension", re.compile(r"\b(?:x|ext\.?|extension)\s?#?:?\s?$", re.I)),
    (_RECORD, re.compile(rf"\b(?:{_ALONE})\b{_MARK}$", re.I)),
    ("contractor number", re.compile(r"\bMAC\s?(?:no\.?|#|number)?\s?$", re.I)),
    (
        _RECORD,
        re.compile(rf"(?<!\bon the )(?<!\bon our )(?<!\bon this )\b(?:{_MARKED}){_STRICT_MARK}$", re.I),
    ),
)
_BEHIND: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("money", re.compile(r"\s?(?:dollars|usd|bucks)\b", re.I)),
    ("a quantity", re.compile(r"\s?(?:mg|mcg|ml|cc|mm|cm|kg|lbs?|miles|units/ml|iu|sq)\b", re.I)),
    (
        "street address",
        re.compile(
            r"\s+(?:[NSEW]\.?\s+)?(?:[A-Z][\w'.]*\s+){1,3}(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Drive|Ln"
            r"|Lane|Way|Pkwy|Parkway|Hwy|Highway|Court|Place|Plaza|Circle|Terrace|Trail)\b"
        ),
    ),
)
_LISTED = re.compile(
    r"(?:-[A-Z0-9]{2})?\s*(?:\([^()\n]{1,60}\)\s*)?(?:x\s?\d\b|(?:[,+&/]|and\b|plus\b)\s*\d{5}(?!\d)"
    r"|(?:was\s+)?(?:paid|denied|rejected|bundled|allowed)\b[^\n]{0,24}(?<!\d)\d{5}(?!\d))"
)
_ZIP_BEFORE = (
    re.compile(rf",\s*(?:(?i:{_STATE_NAMES}|{_PLAIN_STATES})|{_WORDS_TOO})\.?,?\s+$"),
    re.compile(rf"\b(?:{_STATE_NAMES})\.?,?\s+$"),
    re.compile(rf"\b(?:{_PLAIN_STATES})\.?\s+$", re.I),
    re.compile(r"\b(?:liv\w+|resid\w+|located|based)\s+in\s+$", re.I),
    re.compile(r"\bin\s+[A-Z][a-z]{2,}(?:\s[A-Z][a-z]+)?,?\s+$"),
    re.compile(
        r"\b(?:we|we're|i'm|practice|clinic|office|hospital)\s+(?:are\s+|is\s+)?(?:here\s+)?in\s+[a-z]+,?\s+$",
        re.I,
    ),
)
_ZIP_AT_LINE_END = re.compile(rf"\b[A-Z][a-z]+\s+(?:{_ALL_STATES})\.?\s+$")
_CITY = re.compile(  # "Practice manager, Santa Fe 87505", last of all
    r"\n[^\n\d]{3,40},\s*(?!\S*(?:Spine|Myelo|Cerv|Lumb|Thor|Code|Inject|Level|Office|Visit))"
    r"[A-Z][a-z]+(?:\s[A-Z][a-z]+)?\s+$"
)
_PHONE = re.compile(r"\d(?<!\w.)\d\d\)?[\s.-]{1,2}\d{3}[\s.-]\d{4}\b(?:\s*(?i:x|ext\.?|extension)\s*\d+)?")
_COUNTRY = re.compile(r"(?:\+?1[\s.-]?)?\(?\Z")
_LINK = re.compile(r"[hHwW](?:(?<=[hH])(?i:ttps?://)|(?<=[wW])[wW]{2}\.)\S+")
_DOMAIN = re.compile(r"@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_MAILBOX = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}\Z")
# "Ref 99213-A" at the head of a line is one, "ref 99213" within a sentence may be a code.
_REFERENCE = re.compile(
    r"(?:(?:^|[\n|\u00b7\u2022]|[ \t]{3})\s*(?:our\s+|your\s+)?(?:ref|reference|file|case|claim)"
    r"(?:\s+(?:log|ref|reference))?"
    r"|\b(?:our|your|my)\s+(?:ref|reference)|,\s*ref(?=\.?\s+$))\.?\s+$",
    re.I,
)
_SUFFIXES = frozenset("FTUMAftuma")
_LETTER = re.compile(r"(?<!\w)[A-Va-v]\s?\Z")
_REACH = 48


def look_alikes(text: str) -> list[SetAside]:
    """Every span of `text` that holds a code-shaped number which is not a code, in order."""
    found = list(_all(text))
    found += _again(text, {t.text.split()[-1] for t in found if t.why == _RECORD})
    return list(_apart(sorted(found, key=lambda s: (s.start, -s.end))))


def _again(text: str, records: set[str]) -> Iterator[SetAside]:
    """ "Claim 62302" after "claim number 62302" is that number again."""
    for m in _BARE.finditer(text) if records else ():
        if m.group() in records and (b := _MARKED_BEFORE.search(text, max(0, m.start() - _REACH), m.start())):
            yield _aside(text, b.start(), m.end(), _RECORD)


def _all(text: str) -> Iterator[SetAside]:
    for m in _LINK.finditer(text):
        yield _aside(text, m.start(), m.end(), _ADDRESS)
    for m in _DOMAIN.finditer(text):
        if box := _MAILBOX.search(text[max(0, m.start() - 65) : m.start()]):
            yield _aside(text, m.start() - len(box.group()), m.end(), _ADDRESS)
    for m in _PHONE.finditer(text):
        country = _COUNTRY.search(text, max(0, m.start() - 5), m.start())
        yield _aside(text, country.start() if country else m.start(), m.end(), "phone number")
    for m in _NUMBER.finditer(text):
        digits = sum(c.isdigit() for c in m.group())
        if digits >= 4 and not _never(text, m) and (found := _judge(text, m, digits)):
            yield found


def _never(text: str, m: re.Match[str]) -> bool:
    """Four digits without a letter beside them ("in 2019") are no code, whatever they are."""
    start, end = m.span()
    if end - start != 4 or not m.group().isdigit() or text[end : end + 1] in _SUFFIXES:
        return False
    return not _LETTER.search(text, max(0, start - 2), start)


def _judge(text: str, m: re.Match[str], digits: int) -> SetAside | None:
    """Why a number is no code, or None when it may be one."""
    before = text[max(0, m.start() - _REACH) : m.start()]
    for why, pattern in _BEFORE:
        if b := pattern.search(before):
            if why == _RECORD and _LISTED.match(text, m.end()):
                continue  # "Claim: 22630, 63047-59" lists codes
            return _aside(text, m.start() - len(before) + b.start(), m.end(), why)
    for why, pattern in _BEHIND:
        if a := pattern.match(text, m.end(), m.end() + _REACH):
            return _aside(text, m.start(), a.end(), why)
    number = m.group()
    if re.fullmatch(r"\d{5}(?:-\d{4})?", number):
        for pattern in _ZIP_BEFORE:
            if b := pattern.search(before):
                return _aside(text, m.start() - len(before) + b.start(), m.end(), "ZIP code")
        if (b := _ZIP_AT_LINE_END.search(before)) and re.match(
            r"\s*(?:$|[\n|•·,;)])", text[m.end() : m.end() + 3]
        ):
            return _aside(text, m.start() - len(before) + b.start(), m.end(), "ZIP code")
        if len(number) > 5 or (_CITY.search(before) and not text[m.end() :].strip(" .\n")):
            return _aside(text, m.start(), m.end(), "ZIP code")
    if _REFERENCE.search(before):
        return _aside(text, m.start(), m.end(), _RECORD)
    if digits >= 6 and "-" not in number:
        return _aside(text, m.start(), m.end(), "part of a longer number")
    return None


def _aside(text: str, start: int, end: int, why: str) -> SetAside:
    return SetAside(text=text[start:end].strip(" ,\t\n"), why=why, start=start, end=end)


def _apart(found: Iterable[SetAside]) -> Iterator[SetAside]:
    end = -1
    for s in found:
        if s.start >= end:
            yield s
            end = s.end
