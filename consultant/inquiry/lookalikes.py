"""Numbers shaped like codes that are none: ZIP codes, phone numbers, record numbers, money.

Every run of four and more digits is looked at once: what stands before it, what is it, what
stands behind it.
"""

import re
from collections.abc import Iterable, Iterator

from consultant.inquiry.digits import beginning, holding
from consultant.inquiry.mention import SetAside
from consultant.inquiry.postal import postal

# A label and its number: "invoice #62304", "MRN 00062305"; some words only with a mark ("claim no. 2").
_ALONE = (
    r"mrn|bldg\.?|invoice(?:\s+(?:desk|line|office))?|inv|acct|npi|tin|ein|suite|ste|p\.?\s?o\.?\s*box|pobox|zip|zip\s*code|postal\s*code|fax|tel|"
    r"acc|ndc|s/n|sn|rma|bay|cassette|vial|(?:machine|device|film|tissue|implant|specimen|donor|graft)\s+(?:id|no\.?|number)|(?:scheduling|asset|access)\s+(?:key|tag)|pin|(?:box|exam|study)\s+no\.?|bed|jar|bag|pager|batch|barcode(?:\s+of(?:\s+\w+){1,4})?|transcription|requisition|dap|tray|lab\s+(?:id|pass)|"
    r"(?:billing|coding|gi),?\s+desk(?!\s*\n)|(?:implant|device|catalog|part|cage|screw|plate|lead|pad|kit|electrode|needle|probe|catheter)\s+ref|rev|tax|serial|lot|batch|dob|ssn|"
    r"(?:(?<!charge )(?<!fee )(?<!'s )(?<!on the )(?<!encounter )ticket|"
    r"account|contract|room|rm|telephone|phone|mobile|cell|pager|extension|accession|tracking|confirmation|policy|"
    r"member|subscriber|medical\s+record|chart|purchase\s+order|work\s*order)(?!\.\s)"  # no end of a sentence
)
_MARKED = (
    r"claim|case|report|notice|order|ref|reference|unit|model|encounter|visit|request|req|document|doc|file|auth|patient|pt"
    r"|po|job|dictation|statement|estimate|quote"
)
_MARK = r"\s*(?:(?:no|nr|num|number|id|ids)\b\.?|#)?\s*[:#.=-]?\s*(?:is\s+|was\s+)?#?\s*"
_STRICT_MARK = r"\s*(?:no\b\.?|nr\b|num\b|number\b|id\b|#|:)\s*[:#.]?\s*(?:is\s+)?"

