"""`consultant lookup`: everything the knowledge holds of a code."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from consultant.cli.common import DEFAULT_CONFIG, ConfigFolder, settings_from, stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from consultant.knowledge.edition import Edition
    from consultant.knowledge.published import Locality


def lookup(
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="CPT, HCPCS, modifier or ICD-10-CM.")],
    on: Annotated[str, typer.Option("--on", metavar="YYYY-MM-DD", help="The date of service.")] = "",
    locality: Annotated[str, typer.Option(help="A locality by number or name.")] = "",
    state: Annotated[str, typer.Option(help="All localities of a state, such as IL.")] = "",
    mac: Annotated[str, typer.Option(help="All localities of a contractor, such as 06102.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list instead of tables.")] = False,
    config: ConfigFolder = DEFAULT_CONFIG,
) -> None:
    """Status, meaning, figures, payment, edits and history of codes; ends with 1 when one is not known.

    Examples:

    [bold]consultant lookup 62304 --state IL --on 2026-07-15[/bold]

    [bold]consultant lookup M48.06 G2212 59[/bold]
    """
    from consultant.answer.card import card
    from consultant.cli import card_tables
    from consultant.config.reading import ConfigError
    from consultant.wiring import knowledge_of

    day = day_of(on)
    try:
        edition = knowledge_of(settings_from(config)).edition
    except ConfigError as error:
        stop(str(error))
    places = _localities(edition, day, locality, state, mac)
    cards = [card(code, edition, day, places) for code in codes]
    card_tables.show_json(cards) if as_json else card_tables.show(cards)
    if any(c.kind == "unknown" for c in cards):
        raise typer.Exit(1)


def day_of(text: str) -> date | None:
    """The day of --on; stops with a sentence when it is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        stop(f"expected --on as a day such as 2026-07-15, found {text}.")


def _localities(
    edition: "Edition", day: date | None, locality: str, state: str, mac: str
) -> "Sequence[Locality]":
    if not (locality or state or mac):
        return ()
    found = [
        x
        for x in edition.published.fees.localities(day)
        if (not state or x.state == state.upper())
        and (not mac or x.mac == mac.zfill(5))
        and (not locality or locality.zfill(2) == x.number or locality.upper() in x.name)
    ]
    if not found:
        asked = ", ".join(filter(None, (locality, state, mac)))
        stop(f"expected a payment locality, state or contractor, found none for {asked}.")
    return found
