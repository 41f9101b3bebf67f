"""`consultant browse`: what stands around a code."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from consultant.cli.common import DEFAULT_CONFIG, ConfigFolder, settings_from, stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from consultant.answer.browsing import Place, Stop


def browse(
    name: Annotated[
        list[str], typer.Argument(metavar="X", help="A code, range, heading, chapter or family.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")] = False,
    config: ConfigFolder = DEFAULT_CONFIG,
) -> None:
    """Show parents, children and neighbours; ends with 1 when nothing of the name is there.

    Examples:

    [bold]consultant browse M48.0[/bold]     [bold]consultant browse 62302-62305[/bold]

    [bold]consultant browse chapter 13[/bold]     [bold]consultant browse myelography[/bold]
    """
    from consultant.answer.browsing import place
    from consultant.config.reading import ConfigError
    from consultant.wiring import knowledge_of

    try:
        edition = knowledge_of(settings_from(config)).edition
    except ConfigError as error:
        stop(str(error))
    found = place(" ".join(name), edition)
    if as_json:
        print(found.model_dump_json())
    elif found.kind:
        _show(found)
    if not found.kind:
        if not as_json:
            stop(f"expected a code, range, heading, chapter or family, found {found.name or 'nothing'}.")
        raise typer.Exit(1)


def _show(place: "Place") -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for depth, parent in enumerate(place.parents):
        console.print(Text(f"{'  ' * depth}{parent.code}  {parent.title}", style="dim"))
    head = Text(f"{'  ' * len(place.parents)}{place.name}", style="bold")
    head.append(f"  {place.title}" if place.title else "", style="bold")
    head.append(
        "" if place.billable or place.kind in ("range", "beginning") else "  (not billable by itself)",
        "yellow",
    )
    console.print(head)
    indent = "  " * (len(place.parents) + 1)
    _list(console, place.children, indent)
    if place.neighbours:
        console.print(Text("beside it", style="dim"))
        _list(console, place.neighbours, "  ")


def _list(console: Any, stops: "Sequence[Stop]", indent: str) -> None:
    from rich.text import Text

    for s in stops:
        line = Text(f"{indent}{s.code}", style="bold" if s.billable else "bold yellow")
        console.print(line.append(f"  {s.title}", style="not bold"))
