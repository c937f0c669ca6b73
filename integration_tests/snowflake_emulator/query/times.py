"""The moment an AT or BEFORE clause names."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from ..catalog.records import now
from ..catalog.store import run
from ..values import errors

if TYPE_CHECKING:
    from ..session.session import Session
    from ..values.kinds import Span


def moment_of(session: Session, when: exp.HistoricalData) -> datetime:
    """AT(TIMESTAMP | OFFSET => ...) of a query's table."""
    return _moment(session, str(when.args["kind"]).upper(), when.expression)


def moment_in(session: Session, clause: Span) -> datetime:
    """The same in a DDL statement, which gives the clause as text."""
    from .resolver import parse

    kind = clause.tokens[0].text
    if len(clause.tokens) < 3 or not clause.tokens[1].is_op("=>"):
        raise errors.not_snowflake("AT takes TIMESTAMP =>, OFFSET => or STATEMENT =>")
    text = clause.text[clause.tokens[2].start - clause.tokens[0].start :]
    (expression,) = parse(f"select {text}").expressions
    return _moment(session, kind, expression)


def _moment(session: Session, kind: str, expression: exp.Expr) -> datetime:
    from .resolver import Resolver
    from .translate import to_duckdb

    if kind == "STATEMENT":
        raise errors.not_emulated("AT(STATEMENT => ...)")
    if kind not in ("TIMESTAMP", "OFFSET"):
        raise errors.not_snowflake(f"AT({kind} => ...)")
    holder = exp.Tuple(expressions=[expression])
    Resolver(session).resolve(holder)
    value: Any = run(session.duck, "select " + to_duckdb(session, holder.expressions[0]))[0][0]
    if kind == "OFFSET":
        return now() + timedelta(seconds=float(value))
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise errors.compilation(
                100035, "22007", f"Timestamp '{value}' is not recognized"
            ) from None
    if not isinstance(value, datetime):
        raise errors.compilation(
            2078, "22023", "Invalid value for AT: the expression must be a timestamp; cast it."
        )
    # Without a time zone the value counts as UTC, which is what this server's clock shows.
    return value if value.tzinfo else value.replace(tzinfo=timezone.utc)
