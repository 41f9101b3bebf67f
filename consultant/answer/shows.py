"""Which of the published tables a question asks for, by its intents and words.

pairs, units, fees, periods (global days), add_ons, indicators, modifiers (each on its code), cards (modifiers
by themselves), codes (that no family tells of), diagnoses, claim.
"""

import re
from collections.abc import Sequence

_EDITS = frozenset(("pair", "edit"))
_EXPLAINED = frozenset(("info", "validity", "lookup", "modifier", "guideline", "difference"))
_LIMIT = re.compile(r"\b(?:mue|mai|medically unlikely)\b", re.I)
_UNITS = re.compile(r"\b(?:mue|mai|medically unlikely|units?|how many|times)\b", re.I)
_TABLES = re.compile(r"\b(?:ncci|ptp|edits?|bundl\w+|together|with|column)\b", re.I)
_ADD_ON = re.compile(r"\badd[\s-]?ons?\b|\b(?:primary|parent) (?:codes?|procedures?)\b", re.I)
_FEE = re.compile(
    r"\b(?:fees?|w?rvus?|pay\w*|paid|reimburs\w*|allowable|pric\w+|rates?|worth|costs?|amounts?|conversion)\b",
    re.I,
)
_GLOBAL = re.compile(r"\b(?:global|post-?op\w*)\b", re.I)
_CLAIM = re.compile(r"\b(?:pass|scrub\w*|claim|den(?:y|ied|ial)|clean|wrong|check)\b", re.I)
_INDICATOR = re.compile(r"\bindicators?\b", re.I)

INDICATORS = {
    "status": re.compile(r"\bstatus (?:indicator|code)\b", re.I),
    "pctc": re.compile(r"\bpc\s?/?\s?tc\b|\b(?:professional|technical) (?:component|part|split)\b", re.I),
    "multiple": re.compile(r"\bmultiple (?:procedure|surg)", re.I),
    "bilateral": re.compile(r"\bbilateral\b", re.I),
    "assistant": re.compile(r"\bassist(?:ant|ing)?\b", re.I),
    "cosurgeon": re.compile(r"\bco-?surgeons?\b|\btwo surgeons\b", re.I),
    "team": re.compile(r"\bteam surg|\bsurgical team\b", re.I),
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
    """The tables asked for. `modified`: a modifier stands with a code; `loose`: one is named at all."""
    shows = _of_codes(intents, text, len(codes)) if codes else set()
    if codes and (loose or ("modifier" in intents and modified)):
        shows.add("modifiers")
    if loose and not codes and intents & _EXPLAINED:
        shows.add("cards")
    if diagnoses or "diagnosis" in intents:
        shows.add("diagnoses")
    if codes and "pair" in intents and ((len(codes) > 2 and "pairs" in shows) or diagnoses):
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
    return bool(_LIMIT.search(text)) and not _TABLES.search(re.sub(r"(?i)mue edits?", "", text))
