"""What the store asks of a database, whichever it is."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import Dialect

T = TypeVar("T")


class StoreError(Exception):
    """The world is not ready: the database is locked, full, read-only or gone. Try again later."""


class Session(Protocol):
    """A transaction, for the operation it was begun for."""

    dialect: Dialect

    def fetch(self, sql: str, values: Sequence[Any] = ()) -> Sequence[Any]:
        """The rows it returns."""

    def execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        """How many rows it touched."""

    def insert(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """An INSERT of one row, for many."""


Operation = Callable[[Session], T]
"""What happens in one transaction. It may run twice, so it must touch nothing but the database."""


class Runner(Protocol):
    """Runs operations. What they return is returned once it is committed. Raises StoreError."""

    async def run(self, operation: Operation[T], *, apart: bool = False) -> T:
        """`apart`: each of its statements may be committed by itself."""

    async def read(self, operation: Operation[T]) -> T: ...

    async def close(self) -> None: ...


EVERYTHING = "*"
"""A word of the bell: there may be work of every kind."""


class Bell(Protocol):
    """Wakes the other desks on a store, and is rung by them."""

    def start(self) -> None: ...

    def ring(self, word: str) -> None: ...

    async def stop(self) -> None: ...


_AWAY = {"08", "25", "53", "57", "58"}
"""Classes of SQLSTATE: no connection, read-only, no room, stopped by the operator, the system's errors."""


def about_the_rows(error: BaseException) -> bool:
    """It is what was to be stored that does not fit; others can be stored."""
    # By name, as every driver has classes of its own.
    cause = error.__cause__ if isinstance(error, StoreError) else error
    if isinstance(cause, OSError | TimeoutError | None):
        return False
    if (getattr(cause, "sqlstate", None) or "")[:2] in _AWAY:
        return False
    return type(cause).__name__ not in ("OperationalError", "InterfaceError", "InternalClientError")


def reason(error: BaseException) -> str:
    """The first line of what the driver says ("database is locked"), unless it may quote what was stored."""
    original = getattr(error, "orig", None) or error
    if type(original).__name__ == "DataError":
        return "DataError"
    words = (str(original).splitlines() or [""])[0]
    # SQLAlchemy puts the driver's class before the words of asyncpg.
    return words.rpartition(">: ")[2] or type(original).__name__
