"""Statements written once for both databases, translated once for each, and handed to its driver as they are.

SQLAlchemy writes the SQL and knows the types. Executing is left out of it: looking every statement over each
time it runs takes several times as long as the database needs to do what it says.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ClauseElement, Dialect
from sqlalchemy.sql.compiler import SQLCompiler

from consultant.desk.store.runner import Session

Processor = Callable[[Any], Any]
Values = Mapping[str, Any]


class Statement:
    """What `bindparam()` names is given each time it runs. Its rows have the names of their columns."""

    def __init__(self, construct: ClauseElement) -> None:
        self._construct = construct
        self._translated: dict[str, _Translated] = {}

    def rows(self, session: Session, **values: Any) -> list[Any]:
        """All rows it returns."""
        translated = self._for(session)
        return [translated.row(row) for row in session.fetch(translated.sql, translated.parameters(values))]

    def row(self, session: Session, **values: Any) -> Any | None:
        """The only row it returns, or None."""
        found = self.rows(session, **values)
        return found[0] if found else None

    def run(self, session: Session, **values: Any) -> int:
        """How many rows it touched."""
        translated = self._for(session)
        return session.execute(translated.sql, translated.parameters(values))

    def insert(self, session: Session, rows: Sequence[Values]) -> None:
        """Many rows at once."""
        translated = self._for(session)
        session.insert(translated.sql, [translated.parameters(row) for row in rows])

    def _for(self, session: Session) -> "_Translated":
        name = session.dialect.name
        if name not in self._translated:
            self._translated[name] = _Translated(self._construct, session.dialect)
        return self._translated[name]


class _Translated:
    """A statement in the words of one database."""

    def __init__(self, construct: ClauseElement, dialect: Dialect) -> None:
        compiled = construct.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)
        names = compiled.positiontup or []
        self.sql = compiled.string
        # What the statement itself names, as against what it is given.
        self._fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        self._binds: list[tuple[str, Processor | None]] = [
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names
        ]
        columns: Iterable[Any] = getattr(construct, "exported_columns", ())
        self._columns: list[Processor | None] = [
            column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns
        ]
        self._row: Any = namedtuple("Row", [column.key for column in columns], rename=True)  # type: ignore[misc]

    def parameters(self, values: Values) -> tuple[Any, ...]:
        given = {**self._fixed, **values} if self._fixed else values
        return tuple(process(given[name]) if process else given[name] for name, process in self._binds)

    def row(self, raw: Sequence[Any]) -> Any:
        return self._row._make(
            process(value) if process else value for process, value in zip(self._columns, raw, strict=True)
        )
