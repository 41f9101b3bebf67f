"""Statements written once for both databases, translated once for each, and handed to its driver as they are.

SQLAlchemy looks a statement over every time it is executed, which takes several times as long as SQLite needs
to do what it says. The few statements that every mail goes through several times are spared that.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect
from sqlalchemy.sql.compiler import SQLCompiler

Processor = Callable[[Any], Any]
Values = Mapping[str, Any]


class Statement:
    """What `bindparam()` names is given each time it runs. Its rows have the names of their columns."""

    def __init__(self, construct: ClauseElement) -> None:
        self._construct = construct
        self._translated: dict[str, _Translated] = {}

    def rows(self, connection: Connection, values: Values) -> list[Any]:
        """All rows it returns."""
        translated = self._for(connection)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(translated.sql, translated.parameters(values))
            return [translated.row(row) for row in cursor.fetchall()]
        finally:
            cursor.close()

    def row(self, connection: Connection, values: Values) -> Any | None:
        """The only row it returns, or None."""
        found = self.rows(connection, values)
        return found[0] if found else None

    def run(self, connection: Connection, values: Values) -> int:
        """How many rows it touched."""
        translated = self._for(connection)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(translated.sql, translated.parameters(values))
            return int(cursor.rowcount)
        finally:
            cursor.close()

    def insert(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Many rows at once."""
        translated = self._for(connection)
        given = [translated.parameters(row) for row in rows]
        cursor = connection.connection.cursor()
        try:
            if connection.dialect.name == "sqlite":
                # One statement: each gives up Python's lock, and has to wait for it again.
                head, _, one = translated.sql.rpartition(" VALUES ")
                sql = f"{head} VALUES {', '.join([one] * len(given))}"
                cursor.execute(sql, tuple(value for row in given for value in row))
            else:
                cursor.executemany(translated.sql, given)
        finally:
            cursor.close()

    def _for(self, connection: Connection) -> "_Translated":
        name = connection.dialect.name
        if name not in self._translated:
            self._translated[name] = _Translated(self._construct, connection.dialect)
        return self._translated[name]


class _Translated:
    """A statement in the words of one database."""

    def __init__(self, construct: ClauseElement, dialect: Dialect) -> None:
        compiled = construct.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)
        assert compiled.positiontup is not None
        self.sql = compiled.string
        # What the statement itself names, as against what it is given.
        self._fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        self._binds: list[tuple[str, Processor | None]] = [
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in compiled.positiontup
        ]
        columns: Iterable[Any] = getattr(construct, "exported_columns", ())
        self._columns: list[Processor | None] = [
            column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns
        ]
        self._row: Any = namedtuple("Row", [column.key for column in columns])  # type: ignore[misc]

    def parameters(self, values: Values) -> tuple[Any, ...]:
        given = {**self._fixed, **values} if self._fixed else values
        return tuple(process(given[name]) if process else given[name] for name, process in self._binds)

    def row(self, raw: Sequence[Any]) -> Any:
        return self._row._make(
            process(value) if process else value for process, value in zip(self._columns, raw, strict=True)
        )
