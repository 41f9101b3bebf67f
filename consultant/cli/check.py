"""`consultant check`: is everything in config/ and templates/ fit to start with?"""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from consultant.cli.common import DEFAULT_CONFIG, ConfigFolder, settings_from, stop

if TYPE_CHECKING:
    from consultant.config.knowledge import Knowledge
    from consultant.knowledge.proof import Coverage


def check(config: ConfigFolder = DEFAULT_CONFIG) -> None:
    """Validate settings, knowledge and templates, prove every family, print what is loaded.

    A family is proved by going through every combination of its axis values: each must hit a row of its
    table, no row may be idle, and every code, fact and axis named must be there. Ends with 1 and a
    sentence naming file and line for whatever does not fit.

    Example: [bold]consultant check --config /etc/consultant[/bold]
    """
    from rich.console import Console

    from consultant.config.reading import ConfigError
    from consultant.config.templates import load_letters
    from consultant.knowledge.proof import prove
    from consultant.wiring import knowledge_of, templates_of

    settings = settings_from(config)
    try:
        knowledge = knowledge_of(settings)
        load_letters(templates_of(settings), knowledge.edition)
    except ConfigError as error:
        stop(str(error))
    families = knowledge.edition.families.values()
    proofs = [prove(f, knowledge.edition, knowledge.lexicon.axes) for f in families]
    console = Console()
    console.print(_table(knowledge, proofs))
    console.print(f"Addresses: {', '.join(settings.desk.addresses)}")
    console.print(f"Reviewed by: {knowledge.edition.release.reviewed_by or 'no certified coder yet'}")
    problems = [sentence for proof in proofs for sentence in _sentences(settings.folder / "knowledge", proof)]
    for sentence in problems:
        typer.echo(sentence, err=True)
    if problems:
        raise typer.Exit(1)
    typer.echo("Everything fits.")


def _sentences(folder: Path, proof: "Coverage") -> list[str]:
    from consultant.config.knowledge import line_in_family

    out = []
    for problem in proof.problems:
        path, line = line_in_family(folder, proof.family, problem.where)
        out.append(f"{path}, line {line}: {problem.says}.")
    return out


def _table(knowledge: "Knowledge", proofs: "list[Coverage]") -> object:
    from rich.table import Table

    release = knowledge.edition.release
    table = Table(title=f"Edition {release.name} ({release.date})", title_justify="left")
    for column in ("family", "codes", "rows", "facts", "cases", "coded", "no code", "asked"):
        table.add_column(column, justify="left" if column == "family" else "right")
    for proof in proofs:
        family = knowledge.edition.families[proof.family]
        sizes = (len(family.codes), len(family.rules), len(family.facts))
        counts = (proof.cases, proof.coded, proof.none, proof.asked)
        table.add_row(family.title, *(str(n) for n in (*sizes, *counts)))
    return table
