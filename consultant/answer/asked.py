"""What of the figures a question asks for: codes, modifiers, the tables its words mean, day and place."""

import re
from collections.abc import Sequence
from datetime import date

from consultant.answer.place import day_in, localities_in, setting_in
from consultant.frozen import Frozen
from consultant.inquiry.inquiry import Question
from consultant.knowledge.claim.claim import Line
from consultant.knowledge.edition import Edition
from consultant.knowledge.published import Locality

_SEVERAL = 8
_PLACES = 6
_EDITS = frozenset(("pair", "edit"))
_WORD = re.compile(r"[a-z][a-z-]{3,}")
_LIMIT = re.compile(r"\b(?:mue|mai|medically unlikely)\b", re.I)
_UNITS = re.compile(r"\b(?:mue|mai|medically unlikely|units?|how many|times)\b", re.I)
_TABLES = re.compile(r"\b(?:ncci|ptp|edits?|bundl\w+|together|with|column)\b", re.I)
_FEE = re.compile(
    r"\b(?:fees?|w?rvus?|pay\w*|paid|reimburs\w*|allowable|pric\w+|rates?|worth|costs?|amounts?|conversion)\b",
    re.I,
)
_GLOBAL = re.compile(r"\b(?:global|post-?op\w*)\b", re.I)
_STOP = frozenset(
    "which what diagnosis diagnoses code codes coding would should could does have this that with from about "
    "please need needs support supports necessity medical best right correct patient there when used using "
    "billable bill billing dx icd icd-10 icd-10-cm thanks thank hello claim".split()
)


class Wanted(Frozen):
    """What of the figures a question asks for."""

    codes: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    modifiers: tuple[tuple[str, str], ...] = ()  # (code, modifier)
    shows: frozenset[str] = frozenset()  # pairs, units, fees, periods, modifiers, diagnoses, claim
    words: tuple[str, ...] = ()  # of a diagnosis looked for
    on: date | None = None
    dated: bool = False  # the sender named the day
    setting: str = "practitioner"
    localities: tuple[Locality, ...] = ()
    more_localities: int = 0  # so many more were named than are shown


def wanted(
    question: Question, edition: Edition, today: date | None = None, decided: Sequence[str] = ()
) -> Wanted:
    """Read a question for what it wants of the figures: of the codes named, or else of those
    `decided` for it. `today` is the day when none is named; without it the newest releases speak."""
    intents = set(question.intents)
    codes = tuple(dict.fromkeys(c.value for c in question.all_codes() if c.kind == "code")) or tuple(decided)
    diagnoses = tuple(dict.fromkeys(c.value for c in question.all_codes() if c.kind == "icd"))
    loose = [m.value for m in question.all_mentions() if m.kind == "modifier"]
    modifiers = {(c.value, m): None for c in question.all_codes() for m in (*c.modifiers, *loose)}
    day = day_in(question.text, edition.published.loaded("rvu"))
    on = day or today
    shows = _shows(intents, question.text, codes, diagnoses, bool(modifiers))
    places: tuple[Locality, ...] = ()
    if "fees" in shows:
        states = edition.indicators.meanings.get("state", {})
        places = localities_in(question.text, edition.published.fees.localities(on), states)
    return Wanted(
        codes=codes,
        diagnoses=diagnoses,
        lines=tuple(
            Line(code=c.value, modifiers=c.modifiers, units=c.units or 1)
            for c in question.all_codes()
            if c.kind == "code"
        ),
        modifiers=tuple(modifiers),
        shows=frozenset(shows),
        words=_words(question.text) if "diagnosis" in intents and not codes and not diagnoses else (),
        on=on,
        dated=day is not None,
        setting=setting_in(question.text),
        localities=places[:_PLACES],
        more_localities=max(0, len(places) - _PLACES),
    )


def _shows(
    intents: set[str], text: str, codes: Sequence[str], diagnoses: Sequence[str], modified: bool
) -> set[str]:
    """Which tables an intent asks for."""
    shows: set[str] = set()
    if codes and (intents & {"units"} or ("edit" in intents and _UNITS.search(text))):
        shows.add("units")
    if "fee" in intents and codes and _FEE.search(text):
        shows.add("fees")
    if codes and ("globals" in intents or _GLOBAL.search(text)):
        shows.add("periods")
    if codes and intents & _EDITS and not _only_units(text) and (not shows or _TABLES.search(text)):
        shows.add("pairs")
    if "modifier" in intents and modified and codes:
        shows.add("modifiers")
    if diagnoses or "diagnosis" in intents:
        shows.add("diagnoses")
    if codes and "pair" in intents and (len(codes) > 2 or diagnoses):
        shows.add("claim")
    return shows


def _only_units(text: str) -> bool:
    """ "MUE of 62304" asks for units, not for pairs."""
    return bool(_LIMIT.search(text)) and not _TABLES.search(re.sub(r"(?i)mue edits?", "", text))


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for w in _WORD.findall(text.lower()) if w not in _STOP))[:_SEVERAL]
