"""Everything the knowledge holds of one code, for `consultant lookup` and for replies."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from consultant.frozen import Frozen
from consultant.knowledge.edition import Edition
from consultant.knowledge.family import CodeEntry, Fact
from consultant.knowledge.modifier import Modifier
from consultant.knowledge.payment import Payment, payment
from consultant.knowledge.published import (
    AddOnPair,
    AnesthesiaFactor,
    CategoryOf,
    CoverageArticle,
    Descriptor,
    Diagnosis,
    Locality,
    RelativeValue,
    Supply,
    UnitLimit,
)

_MOST = 12
INDICATORS = ("status", "pctc", "global_days", "multiple", "bilateral", "assistant", "cosurgeon", "team")


class Fee(Frozen):
    """A fee schedule row with its amounts: national first, then of each locality asked about."""

    value: RelativeValue
    national: Payment | None
    local: tuple[Payment, ...] = ()


class Meaning(Frozen):
    """A published indicator and what it means."""

    column: str
    value: str
    meaning: str


class Card(Frozen):
    """One code. `kind` is procedure, supply, diagnosis, modifier or unknown."""

    code: str
    kind: str
    plain: str = ""
    family: str = ""
    entry: CodeEntry | None = None
    official: tuple[Descriptor, ...] = ()
    fees: tuple[Fee, ...] = ()
    indicators: tuple[Meaning, ...] = ()
    factors: tuple[AnesthesiaFactor, ...] = ()  # of an anesthesia code, in the localities asked about
    national_factor: str = ""  # of an anesthesia code
    limits: tuple[UnitLimit, ...] = ()
    limits_loaded: tuple[str, ...] = ()  # settings whose limits are loaded for this code
    primaries: tuple[AddOnPair, ...] = ()
    add_ons: tuple[AddOnPair, ...] = ()
    categories: tuple[CategoryOf, ...] = ()
    articles: tuple[CoverageArticle, ...] = ()
    covered: dict[str, tuple[tuple[str, str], ...]] = {}  # article -> (code, title), the first of each group
    history: tuple[RelativeValue, ...] = ()
    withdrawn: str = ""
    related: tuple[str, ...] = ()  # diagnoses that the family names
    supply: Supply | None = None
    coverage: str = ""  # what the coverage letter of a HCPCS code means
    diagnosis: Diagnosis | None = None
    limit_meanings: dict[str, str] = {}
    modifier: Modifier | None = None
    needs: tuple[str, ...] = ()  # of a modifier: the published indicators that allow it, in words
    facts: tuple[Fact, ...] = ()


def card(code: str, edition: Edition, on: date | None = None, localities: Sequence[Locality] = ()) -> Card:
    """All there is of a code on a date."""
    code = code.strip().upper()
    key = "card", code, on, tuple((x.mac, x.number) for x in localities)
    return edition.kept(key, lambda: _made(code, edition, on, localities))


def _made(code: str, edition: Edition, on: date | None, localities: Sequence[Locality]) -> Card:
    published = edition.published
    if len(code) == 2:
        return _modifier(code, edition, on)
    diagnosis = None if _procedure_shaped(code) else published.concepts.diagnosis(code, on)
    if diagnosis:
        return Card(code=diagnosis.code, kind="diagnosis", plain=diagnosis.title, diagnosis=diagnosis)
    found = _procedure(code, edition, on, localities)
    known = found.entry or found.fees or found.history or found.limits or found.supply or found.withdrawn
    return found if known else Card(code=code, kind="unknown")


def _procedure_shaped(code: str) -> bool:
    """Five characters of which the first or the middle ones say that it is no diagnosis."""
    return len(code) == 5 and "." not in code and (code[0].isdigit() or code[1:].isdigit())


def _modifier(code: str, edition: Edition, on: date | None) -> Card:
    known = edition.modifiers.modifiers.get(code)
    supply = edition.published.concepts.modifier(code, on)
    if known is None and supply is None:
        return Card(code=code, kind="unknown")
    if known is None:
        return Card(code=code, kind="modifier", plain=supply.title if supply else "", supply=supply)
    needs = tuple(_needed(column, values, edition) for column, values in known.needs.items())
    facts = tuple(f for i in known.facts if (f := edition.fact(i)))
    return Card(
        code=code,
        kind="modifier",
        plain=known.plain,
        supply=supply,
        modifier=known,
        needs=needs,
        facts=facts,
    )


def _needed(column: str, values: Sequence[str], edition: Edition) -> str:
    """ "bilateral indicator 1 (150 % …) or 3 (…)"."""
    shown = " or ".join(f"{v} ({edition.indicators.meaning(column, v)})" for v in values)
    return f"{column.replace('_', ' ')} {'' if column == 'global_days' else 'indicator '}{shown}"


def _procedure(code: str, edition: Edition, on: date | None, localities: Sequence[Locality]) -> Card:
    published = edition.published
    entry, family = edition.entry(code), edition.family_of(code)
    supply = published.concepts.supply(code, on) if code[0].isalpha() else None
    values = published.fees.values(code, on)
    settings = ("practitioner", "hospital", "dme")
    limits = [limit for s in settings if (limit := published.edits.limit(code, s, on))]
    articles = tuple(published.coverage.articles(code))
    return Card(
        code=code,
        kind="supply" if supply else "procedure",
        plain=(entry.plain if entry else "") or (supply.title if supply else ""),
        family=family.title if family else "",
        entry=entry,
        official=tuple(published.concepts.descriptors(code)),
        fees=tuple(_fee(v, localities) for v in values),
        indicators=_indicators(values, edition),
        **(_anesthesia(edition, on, localities) if values and values[0].status == "J" else {}),
        limits=tuple(limits),
        limits_loaded=tuple(s for s in settings if published.edits.covers_units(code, s)),
        limit_meanings={x.indicator: edition.indicators.meaning("units", x.indicator) for x in limits},
        primaries=tuple(published.edits.primaries(code, on)),
        add_ons=tuple(published.edits.add_ons(code, on)),
        categories=tuple(published.coverage.categories(code, on)),
        articles=articles,
        covered={a.article: _covered(a, edition) for a in articles},
        history=tuple(published.fees.history(code)),
        withdrawn=published.concepts.withdrawn(code),
        related=family.diagnoses if family else (),
        supply=supply,
        coverage=edition.indicators.meaning("coverage", supply.coverage) if supply else "",
    )


def _anesthesia(edition: Edition, on: date | None, localities: Sequence[Locality]) -> dict[str, Any]:
    """The conversion factors that base and time units of anesthesia are paid by."""
    fees = edition.published.fees
    found = [fees.anesthesia(place.mac, place.number, on) for place in localities]
    years = edition.published.loaded("anesthesia")
    begun = [y for y in years if on is None or (y.effective and y.effective <= on)] or years
    national = begun[-1].facts.get("national", "") if begun else ""
    return {"factors": tuple(f for f in found if f), "national_factor": national}


def _covered(article: CoverageArticle, edition: Edition) -> tuple[tuple[str, str], ...]:
    find = edition.published.coverage.diagnoses
    return tuple(d for group in article.groups for d in find(article.article, article.version, group, _MOST))


def _fee(value: RelativeValue, localities: Sequence[Locality]) -> Fee:
    local = (payment(value, place) for place in localities)
    return Fee(value=value, national=payment(value), local=tuple(p for p in local if p))


def _indicators(values: Sequence[RelativeValue], edition: Edition) -> tuple[Meaning, ...]:
    if not values:
        return ()
    first = next((v for v in values if not v.modifier), values[0])
    return tuple(
        Meaning(
            column=c, value=str(getattr(first, c)), meaning=edition.indicators.meaning(c, getattr(first, c))
        )
        for c in INDICATORS
    )
