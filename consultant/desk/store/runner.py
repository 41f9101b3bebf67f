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


def about_the_rows(error: BaseException) -> bool:
    """It is what was to be stored that does not fit; others can be stored."""
    # By name, as every driver has classes of its own (PEP 249) and SQLAlchemy wraps only some of them.
    cause = error.__cause__ if isinstance(error, StoreError) else error
    away = (OSError, TimeoutError, type(None))
    return not isinstance(cause, away) and type(cause).__name__ not in ("OperationalError", "InterfaceError")


def reason(error: BaseException) -> str:
    """The driver's own first line ("database is locked"); the rest may hold statements and values."""
    original = getattr(error, "orig", None) or error if isinstance(error, SQLAlchemyError) else error
    words = (str(original).splitlines() or [""])[0]
    # SQLAlchemy puts the driver's class before the words of asyncpg.
    return words.rpartition(">: ")[2] or type(original).__name__
