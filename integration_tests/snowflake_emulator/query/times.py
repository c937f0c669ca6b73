"""The moment an AT or BEFORE clause names."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import duckdb
from sqlglot import exp

from ..catalog.records import now
from ..catalog.store import run
from ..values import errors
from .translate import to_duckdb


def moment(duck: duckdb.DuckDBPyConnection, kind: str, expression: exp.Expr) -> datetime:
    """AT(TIMESTAMP | OFFSET => ...), of a resolved expression, which is used up."""
    if kind == "STATEMENT":
        raise errors.not_emulated("AT(STATEMENT => ...)")
    if kind not in ("TIMESTAMP", "OFFSET"):
        raise errors.not_snowflake(f"AT({kind} => ...)")
    value: Any = run(duck, "select " + to_duckdb(duck, expression))[0][0]
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
