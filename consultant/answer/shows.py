"""Which of the published tables a question asks for, by its intents and words.

pairs, units, fees, periods (global days), add_ons, indicators, modifiers (each on its code), cards (modifiers
by themselves), codes (that no family tells of), diagnoses, claim.
"""

import re
from collections.abc import Sequence

from consultant.answer.sought import Sought

_EDITS = frozenset(("pair", "edit"))
_EXPLAINED = frozenset(("info", "validity", "lookup", "modifier", "guideline", "difference"))
_LIMIT = Sought(r"\b(?:mue|mai|medically unlikely)\b", "mue mai unlikely")
_UNITS = Sought(
    r"\b(?:mue|mai|medically unlikely|units?|how many|times)\b", "mue mai unlikely unit many times"
)
_TABLES = Sought(
    r"\b(?:ncci|ptp|edits?|bundl\w+|together|with|column)\b", "ncci ptp edit bundl together with column"
)
_ADD_ON = Sought(
    r"\badd[\s-]?ons?\b|\b(?:primary|parent) (?:codes?|procedures?)\b", "addon add-on add primary parent"
)
_FEE = Sought(
    r"\b(?:fees?|w?rvus?|pay\w*|paid|reimburs\w*|allowable|pric\w+|rates?|worth|costs?|amounts?|conversion)\b"
)
_GLOBAL = Sought(r"\b(?:global|post-?op\w*)\b", "global post")
_CLAIM = Sought(r"\b(?:pass|scrub\w*|claim|den(?:y|ied|ial)|clean|wrong|check)\b")
_INDICATOR = Sought(r"\bindicators?\b", "indicator")

INDICATORS = {
    "status": Sought(r"\bstatus (?:indicator|code)\b", "status"),
    "pctc": Sought(r"\bpc\s?/?\s?tc\b|\b(?:professional|technical) (?:component|part|split)\b"),
    "multiple": Sought(r"\bmultiple (?:procedure|surg)", "multiple"),
    "bilateral": Sought(r"\bbilateral\b", "bilateral"),
    "assistant": Sought(r"\bassist(?:ant|ing)?\b", "assist"),
    "cosurgeon": Sought(r"\bco-?surgeons?\b|\btwo surgeons\b", "surgeon"),
    "team": Sought(r"\bteam surg|\bsurgical team\b", "team"),
}
"""Published indicator -> words that ask for it."""

_BY_ITSELF = frozenset(("assistant", "cosurgeon", "team"))  # the others need the word indicator


def tables(
    intents: set[str],
    text: str,
    codes: Sequence[str],
    diagnoses: Sequence[str],
    *,
    modified: bool,
    loose: bool,
) -> set[str]:
    """The tables asked for. `text` is in lower case; `modified`: a modifier stands with a code;
    `loose`: one is named at all."""
    shows = _of_codes(intents, text, len(codes)) if codes else set()
    if codes and (loose or ("modifier" in intents and modified)):
        shows.add("modifiers")
    if loose and not codes and intents & _EXPLAINED:
        shows.add("cards")
    if diagnoses or "diagnosis" in intents:
        shows.add("diagnoses")
    several = len(codes) > 2 and "pairs" in shows and (modified or _CLAIM.search(text))
    if codes and "pair" in intents and (several or diagnoses):
        shows.add("claim")
    if codes and diagnoses and _CLAIM.search(text):
        shows.add("claim")
    return shows


def _of_codes(intents: set[str], text: str, codes: int) -> set[str]:
    shows: set[str] = set()
    if "units" in intents or ("edit" in intents and _UNITS.search(text)):
        shows.add("units")
    if "fee" in intents and _FEE.search(text):
        shows.add("fees")
    if "globals" in intents or _GLOBAL.search(text):
        shows.add("periods")
    if _ADD_ON.search(text):
        shows.add("add_ons")
    columns = INDICATORS if _INDICATOR.search(text) else _BY_ITSELF
    if any(INDICATORS[column].search(text) for column in columns):
        shows.add("indicators")
    if intents & _EDITS and not _only_units(text) and (not shows or _TABLES.search(text)):
        shows.add("pairs")
    if shows & {"add_ons", "indicators"} and codes == 1 and not _TABLES.search(text):
        shows.discard("pairs")
    if intents & _EXPLAINED and not shows:
        shows.add("codes")
    return shows


def _only_units(text: str) -> bool:
    """ "MUE of 62304" asks for units, not for pairs."""
    return bool(_LIMIT.search(text)) and not _TABLES.search(re.sub(r"mue edits?", "", text))
