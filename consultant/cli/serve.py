"""`consultant serve`: the desk in the foreground until SIGTERM or SIGINT."""

import asyncio
import resource
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from consultant.cli.common import DEFAULT_CONFIG, ConfigFolder, settings_from, stop

if TYPE_CHECKING:
    from consultant.app import Desk


class Part(StrEnum):
    """What of the desk runs here."""

    BOTH = "both"
    LISTENER = "listener"
    WORKERS = "workers"


def serve(
    config: ConfigFolder = DEFAULT_CONFIG,
    role: Annotated[
        Part, typer.Option(help="Take mail, answer and deliver it, or both; halves meet in one database.")
    ] = Part.BOTH,
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help="Processes that answer, instead of answer.workers.")
    ] = None,
) -> None:
    """Run the desk in the foreground.

    Stops on SIGTERM or Ctrl-C: mails on their way in still get their answer, everything else stays in the
    store for the next start.

    Examples:

    [bold]consultant serve --config /etc/consultant[/bold]

    [bold]consultant serve --role workers --workers 4[/bold]
    """
    import os

    from consultant.app import Desk
    from consultant.config.reading import ConfigError, relay_login, return_paths
    from consultant.desk import maillog, metrics
    from consultant.desk.crew import Crew
    from consultant.desk.doors import open_doors
    from consultant.starting import edition_name, make_authenticator, make_consult

    settings = settings_from(config)
    maillog.configure(settings.log.format)
    _allow_many_files()
    try:
        login = relay_login(os.environ, settings.relay)
        paths = return_paths(os.environ, settings.desk)
        doors = open_doors(settings)
        if role is not Part.LISTENER:
            metrics.EDITION.labels(edition_name(settings)).set(1)
    except ConfigError as error:
        stop(str(error))
    make = partial(make_consult, settings)
    size = workers or settings.answer.workers
    crew = Crew(make, size, settings.answer.timeout) if role is not Part.LISTENER else None
    desk = Desk(
        settings,
        crew=crew,
        role=role.value,
        login=login,
        return_paths=paths,
        doors=doors,
        authenticator=make_authenticator(settings) if role is not Part.LISTENER else None,
    )
    if sentence := asyncio.run(run_until_stopped(desk)):
        stop(sentence)


async def run_until_stopped(desk: "Desk") -> str | None:
    """Start, wait for a signal, stop; a sentence if it could not start."""
    import signal

    from consultant.desk.crew import CrewError
    from consultant.desk.store import StoreError

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_log_stray_error)
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    try:
        await desk.start()
    except OSError as error:
        return f"cannot listen on {desk.wanted_address}: {error.strerror or error}."
    except StoreError as error:
        return f"cannot open the store: {error}."
    except CrewError as error:
        return str(error)
    await told.wait()
    await desk.stop()
    return None


def _log_stray_error(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """asyncio's own handler would print the error's message, which may quote a mail."""
    from consultant.desk import maillog

    error = context.get("exception")
    maillog.mistake("asyncio", error if isinstance(error, BaseException) else RuntimeError())


def _allow_many_files() -> None:
    """Every connection is one, and the usual limit is made for shells."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
