"""Editions as tables for a person, and the same as JSON."""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from consultant.editions.catalogue import Listed
from consultant.editions.comparing import Changed, Difference
from consultant.editions.rows import Row
from consultant.editions.verifying import Checked

_MOST = 40


def show_json(found: Any) -> None:
    """One JSON document on standard output."""
    print(TypeAdapter(Any).dump_json(found, indent=2).decode())


def show_list(found: Sequence[Listed]) -> None:
    console = Console()
    if not found:
        console.print("No edition yet.")
    for edition in found:
        used = " (in use)" if edition.in_use else ""
        title = f"{edition.name}{used}, built {edition.built[:16]}, {edition.octets / 1e6:.1f} MB"
        console.print(Text(title, style="bold"))
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column(justify="right", no_wrap=True)
        for s in edition.sources:
            part = "" if s.whole else " (part)"
            days = f"{_day(s.effective) or 'any day':10}  {_day(s.until)}"
            table.add_row(
                days, f"{s.rows:,}", Text.assemble(s.title + part, "\n", (s.file, "dim"), overflow="fold")
            )
        console.print(table)
        console.print()


def show_checks(found: Sequence[Checked]) -> None:
    console = Console(highlight=False)
    for c in found:
        mark = "[green]right[/green]" if c.right else "[bold red]wrong[/bold red]"
        console.print(f"{mark}  {c.what}{': ' + c.found if c.found else ''}")


def show_difference(d: Difference) -> None:
    console = Console(highlight=False)
    console.print(f"From {d.before} to {d.after}:{' nothing changed.' if d.same else ''}")
    for c in d.codes:
        console.print(
            f"[bold]{c.kind}[/bold] ({c.before} to {c.after}): {len(c.added)} added, "
            f"{len(c.deleted)} deleted, {len(c.changed)} changed"
        )
        for word, codes in (("added", c.added), ("deleted", c.deleted)):
            if codes:
                more = " …" if len(codes) > _MOST else ""
                console.print(f"  {word}: {' '.join(codes[:_MOST])}{more}", soft_wrap=True)
        _show_changes(console, "", c.changed)
    _show_changes(console, "Relative values and indicators of our codes", d.values)
    _show_changes(console, "Limits of our codes", d.limits)
    _show_changes(console, "Edits between our codes", d.edits)
    if d.parts:
        console.print("Loaded in part, so that what they lack is not called added or deleted:")
        for title in d.parts:
            console.print(Text(f"  {title}", style="dim"))


def _show_changes(console: Console, title: str, changes: Sequence[Changed]) -> None:
    if not changes:
        return
    if title:
        console.print(f"[bold]{title}[/bold]: {len(changes)} changed")
    table = Table("what", "before", "after", box=None, pad_edge=True)
    for c in changes[:_MOST]:
        table.add_row(Text(c.what), Text(c.before or "-"), Text(c.after or "-"))
    console.print(table)
    if len(changes) > _MOST:
        console.print(f"  … and {len(changes) - _MOST} more; --json has them all.")


def show_rows(found: dict[str, list[Row]]) -> None:
    console = Console(highlight=False)
    hidden = ("line", "release", "file")
    for table, rows in found.items():
        console.print(f"[bold]{table}[/bold]")
        for row in rows[:_MOST]:
            line = f", line {row['line']}" if row["line"] else ""
            where = f"{row['release']} ({row['file']}{line})"
            cells = "  ".join(f"{k} {v}" for k, v in row.items() if k not in hidden and v not in ("", None))
            console.print(Text(f"  {cells}"), Text(f"    {where}", style="dim"), sep="\n", soft_wrap=True)
        if len(rows) > _MOST:
            console.print(f"  … and {len(rows) - _MOST} more; --json has them all.")


def _day(day: object) -> str:
    return str(day) if day else ""
