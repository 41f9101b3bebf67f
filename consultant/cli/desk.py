"""`consultant desk …`: what the operator sees and does. Works beside a running desk, and without one."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from consultant.cli.common import DEFAULT_CONFIG, ConfigFolder, settings_from, stop
from consultant.cli.dkim import dkim

if TYPE_CHECKING:
    from consultant.desk.store import Store

T = TypeVar("T")

app = typer.Typer(
    help="See what came in and what became of it; hold, release, retry and purge.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)

AsJson = Annotated[bool, typer.Option("--json", help="For machines: JSON instead of tables.")]
Number = Annotated[int, typer.Argument(metavar="ID", help="The number the mail was stored under.", min=1)]

STATES = ("received", "done", "held", "queued", "sent", "failed")


@app.command()
def status(config: ConfigFolder = DEFAULT_CONFIG, as_json: AsJson = False) -> None:
    """How many of each, and how long the longest has waited.

    Example: [bold]consultant desk status --json[/bold]
    """
    from consultant.cli import tables

    found = _with_store(config, lambda store: store.status())
    tables.show_json(found) if as_json else tables.show_status(found, _now())


@app.command("list")
def list_(
    config: ConfigFolder = DEFAULT_CONFIG,
    state: Annotated[str | None, typer.Option(help="Only these: " + ", ".join(STATES) + ".")] = None,
    limit: Annotated[int, typer.Option(help="At most so many, newest first.", min=1)] = 50,
    as_json: AsJson = False,
) -> None:
    """The newest mails, and what became of them.

    Example: [bold]consultant desk list --state failed[/bold]
    """
    from consultant.cli import tables

    if state is not None and state not in STATES:
        stop(f"expected --state to be one of {', '.join(STATES)}, found {state}.")
    found = _with_store(config, lambda store: store.entries(state, limit))
    tables.show_json(found) if as_json else tables.show_entries(found)


@app.command()
def show(
    number: Number,
    config: ConfigFolder = DEFAULT_CONFIG,
    raw: Annotated[bool, typer.Option("--raw", help="The mail itself, as it came.")] = False,
    reply: Annotated[bool, typer.Option("--reply", help="The reply itself, as it goes.")] = False,
    as_json: AsJson = False,
) -> None:
    """Everything known about one mail and its reply.

    Example: [bold]consultant desk show 17[/bold]
    """
    from consultant.cli import tables

    if raw or reply:
        _print_letter(number, _with_store(config, lambda store: store.letters(number))[1 if reply else 0])
        return
    found = _with_store(config, lambda store: store.entry(number))
    if found is None:
        stop(f"there is no mail {number} in the store.")
    tables.show_json(found) if as_json else tables.show_entry(found)


@app.command()
def retry(number: Number, config: ConfigFolder = DEFAULT_CONFIG, as_json: AsJson = False) -> None:
    """Try a waiting or failed reply again now.

    Example: [bold]consultant desk retry 17[/bold]
    """
    _report(
        number, _with_store(config, lambda store: store.retry(number, _now())), "will be tried now", as_json
    )


@app.command()
def hold(
    number: Number,
    config: ConfigFolder = DEFAULT_CONFIG,
    because: Annotated[str, typer.Option(help="Why; shown by `show`.")] = "held by the operator",
    as_json: AsJson = False,
) -> None:
    """Set a waiting mail or reply aside until it is released.

    Example: [bold]consultant desk hold 17 --because "ask the coding office first"[/bold]
    """
    _report(number, _with_store(config, lambda store: store.hold(number, because)), "is held", as_json)


@app.command()
def release(number: Number, config: ConfigFolder = DEFAULT_CONFIG, as_json: AsJson = False) -> None:
    """Let a held mail or reply go on.

    Example: [bold]consultant desk release 17[/bold]
    """
    _report(number, _with_store(config, lambda store: store.release(number, _now())), "is released", as_json)


@app.command()
def purge(
    days: Annotated[int, typer.Option(help="Delete what was received longer ago than this.", min=0)],
    config: ConfigFolder = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> None:
    """Delete old mails and their replies, as the desk does by itself after desk.keep_days.

    What waits, is held or has failed stays, however old it is.

    Example: [bold]consultant desk purge --days 30[/bold]
    """
    purged = _with_store(config, lambda store: store.purge(_now() - timedelta(days=days)))
    typer.echo(json.dumps({"purged": purged}) if as_json else f"{purged} mails were deleted.")


@app.command()
def password(
    name: Annotated[str, typer.Argument(help="The name to log in with.")],
) -> None:
    """The line of the file `listen.submitters` for one name; asks for the password.

    Example: [bold]consultant desk password clinic >> config/submitters[/bold]
    """
    from consultant.desk.submitters import line_for

    secret = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    try:
        typer.echo(line_for(name, secret))
    except ValueError as error:
        stop(f"{error}.")


app.command()(dkim)


def _with_store(config: Path, use: "Callable[[Store], Awaitable[T]]") -> T:
    """Open the store that is there, use it, close it."""
    from consultant.app import open_store
    from consultant.desk.store import StoreError

    settings = settings_from(config)

    async def run() -> T:
        store = open_store(settings)
        await store.open(create=False)
        try:
            return await use(store)
        finally:
            await store.close()

    try:
        return asyncio.run(run())
    except StoreError as error:
        stop(f"{error}.")


def _report(number: int, what: str | None, done: str, as_json: bool) -> None:
    if what is None:
        stop(f"nothing of mail {number} is in a state for that; see `consultant desk show {number}`.")
    said = json.dumps({"number": number, "what": what, "done": done})
    typer.echo(said if as_json else f"The {what} {number} {done}.")


def _print_letter(number: int, raw: bytes | None) -> None:
    if raw is None:
        stop(f"there is no such letter under {number} in the store.")
    typer.echo(raw, nl=False)


def _now() -> datetime:
    return datetime.now(UTC)