_RECORD = "record or reference number"
ADDRESS = "part of a web or mail address"
_BARE = re.compile(r"\d(?<!\w.)\d{3,}\b")
_MARKED_BEFORE = re.compile(rf"\b(?:{_MARKED})\s+\Z", re.I)
_NUMBER = re.compile(  # the first character before what stands before it: a scan is faster so
    r"[A-Z\d](?:(?<![\w.].)(?:(?<=\d)(?:\d{0,2}(?:,\d{3})+|\d{3,})|(?<=[A-Z])[A-Z]{0,2}(?:\d{1,3}(?:,\d{3})+|\d{4,}))"
    r"(?:-\d{1,4})?(?:\.\d\d?)?(?![\w])|(?<=[xX]\d)\d{3,5}\b)"
)
_NUMBER_BEFORE = 7  # three letters, three digits and a comma, before three digits
_BEFORE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("money", re.compile(r"(?:[$€£]|\bUSD)\s?$", re.I)),
    ("phone extension", re.compile(r"\b(?:x|ext\.?|extension)\s?#?:?\s?$", re.I)),
    (_RECORD, re.compile(rf"\b(?:{_ALONE})\b{_MARK}$", re.I)),
    (
        _RECORD,
        re.compile(r"\[[^\]\n]{0,24}#$|\b[A-Z][A-Za-z]{2,}\s+ID\b\s?[:#]?\s*$"),
    ),  # "[#30771]", "Scan ID 71140"
    ("contractor number", re.compile(r"\bMAC\s?(?:no\.?|#|number)?\s?$", re.I)),
    (
        _RECORD,
        re.compile(rf"(?<!\bon the )(?<!\bon our )(?<!\bon this )\b(?:{_MARKED}){_STRICT_MARK}$", re.I),
    ),
)
_BEHIND: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        _RECORD,
        re.compile(
            r"\s+on\s+(?:the\s+)?(?:\w+\s+){0,2}(?:jacket|folder|sticker|box|envelope|cassette)\b", re.I
        ),
    ),
    ("ZIP code", re.compile(r"\s?\((?:zip|zip code|postal code)\)", re.I)),
    ("money", re.compile(r"\s?(?:dollars|usd|bucks)\b", re.I)),
    (
        "a quantity",
        re.compile(r"\s?(?:mg|mcg|ml|cc|mm|cm|kg|lbs?|miles|units/ml|iu|sq|[cmuµ]?gy|msv)\b", re.I),
    ),
    (
        "street address",
        re.compile(
            r"\s+(?:[NSEW]\.?\s+)?(?:[A-Z][\w'.]*\s+){1,3}(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Drive|Ln"
            r"|Lane|Way|Pkwy|Parkway|Hwy|Highway|Court|Place|Plaza|Circle|Terrace|Trail|Commons|Crossing|Square"
            r"|Pike|Turnpike|Loop|Ridge|Trace|Alley|Row|Run|Broadway|Center|Centre)\b"
            r"|\s+(?:[NSEW]\.?\s+)?(?:(?:State|US|County)\s+)?(?:Highway|Hwy|Route|Rte|Road|Rd)\s+\d{1,4}\b"
        ),
    ),
)
_SUFFIXED = re.compile(
    r"-(?:[A-Z](?![A-Z\d])|[A-Z]{3,}|0\d{2,})(?!\w)"
)  # of a kit, a job, a drug; no modifier
_LISTING = re.compile(r"(?:claim|file|case|encounter|order|report|visit|patient|pt)\b", re.I)
_LISTED = re.compile(
    r"(?:-[A-Z0-9]{2})?\?|(?:-[A-Z0-9]{2})?\s*(?:\([^()\n]{1,60}\)\s*)?(?:x\s?\d\b|(?:[,+&/]|and\b|plus\b)\s*(?:\d{5}|[A-V]\d{4})(?!\d)"
    r"|(?:in|is|as)\s+(?:the\s+)?column\b|(?:was\s+)?(?:paid|denied|rejected|bundled|allowed)\b[^\n]{0,24}(?<!\d)\d{5}(?!\d))"
)
_PHONE = re.compile(r"\d(?<!\w.)\d\d\)?[\s.-]{1,2}\d{3}[\s.-]\d{4}\b(?:\s*(?i:x|ext\.?|extension)\s*\d+)?")
_MARKED_LOT = re.compile(r"\d(?<!\d.)\d{3,5}[A-Z]{1,3}\d{0,3}\b", re.I)
_LOT = re.compile(  # "lot 22630PK", "Lots: triamcinolone 20610TX"
    r"\b(?:lots?|sn|serial)\b[\s:#.]{1,3}(?:(?:no|number)\.?\s)?(?:[a-z]{3,20}\s)?\Z", re.I
)
_COUNTRY = re.compile(r"(?:\+?1[\s.-]?)?\(?\Z")
_LINK = re.compile(r"[hHwW](?:(?<=[hH])(?i:ttps?://)|(?<=[wW])[wW]{2}\.)\S+")
_DOMAIN = re.compile(r"@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_MAILBOX = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}\Z")
# "Ref 99213-A" at the head of a line is one, "ref 99213" within a sentence may be a code.
_REFERENCE = re.compile(
    r"(?:(?:^|[\n|\u00b7\u2022]|[ \t]{3})\s*(?:our\s+|your\s+)?(?:ref|reference|file|case|claim)"
    r"(?:\s+(?:log|ref|reference))?"
    r"|\(\s*ref(?=\.?\s+$)|\b(?:on|(?:for|under|see|about|regarding)(?:\s+the)?)\s+claim|\b(?:our|your|my)\s+(?:ref|reference)|,\s*ref(?=\.?\s+$))\.?\s+$",
    re.I,
)
_SUFFIXES = frozenset("FTUMAftuma")
# "14825 N Outer Forty, Chesterfield, MO 63017": a line that ends in a state and its ZIP begins with a number.
_ADDRESSED = re.compile(r"[ ][NSEW\d]?[^\n,]{3,40},[^\n]{2,40},?[ ][A-Z]{2}[ ]{1,2}\d{5}\b")
_LETTER = re.compile(r"(?<!\w)[A-Va-v]\s?\Z")
_REACH = 48


