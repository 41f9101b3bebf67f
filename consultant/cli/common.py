"""What commands share: the --config option, and one sentence instead of a traceback."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from consultant.config.settings import Settings

ConfigFolder = Annotated[
    Path, typer.Option("--config", "-c", metavar="DIR", help="The folder that holds consultant.toml.")
]
DEFAULT_CONFIG = Path("config")


def stop(sentence: str) -> NoReturn:
    """End with exit code 1 and one sentence on standard error."""
    typer.echo(f"consultant: {sentence}", err=True)
    raise typer.Exit(1)


def settings_from(folder: Path) -> "Settings":
    """The settings, or the sentence that says what is wrong with them."""
    from consultant.config.reading import ConfigError, load

    try:
        return load(folder)
    except ConfigError as error:
        stop(str(error))
