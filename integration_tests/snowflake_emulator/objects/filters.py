"""Which records a SHOW command lists: IN, LIKE, STARTS WITH, LIMIT ... FROM."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..catalog.records import Database, Schema
from ..session.session import Session
from ..values import errors
from ..values.patterns import Captures

_MAXIMUM = 10_000


def like(pattern: str | None) -> Callable[[str], bool]:
    """LIKE of SHOW: any case, % and _ as wildcards, a backslash takes them literally."""
    if pattern is None:
        return lambda name: True
    parts = re.findall(r"\\.|.", pattern, re.S)
    wild = {"%": ".*", "_": "."}
    regex = "".join(wild.get(part) or re.escape(part[-1]) for part in parts)
    return lambda name: re.fullmatch(regex, name, re.I | re.S) is not None


def filtered(captures: Captures, records: list[Any], cut: bool = False) -> list[Any]:
    """LIKE, STARTS WITH, LIMIT ... FROM, in the documented way.

    More than 10,000 records need a LIMIT, or (`cut`) only the first 10,000 are listed.
    """
    matches, starts = like(captures.get("like")), captures.get("starts")
    found = [
        record
        for record in records
        if matches(record.name)
        and (starts is None or record.name.startswith(starts))
        and ("after" not in captures or record.name > captures["after"])
    ]
    limit = captures.get("limit")
    if limit is not None and limit > _MAXIMUM:
        raise errors.compilation(1003, "42000", f"LIMIT must not exceed {_MAXIMUM}")
    if cut and limit is None:
        limit = _MAXIMUM
    if limit is None and len(found) > _MAXIMUM:
        raise errors.compilation(
            90153, "22000", "The result set size exceeded the max number of rows"
        )
    return found[:limit]


def databases_in(session: Session, captures: Captures) -> list[Database]:
    """The databases an IN clause means; a missing one is 'operation cannot be performed'."""
    name = captures.get("database_name") or (captures.get("scope_name") or (None,))[0]
    if name is None and "account" not in captures and session.database is not None:
        name = session.database
    if name is None:
        return sorted(session.account.databases.values(), key=lambda d: d.name)
    try:
        return [session.names.database(name)]
    except errors.SnowflakeError:
        raise errors.impossible() from None


def schemas_in(session: Session, captures: Captures) -> list[Schema]:
    parts = captures.get("schema_name") or captures.get("scope_name")
    if parts is None and "schema" in captures:
        current = session.current()
        return [current] if current else []
    if parts is not None:
        try:
            return [session.names.schema(parts, "SHOW OBJECTS")]
        except errors.SnowflakeError as error:
            if len(parts) == 1 and parts[0] in session.account.databases:
                return schemas_in(session, {"database_name": parts[0]})
            raise errors.impossible() from error
    found: list[Schema] = []
    for database in databases_in(session, captures):
        found += sorted(database.schemas.values(), key=lambda s: s.name)
    return found