def look_alikes(text: str) -> list[SetAside]:
    """Every span of `text` that holds a code-shaped number which is not a code, in order."""
    found = list(_all(text))
    found += _again(text, {t.text.split()[-1].lstrip("#") for t in found if t.why == _RECORD})
    return list(_apart(sorted(found, key=lambda s: (s.start, -s.end))))


def _again(text: str, records: set[str]) -> Iterator[SetAside]:
    """ "Claim 62302" after "claim number 62302" is that number again."""
    for m in _BARE.finditer(text) if records else ():
        if m.group() in records and (b := _MARKED_BEFORE.search(text, max(0, m.start() - _REACH), m.start())):
            yield _aside(text, b.start(), m.end(), _RECORD)


def _all(text: str) -> Iterator[SetAside]:
    for m in _LINK.finditer(text):
        yield _aside(text, m.start(), m.end(), ADDRESS)
    for m in _DOMAIN.finditer(text):
        if box := _MAILBOX.search(text[max(0, m.start() - 65) : m.start()]):
            yield _aside(text, m.start() - len(box.group()), m.end(), ADDRESS)
    for m in beginning(text, _PHONE):
        country = _COUNTRY.search(text, max(0, m.start() - 5), m.start())
        yield _aside(text, country.start() if country else m.start(), m.end(), "phone number")
    for m in beginning(text, _MARKED_LOT, 4, 6):
        if _LOT.search(text[max(0, m.start() - _REACH) : m.start()]):
            yield _aside(text, m.start(), m.end(), _RECORD)
    last: SetAside | None = None
    for m in holding(text, _NUMBER, _NUMBER_BEFORE):
        digits = sum(c.isdigit() for c in m.group())
        if digits >= 4 and not _never(text, m):
            last = _judge(text, m, digits) or _listed_behind(text, m, last)
            if last:
                yield last


def _listed_behind(text: str, m: re.Match[str], last: SetAside | None) -> SetAside | None:
    """ "Requisition: 45384 / 45390" are two of them."""
    joined = last and last.why == _RECORD and text[last.end : m.start()].strip() in ("/", "&", "and")
    return _aside(text, m.start(), m.end(), _RECORD) if joined else None


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
            if why == _RECORD and _LISTING.match(b.group()) and _LISTED.match(text, m.end()):
                continue  # "Claim: 22630, 63047-59" and "for this case: 22551 x2" list codes
            return _aside(text, m.start() - len(before) + b.start(), m.end(), why)
    for why, pattern in _BEHIND:
        if a := pattern.match(text, m.end(), m.end() + _REACH):
            return _aside(text, m.start(), a.end(), why)
    if text[m.start() - 1 : m.start()] in ("", "\n") and _ADDRESSED.match(text, m.end()):
        return _aside(text, m.start(), m.end(), "street address")
    number = m.group()
    if (zip_start := postal(text, m, before)) is not None:
        return _aside(text, zip_start, m.end(), "ZIP code")
    if s := _SUFFIXED.match(text, m.end()) or _SUFFIXED.match(text, m.start() + 5):
        return _aside(text, m.start(), max(s.end(), m.end()), _RECORD)
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
