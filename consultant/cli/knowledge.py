"""`consultant knowledge …`: published files into editions, and which edition the desk uses."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consultant.cli.bar import bar
from consultant.cli.common import DEFAULT_CONFIG, ConfigFolder, settings_from, stop

if TYPE_CHECKING:
    from consultant.editions.catalogue import Catalogue

app = typer.Typer(
    help="Build editions from the files CMS publishes, compare them, choose one.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)

AsJson = Annotated[bool, typer.Option("--json", help="For machines: JSON instead of tables.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="An edition of the data folder, or its file.")]


@app.command()
def build(
    files: Annotated[list[Path], typer.Argument(metavar="FILE|FOLDER|ZIP...", help="Published files.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where editions lie.")] = None,
    name: Annotated[str, typer.Option(help="Its name; by default the newest month and a checksum.")] = "",
    effective: Annotated[
        str, typer.Option(metavar="YYYY-MM-DD", help="For files that do not say their date.")
    ] = "",
    setting: Annotated[
        str, typer.Option(help="practitioner, hospital or dme, for edits that do not say it.")
    ] = "",
    excerpt: Annotated[
        bool, typer.Option("--excerpt", help="Take files with fewer rows than whole ones, marked as parts.")
    ] = False,
    alone: Annotated[
        bool, typer.Option("--alone", help="Without the shipped figures and ICD-10-CM behind them.")
    ] = False,
    config: ConfigFolder = DEFAULT_CONFIG,
) -> None:
    """Import published files into one new edition.

    Each file is told by its content. Nothing is taken of a file that does not fit, and the edition in use
    stays as it is.

    Example: [bold]consultant knowledge build rvu26c.zip ccipra-v322r0-f1.zip[/bold]
    """
    from consultant.editions import shipped
    from consultant.editions.building import build as make
    from consultant.editions.error import EditionError
    from consultant.knowledge.importers.source import Hints

    settings = settings_from(config)
    folder = out or settings.data_folder / "editions"
    hints = Hints(_day(effective), setting, excerpt)
    figures = settings.folder / "knowledge" / "figures"
    base = () if alone else shipped.sources(figures)
    try:
        with bar() as progress:
            built = make(files, folder, _now(), name=name, hints=hints, base=base, progress=progress)
    except EditionError as error:
        stop(str(error))
    for line in built.passed:
        typer.echo(f"passed over: {line}", err=True)
    typer.echo(f"{built.path.stem}: {built.path} ({built.path.stat().st_size / 1e6:.1f} MB)")


@app.command("list")
def list_(config: ConfigFolder = DEFAULT_CONFIG, as_json: AsJson = False) -> None:
    """The editions there are, what went into them, and which is in use.

    Example: [bold]consultant knowledge list[/bold]
    """
    from consultant.cli import edition_tables

    with _sentences():
        found = _catalogue(config).editions(_now())
    edition_tables.show_json(found) if as_json else edition_tables.show_list(found)


@app.command()
def use(name: Name, config: ConfigFolder = DEFAULT_CONFIG) -> None:
    """Switch to an edition, at once and as a whole; a running desk picks it up with its next mail.

    "shipped" is the edition that comes with the project.

    Example: [bold]consultant knowledge use 2026-07-1f3a9c[/bold]
    """
    with _sentences():
        _catalogue(config).use(name, _now())
    typer.echo(f"In use: {name}.")


@app.command()
def verify(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="By default the edition in use.")] = "",
    config: ConfigFolder = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> None:
    """Check the seal, row counts, sums and references of an edition; ends with 1 when something is wrong.

    Example: [bold]consultant knowledge verify[/bold]
    """
    from consultant.cli import edition_tables
    from consultant.editions.verifying import verify as check

    with _sentences():
        found = check(_path(config, name))
    edition_tables.show_json(found) if as_json else edition_tables.show_checks(found)
    if not all(c.right for c in found):
        raise typer.Exit(1)


@app.command()
def diff(
    old: Name,
    new: Name,
    config: ConfigFolder = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> None:
    """Codes added, deleted and changed, and what changed of the codes of our families.

    Example: [bold]consultant knowledge diff 2026-04-77ab01 2026-07-1f3a9c[/bold]
    """
    from consultant.cli import edition_tables
    from consultant.config.knowledge import load_knowledge
    from consultant.editions.comparing import compare
    from consultant.editions.lookup import Base

    with _sentences():
        before, after = Base(_path(config, old)), Base(_path(config, new))
        families = load_knowledge(settings_from(config).folder / "knowledge").edition.families
        found = compare(before, after, {code for f in families.values() for code in f.codes})
    edition_tables.show_json(found) if as_json else edition_tables.show_difference(found)


@app.command()
def show(
    code: Annotated[str, typer.Argument(metavar="CODE")],
    name: Annotated[str, typer.Option("--edition", help="By default the edition in use.")] = "",
    config: ConfigFolder = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> None:
    """Every row of an edition about one code, with its file and line.

    Example: [bold]consultant knowledge show 62305[/bold]
    """
    from consultant.cli import edition_tables
    from consultant.editions.lookup import Base
    from consultant.editions.rows import rows_of

    with _sentences():
        found = rows_of(Base(_path(config, name)), code)
    if not found:
        stop(f"{code}: expected a code of the edition, found no row about it.")
    edition_tables.show_json(found) if as_json else edition_tables.show_rows(found)


def _catalogue(config: Path) -> "Catalogue":
    from consultant.wiring import catalogue_of

    return catalogue_of(settings_from(config))


def _path(config: Path, name: str) -> Path:
    catalogue = _catalogue(config)
    return catalogue.path(name) if name else catalogue.in_use(_now())


@contextmanager
def _sentences() -> Iterator[None]:
    """What does not fit is said in one sentence."""
    from consultant.config.reading import ConfigError

    try:
        yield
    except ConfigError as error:
        stop(str(error))


def _day(text: str) -> int | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        stop(f"expected --effective as a day such as 2026-07-01, found {text}.")
    return day.year * 10_000 + day.month * 100 + day.day


def _now() -> datetime:
    return datetime.now(UTC)
