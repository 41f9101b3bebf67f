"""The operator's tables, and the same as JSON."""

import os
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import BaseModel, TypeAdapter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from consultant.desk.store import Entry, Status

WIDE = 500
"""Characters of a line where no terminal shows it."""

_GOOD, _BAD, _WAITING = "green", "bold red", "yellow"
_COLOURS = {
    "done": _GOOD,
    "sent": _GOOD,
    "failed": _BAD,
    "held": _BAD,
    "received": _WAITING,
    "queued": _WAITING,
}


def show_json(found: BaseModel | Sequence[BaseModel]) -> None:
    """One JSON document on standard output."""
    print(TypeAdapter(type(found)).dump_json(found, indent=2).decode())


def show_status(status: Status, now: datetime) -> None:
    table = Table("", "state", "number", box=None, pad_edge=False)
    for what, tally in (
        ("mails", status.mails),
        ("outcomes", status.dispositions),
        ("replies", status.replies),
    ):
        for name, number in tally.items() or [("none", 0)]:
            table.add_row(what, _state(name), str(number))
            what = ""
    console = _console()
    console.print(table)
    for what, since in (("mail", status.oldest_waiting), ("reply", status.oldest_queued)):
        if since is not None:
            console.print(f"The oldest waiting {what} has waited {_age(now - since)}.")
    if status.next_try is not None:
        console.print(f"Next try: {_time(status.next_try)}.")


def show_entries(entries: Sequence[Entry]) -> None:
    table = Table("id", "received", box=None)
    table.add_column("from", overflow="fold")
    for name in ("mail", "outcome", "reply", "tries", "next or sent"):
        table.add_column(name)
    for entry in entries:
        when = entry.reply_sent_at or (entry.reply_due_at if entry.reply_state == "queued" else None)
        table.add_row(
            str(entry.number),
            _time(entry.received_at),
            Text(entry.mail_from or "<>"),
            _state(entry.state),
            Text(" ".join(filter(None, (entry.disposition, entry.reason)))),
            _state(entry.reply_state or ""),
            str(entry.reply_attempts or ""),
            _time(when),
        )
    _console().print(table if entries else "Nothing.")


def show_entry(entry: Entry) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in entry.model_copy(update={"mail_from": entry.mail_from or "<>"}):
        if value not in (None, ""):
            shown = _time(value) if isinstance(value, datetime) else _plain(value)
            table.add_row(
                Text(name.replace("_", " "), style="bold"),
                _state(shown) if name.endswith("state") else Text(shown),
            )
    _console().print(table)


def _console() -> Console:
    """For a file or another program one line is one line: nobody has said how wide it may be."""
    if sys.stdout.isatty() or "COLUMNS" in os.environ:
        return Console()
    return Console(width=WIDE)


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _state(name: str) -> Text:
    return Text(name, style=_COLOURS.get(name, ""))


def _time(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S") if moment else ""


def _age(age: timedelta) -> str:
    seconds = int(age.total_seconds())
    for name, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {name}"
    return f"{seconds} s"
