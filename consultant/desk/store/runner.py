"""What the store asks of a database, whichever it is."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

T = TypeVar("T")


class StoreError(Exception):
    """The world is not ready: the database is locked, full, read-only or gone. Try again later."""


class Runner(Protocol):
    """Runs operations, each in a transaction that has been committed when its result is returned.

    An operation may run twice, so it must touch nothing but the database. Raises StoreError.
    """

    async def run(self, operation: Callable[[Connection], T]) -> T: ...

    async def read(self, operation: Callable[[Connection], T]) -> T: ...

    async def close(self) -> None: ...


class Bell(Protocol):
    """Wakes the other desks on a store, and is rung by them."""

    def start(self) -> None: ...

    def ring(self, word: str) -> None: ...

    async def stop(self) -> None: ...


def reason(error: BaseException) -> str:
    """The driver's own first line ("database is locked"); the rest may hold statements and values."""
    original = getattr(error, "orig", None) or error if isinstance(error, SQLAlchemyError) else error
    words = (str(original).splitlines() or [""])[0]
    # SQLAlchemy puts the driver's class before the words of asyncpg.
    return words.rpartition(">: ")[2] or type(original).__name__
