"""What of the figures a question asks for: codes, modifiers, the tables its words mean, day and place."""

from collections.abc import Sequence
from datetime import date

from consultant.answer.place import days_in, localities_in, setting_in
from consultant.answer.shows import INDICATORS, tables
from consultant.frozen import Frozen
from consultant.inquiry.inquiry import Question
from consultant.inquiry.mention import Assertion
from consultant.knowledge.claim.claim import Line
from consultant.knowledge.edition import Edition
from consultant.knowledge.published import Locality

_SEVERAL = 8
_PLACES = 6
_RIDES = "ZZZ"  # an add-on, whose period is that of its primary


class Wanted(Frozen):
    """What of the figures a question asks for."""

    codes: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()  # what was recommended beside the codes named
    alternatives: tuple[str, ...] = ()  # codes of which only one is meant
    diagnoses: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    modifiers: tuple[tuple[str, str], ...] = ()  # (code, modifier)
    shows: frozenset[str] = frozenset()  # as shows.py names the tables
    columns: tuple[str, ...] = ()  # the published indicators named
    on: date | None = None
    dated: bool = False  # the sender named the day
    further: tuple[date, ...] = ()  # days named beside it
    setting: str = "practitioner"
    localities: tuple[Locality, ...] = ()
    more_localities: int = 0  # so many more were named than are shown


def _earlier(question: Question, edition: Edition, codes: Sequence[str]) -> tuple[str, ...]:
    """The codes whose periods a family states, of services that the question only looks back on."""
    have = {f.family for c in codes if (f := edition.family_of(c))}
    terms = (m for m in question.all_mentions() if m.kind == "term" and m.assertion is Assertion.HISTORICAL)
    owners = dict.fromkeys(m.owner for m in terms if m.owner not in have)
    return tuple(c for o in owners for c, days in edition.families[o].globals.items() if days != _RIDES)


def _localities(text: str, edition: Edition, on: date | None) -> tuple[Locality, ...]:
    states = edition.indicators.meanings.get("state", {})
    every = edition.kept(("localities", on), lambda: edition.published.fees.localities(on))
    return localities_in(text, every, states)


def _lines(question: Question) -> tuple[Line, ...]:
    """The codes named, as lines of a claim; a code that a question comes back to is no second line of it."""
    named = [c for c in question.all_codes() if c.kind == "code"]
    told = {c.value for c in named if c.sentence not in question.asking}
    lines = (c for c in named if c.modifiers or c.value not in told or c.sentence not in question.asking)
    return tuple(Line(code=c.value, modifiers=c.modifiers, units=c.units or 1) for c in lines)


def _days(text: str, edition: Edition) -> tuple[date, ...]:
    return days_in(text, edition.published.loaded("rvu")) if "20" in text else ()  # each has its year


def wanted(
    question: Question, edition: Edition, today: date | None = None, decided: Sequence[str] = ()
) -> Wanted:
    """Read a question for what it wants of the figures: of the codes named, or else of those
    `decided` for it. `today` is the day when none is named; without it the newest releases speak."""
    intents, text = set(question.intents), question.said or question.text
    codes = tuple(dict.fromkeys(c.value for c in question.all_codes() if c.kind == "code")) or tuple(decided)
    diagnoses = tuple(dict.fromkeys(c.value for c in question.all_codes() if c.kind == "icd"))
    loose = question.loose_modifiers()
    modifiers = {(c.value, m): None for c in question.all_codes() for m in (*c.modifiers, *loose)}
    lower = text.lower()
    shows = tables(intents, lower, codes, diagnoses, modified=bool(modifiers), loose=bool(loose))
    apart = {m for rule in edition.modifiers.distinct for m in rule.modifiers}
    if len(codes) > 1 and apart & set(loose):
        shows.add("pairs")  # the edits say whether such a modifier is needed
    if "periods" in shows:
        codes += _earlier(question, edition, codes)
    if question.alternatives:
        shows.discard("claim")  # of codes to choose from no claim is made
    looks_back = shows & {"fees", "periods"}  # of these the past is asked about, too
    days = _days(text, edition) if looks_back else ()
    now = _days(question.now, edition) or days
    on = now[0] if now else today
    places = _localities(text, edition, on) if "fees" in shows else ()
    return Wanted(
        codes=codes,
        decided=tuple(c for c in decided if c not in codes),
        alternatives=question.alternatives,
        diagnoses=diagnoses,
        lines=_lines(question),
        modifiers=tuple(modifiers) or tuple((c, m) for c in codes or ("",) for m in loose),
        shows=frozenset(shows),
        columns=tuple(c for c, words in INDICATORS.items() if "indicators" in shows and words.search(lower)),
        on=on,
        further=tuple(d for d in days if d != on)[:3],
        dated=bool(now),
        setting=setting_in(lower),
        localities=places[:_PLACES],
        more_localities=max(0, len(places) - _PLACES),
    )
