"""Which published rows a reply shows, so that it can name their releases."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from consultant.answer.card import Card
from consultant.knowledge.published import Trace

if TYPE_CHECKING:
    from consultant.answer.figures import Figures


def traces(made: "Figures") -> Iterable[Trace]:
    """Every row shown, in the order shown."""
    for c in made.cards:
        yield from _card_traces(c, made.wanted.shows)
    yield from (p.edit.trace for p in made.pairs if p.edit)
    yield from (p.deleted.trace for p in made.pairs if p.deleted)
    yield from (r.trace for r in made.rulings if r.trace)


def _card_traces(c: Card, shows: frozenset[str]) -> Iterable[Trace]:
    if shows & {"fees", "periods", "indicators", "codes"}:
        yield from (f.value.trace for f in c.fees)
        yield from (p.locality.trace for f in c.fees for p in f.local if p.locality)
    if shows & {"units", "codes"}:
        yield from (x.trace for x in c.limits)
    if "add_ons" in shows:
        yield from (p.trace for p in (*c.primaries, *c.add_ons))
    if c.diagnosis:
        yield c.diagnosis.trace
    if c.supply:
        yield c.supply.trace
