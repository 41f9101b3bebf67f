"""`consultant check`: is everything in config/ and templates/ fit to start with?"""

import typer

from consultant.cli.common import DEFAULT_CONFIG, ConfigFolder, settings_from, stop


def check(config: ConfigFolder = DEFAULT_CONFIG) -> None:
    """Validate settings, knowledge and templates; print what is loaded.

    Ends with 1 and one sentence naming file and line when something does not fit.

    Example: [bold]consultant check --config /etc/consultant[/bold]
    """
    from rich.console import Console
    from rich.table import Table

    from consultant.config.reading import ConfigError
    from consultant.config.templates import load_letters
    from consultant.wiring import knowledge_of, templates_of

    settings = settings_from(config)
    try:
        knowledge = knowledge_of(settings)
        load_letters(templates_of(settings), knowledge.edition)
    except ConfigError as error:
        stop(str(error))
    release = knowledge.edition.release
    table = Table(title=f"Edition {release.name} ({release.date})", title_justify="left")
    for column in ("family", "codes", "axes", "rules", "facts"):
        table.add_column(column, justify="left" if column == "family" else "right")
    for family in knowledge.edition.families.values():
        sizes = (family.codes, family.axes, family.rules, family.facts)
        table.add_row(family.title, *(str(len(s)) for s in sizes))
    console = Console()
    console.print(table)
    console.print(f"Addresses: {', '.join(settings.desk.addresses)}")
    console.print(f"Reviewed by: {release.reviewed_by or 'no certified coder yet'}")
    typer.echo("Everything fits.")
