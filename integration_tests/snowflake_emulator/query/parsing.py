"""SQL as sqlglot reads it, and the names in it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from ..values import errors
from ..values.kinds import parse_name


@lru_cache(maxsize=2048)
def parsed(text: str) -> exp.Expr:
    """The statement as sqlglot reads it: shared, not to be changed."""
    try:
        return sqlglot.parse_one(text, read="snowflake")
    except SqlglotError as error:
        message = str(error).replace("\x1b[4m", "").replace("\x1b[0m", "").split("\n")[0]
        raise errors.not_snowflake(message) from None


def parse(text: str) -> exp.Expr:
    """A copy of it that may be changed."""
    return parsed(text).copy()


def folded(identifier: Any) -> str:
    """The identifier's name: in upper case unless it is quoted."""
    name = str(identifier.name)
    return name if identifier.args.get("quoted") else name.upper()


def parts_of(table: exp.Table) -> tuple[str, ...]:
    this = table.this
    if isinstance(this, exp.DynamicIdentifier):
        return parse_name(this.this.name)
    parts = [folded(this)]
    db, catalog = table.args.get("db"), table.args.get("catalog")
    if db is not None or catalog is not None:
        parts.insert(0, folded(db) if isinstance(db, exp.Identifier) and db.name else "PUBLIC")
    if catalog is not None:
        parts.insert(0, folded(catalog))
    return tuple(parts)
