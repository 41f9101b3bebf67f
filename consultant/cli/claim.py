"""`consultant claim`: is this set of codes billable?"""

from typing import TYPE_CHECKING, Annotated

import typer

from consultant.cli.common import DEFAULT_CONFIG, ConfigFolder, settings_from, stop

if TYPE_CHECKING:
    from consultant.knowledge.claim.claim import Claim
    from consultant.knowledge.claim.remark import Review

_COLOURS = {"deny": "bold red", "warn": "yellow", "note": "cyan"}


def claim(
    text: Annotated[list[str], typer.Argument(metavar="CLAIM", help="Codes, modifiers, units and dx.")],
    on: Annotated[str, typer.Option("--on", metavar="YYYY-MM-DD", help="The date of service.")] = "",
    setting: Annotated[str, typer.Option(help="practitioner or hospital.")] = "practitioner",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")] = False,
    config: ConfigFolder = DEFAULT_CONFIG,
) -> None:
    """Check a claim: codes, units, modifiers, every pair in both orders, add-ons, diagnoses.

    Ends with 1 when a line would be denied.

    Example: [bold]consultant claim "62305 72132 62284-59 x1, dx M48.061" --on 2026-07-15[/bold]
    """
    from consultant.cli.lookup import day_of
    from consultant.config.reading import ConfigError
    from consultant.knowledge.claim.checking import check
    from consultant.knowledge.claim.claim import parse
    from consultant.wiring import knowledge_of

    if setting not in ("practitioner", "hospital"):
        stop(f"expected --setting to be practitioner or hospital, found {setting}.")
    day = day_of(on)
    read = parse(" ".join(text))
    if read.unread or not (read.lines or read.diagnoses):
        found = f'"{read.unread[0]}"' if read.unread else "none"
        stop(f"expected codes such as 62284-59 x1 and dx M48.061, found {found}.")
    try:
        edition = knowledge_of(settings_from(config)).edition
    except ConfigError as error:
        stop(str(error))
    review = check(read, edition, day, setting)
    _show_json(read, review) if as_json else _show(read, review)
    if any(r.severity == "deny" for r in review.remarks):
        raise typer.Exit(1)


def _show_json(read: "Claim", review: "Review") -> None:
    import json

    found = {"claim": read.model_dump(mode="json"), "clean": review.clean, **review.model_dump(mode="json")}
    print(json.dumps(found, ensure_ascii=False, indent=2))


def _show(read: "Claim", review: "Review") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    lines = "  ".join(f"{line} x{line.units}" for line in read.lines)
    console.print(Text(f"{lines}  dx {' '.join(read.diagnoses) or 'none'}", style="bold"))
    table = Table.grid(padding=(0, 2, 1, 0))
    for r in review.remarks:
        source = str(r.trace) if r.trace else " ".join(r.facts)
        said = Text.assemble(f"{r.say}.\n{r.do}", "\n" if source else "", (source, "dim"))
        table.add_row(Text(r.severity, style=_COLOURS[r.severity]), said)
    if review.remarks:
        console.print(table)
    if review.clean:
        console.print("[green]Nothing found against it.[/green]")
    for title in review.tables:
        console.print(Text(f"checked on: {title}", style="dim"))
    for what in review.missing:
        console.print(Text(f"not checked, because not loaded: {what}", style="yellow"))
