"""A progress bar on a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from consultant.editions.building import Progress


@contextmanager
def bar() -> Iterator["Progress"]:
    """A progress bar by octets read, on a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    from consultant.editions.building import Progress

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Bar(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("recognising", total=None)

        def begin(name: str, octets: int) -> None:
            shown.reset(task, description=name, total=octets)

        yield Progress(begin, lambda octets: shown.advance(task, octets))
