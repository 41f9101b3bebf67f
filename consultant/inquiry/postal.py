"""ZIP codes: five digits behind a state, a city or the words of a place."""

import re

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
_SMALL = "|".join(s.lower() for s in sorted(_WORDLIKE - {"OR", "IN", "ME", "HI", "OK"}))
_SMALL_AT_LINE_END = re.compile(rf"[a-z]{{3,}},\s*(?:{_SMALL})\s+$")  # "xenia, oh 45385"
_OF_THE_TRADE = (
    r"(?:Spine|Myelo|Cerv|Lumb|Thor|Sacr|Code|Inject|Level|Office|Visit|Facet|Epidur|Modif|Fluoro|Colon|Biops"
    r"|Fusion|Lamin|Joint|Block|Guid|Imag|Bilat|Left|Right|Medicare|Global|Units?)"
)
_CITY = re.compile(  # "Practice manager, Santa Fe 87505", last of all
    rf"\n[^\n\d]{{3,40}},\s*(?!\S*{_OF_THE_TRADE})[A-Z][a-z]+(?:\s[A-Z][a-z]+)?\s+$"
)
_BEFORE_CITY = re.compile(
    r"[A-Za-z],\s$"
)  # "Orr Medical Billing, 22903 Charlottesville", to the end of the line
_CITY_BEHIND = re.compile(
    rf"\s(?!(?:\S+\s)?{_OF_THE_TRADE})[A-Z][a-z]{{3,}}(?:\s[A-Z][a-z]+)?[ \t.]*(?:\n|\Z)"
)
_ZIP = re.compile(r"\d{5}(?:-\d{4})?")
_LINE_ENDS = re.compile(r"\s*(?:$|[\n|•·,;)\u2013\u2014])")


def postal(text: str, m: re.Match[str], before: str) -> int | None:
    """Where the address of a number that is a ZIP code begins, or None; `before` stands before the number."""
    if not _ZIP.fullmatch(m.group()):
        return None
    at = m.start() - len(before)
    for pattern in _ZIP_BEFORE:
        if b := pattern.search(before):
            return at + b.start()
    b = _ZIP_AT_LINE_END.search(before) or _SMALL_AT_LINE_END.search(before)
    if b and _LINE_ENDS.match(text[m.end() : m.end() + 3]):
        return at + b.start()
    if _BEFORE_CITY.search(before) and _CITY_BEHIND.match(text, m.end()):
        return m.start()
    last = len(m.group()) > 5 or (_CITY.search(before) and not text[m.end() :].strip(" .\n"))
    return m.start() if last else None
