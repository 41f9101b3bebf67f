"""What is known of a code, as tables for a person, and the same as JSON."""

from collections.abc import Sequence
from decimal import Decimal

from pydantic import TypeAdapter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from consultant.answer.card import Card
from consultant.knowledge.published import Trace

_MOST = 24
_NOTES = {
    "excludes1": "Excludes1",
    "excludes2": "Excludes2",
    "codeFirst": "code first",
    "useAdditionalCode": "use additional code",
    "codeAlso": "code also",
    "includes": "includes",
    "inclusionTerm": "also called",
    "notes": "note",
    "sevenChrNote": "7th character",
}


def show_json(cards: Sequence[Card]) -> None:
    """One JSON list on standard output."""
    print(TypeAdapter(list[Card]).dump_json(list(cards), indent=2, exclude_defaults=True).decode())


def show(cards: Sequence[Card]) -> None:
    """One block per code."""
    console = Console(highlight=False)
    for card in cards:
        console.print(Text.assemble((card.code, "bold"), f"  {card.plain}"))
        if card.kind == "unknown":
            console.print("  not in this edition")
        elif not card.plain and not card.official and card.code[0].isdigit():
            console.print("  no description of ours; the official one comes with a licence's files")
        for descriptor in card.official:
            console.print(Text(f"  {descriptor.kind}: {descriptor.text}"))
        for notice in dict.fromkeys(d.notice for d in card.official):
            console.print(Text(f"  {notice}", style="dim"))
        _family(console, card)
        _fees(console, card)
        _edits(console, card)
        _supply(console, card)
        _diagnosis(console, card)
        _beside(console, card)
        console.print()


def _family(console: Console, card: Card) -> None:
    if card.family:
        console.print(f"  family: {card.family}")
    entry = card.entry
    if entry and entry.status != "active":
        since = f" since {entry.since}" if entry.since else ""
        instead = f"; look at {', '.join(entry.replaced_by)}" if entry.replaced_by else ""
        console.print(f"  [bold red]{entry.status}{since}[/bold red]{instead}")
    if card.withdrawn:
        console.print(Text(f"  licensed history: {card.withdrawn}"))


def _fees(console: Console, card: Card) -> None:
    if not card.fees:
        if card.history:
            console.print(f"  not in the fee schedule of that date; last in {card.history[-1].trace.release}")
        return
    table = Table("", "work", "PE office", "PE fac.", "MP", "office", "facility", box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    for fee in card.fees:
        v = fee.value
        cells = (v.work, v.nonfacility_pe, v.facility_pe, v.malpractice)
        office = f"{v.nonfacility_total}{' NA' if v.nonfacility_na else ''}"
        facility = f"{v.facility_total}{' NA' if v.facility_na else ''}"
        table.add_row(v.modifier or "RVU", *(_number(c) for c in cells), office, facility)
        for paid in filter(None, (fee.national, *fee.local)):
            place = paid.locality
            where = f"{place.name.title()}, {place.state}" if place else f"national x {v.conversion_factor}"
            name = f"{v.modifier} {where}".strip()
            table.add_row(Text(f"  {name}"), "", "", "", "", _money(paid.nonfacility), _money(paid.facility))
    console.print(table)
    _anesthesia(console, card)
    for m in card.indicators:
        console.print(Text(f"  {m.column.replace('_', ' ')} {m.value}: {m.meaning}"))
    _source(console, card.fees[0].value.trace)
    local = [paid.locality for fee in card.fees for paid in fee.local if paid.locality]
    for trace in dict.fromkeys(where.trace for where in local):
        _source(console, trace)
    releases = {v.trace.release: v for v in card.history if not v.modifier}
    if len(releases) > 1:
        line = "; ".join(
            f"{r.split(', ')[-1]} {v.nonfacility_total}/{v.facility_total}" for r, v in releases.items()
        )
        console.print(Text(f"  history, office/facility RVU: {line}"))


def _anesthesia(console: Console, card: Card) -> None:
    if card.national_factor:
        console.print(f"  anesthesia conversion factor, national: ${card.national_factor} a unit")
    for f in card.factors:
        console.print(Text(f"  anesthesia conversion factor, {f.name.title()}: ${f.amount} a unit"))
        _source(console, f.trace)


def _edits(console: Console, card: Card) -> None:
    for limit in card.limits:
        meaning = card.limit_meanings.get(limit.indicator, "")
        console.print(Text(f"  MUE {limit.setting} {limit.units}, indicator {limit.indicator}: {meaning}"))
        console.print(Text(f"    {limit.rationale}"))
        _source(console, limit.trace)
    for word, pairs, which in (
        ("add-on to", card.primaries, "primary"),
        ("its add-ons", card.add_ons, "add_on"),
    ):
        codes = sorted({getattr(p, which) or "the contractor's list" for p in pairs})
        if codes:
            more = f" and {len(codes) - _MOST} more" if len(codes) > _MOST else ""
            console.print(Text(f"  {word}: {', '.join(codes[:_MOST])}{more}"))
            _source(console, pairs[0].trace)


def _supply(console: Console, card: Card) -> None:
    s = card.supply
    if s is None:
        return
    if s.title != card.plain:
        console.print(Text(f"  {s.title}"))
    fields = {
        "coverage": f"{s.coverage}, {card.coverage}" if card.coverage else s.coverage,
        "pricing": s.pricing,
        "BETOS": s.betos,
        "type of service": s.type_of_service,
    }
    days = {"added": s.added, "changed": s.changed, "ended": s.terminated}
    for name, value in (*fields.items(), *days.items()):
        if value:
            console.print(Text(f"  {name}: {value}"))
    _source(console, s.trace)


def _diagnosis(console: Console, card: Card) -> None:
    d = card.diagnosis
    if d is None:
        return
    for code, title in d.above:
        console.print(Text(f"  in {code} {title}"))
    console.print(f"  {'billable' if d.billable else 'not billable'}")
    rows = d.completions or tuple((code, title) for code, title, _ in d.below)
    for code, title in rows[:_MOST]:
        console.print(Text(f"    {code} {title}"))
    if len(rows) >= _MOST:
        console.print("    …")
    for character, text in d.sevenths:
        console.print(Text(f"  7th character {character}: {text}"))
    for note in d.notes:
        above = f" (at {note.code})" if note.code != d.code else ""
        console.print(Text(f"  {_NOTES.get(note.kind, note.kind)}{above}: {note.text}"))
    _source(console, d.trace)


def _beside(console: Console, card: Card) -> None:
    for category in card.categories:
        console.print(Text(f"  {category.system.upper()} {category.number}: {category.label}"))
    for article in card.articles:
        lcds = f", L{', L'.join(article.lcds)}" if article.lcds else ""
        console.print(Text(f"  article A{article.article}{lcds}: {article.title}"))
        codes = ", ".join(code for code, _ in card.covered.get(article.article, ()))
        if codes:
            console.print(Text(f"    diagnoses that it covers, among others: {codes}"))
    if card.related:
        console.print(Text(f"  diagnoses that the family names: {'; '.join(card.related)}"))


def _source(console: Console, trace: Trace) -> None:
    near = "" if trace.exact else "; not of the date asked about, the nearest loaded"
    console.print(Text(f"    {trace}{near}", style="dim"))


def _number(value: Decimal | None) -> str:
    return "-" if value is None else str(value)


def _money(amount: Decimal | None) -> str:
    return "-" if amount is None else f"${amount:,.2f}"
