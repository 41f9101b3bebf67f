"""`consultant desk dkim`: the key that signs replies, and the DNS record that belongs to it."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from consultant.cli.common import DEFAULT_CONFIG, ConfigFolder, settings_from, stop

if TYPE_CHECKING:
    from consultant.config.settings import Settings

Make = Annotated[bool, typer.Option("--make", help="First make the key, in the file that dkim.key names.")]


def dkim(config: ConfigFolder = DEFAULT_CONFIG, make: Make = False) -> None:
    """The DNS record to publish, so that receivers can check the signatures on replies.

    Example: [bold]consultant desk dkim --make[/bold]
    """
    from consultant.config.reading import ConfigError
    from consultant.wiring import make_signer

    settings = settings_from(config)
    if make:
        _make_key(settings)
    try:
        signer = make_signer(settings, os.environ)
    except ConfigError as error:
        stop(str(error))
    if signer is None:
        stop("replies are not signed: there is no [dkim] in the settings.")
    name, text = signer.record()
    pieces = " ".join(f'"{text[at : at + 250]}"' for at in range(0, len(text), 250))
    typer.echo(f"{name}. 3600 IN TXT ({pieces})")


def _make_key(settings: "Settings") -> None:
    from consultant.desk.signing_key import NoKeyMade, make_key

    if settings.dkim is None or not settings.dkim.key:
        stop("set dkim.selector and dkim.key first, so that it is known where the key goes.")
    try:
        make_key(settings.folder / settings.dkim.key)
    except NoKeyMade as error:
        stop(f"no key was made: {error}.")
