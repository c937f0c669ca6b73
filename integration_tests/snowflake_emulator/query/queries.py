"""Queries: resolve, translate, bind, run."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

from ..catalog.records import Column
from ..catalog.store import Answer
from ..session.session import Session
from ..values import errors
from ..values.results import SELECT, Result
from .parsing import parsed
from .resolver import resolved
from .shapes import columns_of, declared
from .translate import to_duckdb


def select(session: Session, text: str, bindings: Any = None, describe: bool = False) -> Result:
    """The rows of the query, or (describe) none of them."""
    with session.account.lock:
        names = _given_names(parsed(text))
        expression, _ = resolved(session, text)
        declared(expression)
        if describe and not bindings:
            for placeholder in list(expression.find_all(exp.Placeholder)):
                placeholder.replace(exp.Null())
        answer = Answer(session.duck, to_duckdb(session.duck, expression), bindings)
    session.wait()
    answer.names = _shown_names(names, answer.names)
    table = answer.table()
    return Result(table.slice(0, 0) if describe else table, answer.types, SELECT)


def _given_names(query: exp.Expr) -> list[str | None]:
    """For each item: its text in upper case if it has no name of its own; `*` for a star."""
    while isinstance(query, (exp.SetOperation, exp.Subquery)):
        query = query.this
    if not isinstance(query, exp.Select):
        return []
    return [
        "*"
        if item.is_star and not isinstance(item, exp.Count)
        else None
        if isinstance(item, (exp.Alias, exp.Column))
        else item.sql(dialect="snowflake").upper()
        for item in query.expressions
    ]


def _shown_names(given: list[str | None], names: list[str]) -> list[str]:
    """The engine's names, but those of expressions by their text; stars take what is left."""
    shown = list(names)
    for items, step in ((given, 1), (given[::-1], -1)):
        for i, name in enumerate(items):
            if name == "*" or i >= len(shown):
                break
            if name is not None:
                shown[i if step == 1 else -1 - i] = name
    return shown


class Source:
    """The query of a CREATE ... AS: bound, with the columns the new object will have."""

    def __init__(self, session: Session, text: str, given: list[Column] | None = None) -> None:
        expression, self.resolver = resolved(session, text)
        if not isinstance(expression, exp.Query):
            raise errors.not_snowflake("AS takes a query")
        unnamed = _unnamed(expression) and not given
        described = expression.copy()
        self.answer = Answer(session.duck, to_duckdb(session.duck, expression))
        columns = columns_of(described, self.answer.names, self.answer.types)
        if unnamed:
            raise errors.compilation(2022, "42601", "Missing column specification")
        if given and len(given) != len(columns):
            raise errors.compilation(
                2026, "42601", "Invalid column definition list: number of columns does not match"
            )
        self.columns = [Column(name, type_) for name, type_ in columns]
        for column, wanted in zip(self.columns, given or [], strict=False):
            column.name, column.comment = wanted.name, wanted.comment
            column.type = wanted.type or column.type
            column.nullable, column.default = wanted.nullable, wanted.default
        check_names([column.name for column in self.columns])


def check_names(names: list[str]) -> None:
    """No name twice; the engine cannot hold names that differ in case only."""
    for i, name in enumerate(names):
        if name in names[:i]:
            raise errors.compilation(2025, "42S21", f"duplicate column name '{name}'")
        if any(name.upper() == other.upper() for other in names[:i]):
            raise errors.not_emulated("columns whose names differ in case only")


def _unnamed(query: exp.Expr) -> bool:
    while isinstance(query, (exp.SetOperation, exp.Subquery)):
        query = query.this
    if not isinstance(query, exp.Select):
        return False
    return any(
        not isinstance(item, (exp.Alias, exp.Column, exp.Star)) and not item.is_star
        for item in query.expressions
    )
