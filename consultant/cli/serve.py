"""`consultant serve`: the desk in the foreground until SIGTERM or SIGINT."""

import asyncio
from typing import TYPE_CHECKING, Any

from consultant.cli.common import DEFAULT_CONFIG, ConfigFolder, settings_from, stop

if TYPE_CHECKING:
    from consultant.app import Desk


def serve(config: ConfigFolder = DEFAULT_CONFIG) -> None:
    """Run the desk in the foreground.

    Stops on SIGTERM or Ctrl-C: mails on their way in still get their answer, everything else stays in the
    store for the next start.

    Example: [bold]consultant serve --config /etc/consultant[/bold]
    """
    import os

    from consultant.app import Desk
    from consultant.config.reading import ConfigError, relay_login
    from consultant.desk import maillog
    from consultant.wiring import make_consult

    settings = settings_from(config)
    maillog.configure(settings.log.format)
    try:
        login = relay_login(os.environ, settings.relay)
        consult = make_consult(settings)
    except ConfigError as error:
        stop(str(error))
    if sentence := asyncio.run(run_until_stopped(Desk(settings, consult, login=login))):
        stop(sentence)


async def run_until_stopped(desk: "Desk") -> str | None:
    """Start, wait for a signal, stop; a sentence if it could not start."""
    import signal

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
    await told.wait()
    await desk.stop()
    return None


def _log_stray_error(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """asyncio's own handler would print the error's message, which may quote a mail."""
    from consultant.desk import maillog

    error = context.get("exception")
    maillog.mistake("asyncio", error if isinstance(error, BaseException) else RuntimeError())
