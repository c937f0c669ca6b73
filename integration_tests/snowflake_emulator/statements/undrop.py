"""UNDROP: what was dropped comes back."""

from __future__ import annotations

from typing import Any

from ..catalog.records import Database, Obj, Schema, attach
from ..session.session import Session
from ..values import errors
from ..values.patterns import Captures
from ..values.results import Result, status
from .statement import statement


@statement(
    "UNDROP { SCHEMA | DATABASE | TABLE }:kind IDENTIFIER ( <id:integer> )",
    "UNDROP { SCHEMA | DATABASE | TABLE | DYNAMIC TABLE }:kind <name:name>",
    ddl=True,
)
def undrop(session: Session, captures: Captures, text: str) -> Result:
    """The version dropped last comes back, or (IDENTIFIER) the one with that id."""
    kind, account = captures["kind"], session.account
    if "id" in captures:
        known: list[Any] = [*account.dropped_databases]
        for database in account.databases.values():
            known += database.dropped_schemas
            for schema in database.schemas.values():
                known += schema.dropped_objects
        candidates = [r for r in known if r.id == captures["id"] and r.kind.endswith(kind)]
        shown = str(captures["id"])
    else:
        candidates, shown = _dropped(session, kind, captures["name"])
    if not candidates:
        text = f"{kind.title()} {shown} did not exist or was purged."
        raise errors.compilation(2003, "02000", text)
    record = candidates[-1]
    session.access.require(record, "OWNERSHIP")
    if isinstance(record, Database):
        if record.name in account.databases:
            raise errors.exists(record.name)
        account.dropped_databases.remove(record)
        account.databases[record.name] = record
    elif isinstance(record, Schema):
        if record.name in record.database.schemas:
            raise errors.exists(record.full_name)
        record.database.dropped_schemas.remove(record)
        record.database.schemas[record.name] = record
    else:
        attach(record, record.schema)
        record.schema.dropped_objects.remove(record)
    record.dropped = None
    return status(f"{kind.title()} {record.name} successfully restored.")


def _dropped(session: Session, kind: str, parts: tuple[str, ...]) -> tuple[list[Any], str]:
    if kind == "DATABASE":
        found: list[Any] = [d for d in session.account.dropped_databases if d.name == parts[0]]
    elif kind == "SCHEMA":
        database, name = session.names.schema_parts(parts, "UNDROP SCHEMA")
        found = [s for s in session.names.database(database).dropped_schemas if s.name == name]
    else:
        schema, name = session.names.place(parts, "UNDROP TABLE")
        dropped: list[Obj] = schema.dropped_objects
        found = [o for o in dropped if o.name == name and o.kind == kind]
    return found, parts[-1]
