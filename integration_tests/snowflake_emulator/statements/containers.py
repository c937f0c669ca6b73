"""Databases and schemas: CREATE, CLONE, RENAME, SWAP, SET, DROP, UNDROP."""

from __future__ import annotations

from typing import Any

from ..catalog.records import (
    Database,
    Obj,
    Schema,
    attach,
    now,
)
from ..objects.clone import clone_schema
from ..objects.making import apply_future_grants, invalidate_views, require_owner
from ..session.session import Session
from ..values import errors
from ..values.lexer import dotted
from ..values.patterns import Captures
from ..values.results import Result, status
from .registry import handles

_DONE = "Statement executed successfully."
_PARAMETERS = {"extension": "MAX_DATA_EXTENSION_TIME_IN_DAYS", "collation": "DEFAULT_DDL_COLLATION",
               "log_level": "LOG_LEVEL", "trace_level": "TRACE_LEVEL"}  # fmt: skip


@handles("create_database", ddl=True)
def create_database(session: Session, captures: Captures, text: str) -> Result:
    name, account = captures["name"], session.account
    session.access.require_globally("CREATE DATABASE")
    if existing := account.databases.get(name):
        if captures.get("exists"):
            return status(f"{name} already exists, statement succeeded.")
        if not captures.get("replace"):
            raise errors.exists(name)
        require_owner(session, existing)
        _drop_database(session, existing)
    account.add_database(
        name,
        session.owner,
        comment=captures.get("comment"),
        retention=captures.get("retention"),
        transient=bool(captures.get("transient")),
    )
    session.database, session.schema = name, "PUBLIC"
    return status(f"Database {name} successfully created.")


@handles("create_schema", ddl=True)
def create_schema(session: Session, captures: Captures, text: str) -> Result:
    """CREATE SCHEMA also makes the new schema the session's current one."""
    database_name, name = session.names.schema_parts(captures["name"], "CREATE SCHEMA")
    database = session.names.database(database_name)
    if captures.get("replace") and captures.get("exists"):
        raise errors.not_snowflake("OR REPLACE and IF NOT EXISTS exclude each other")
    existing = database.schemas.get(name)
    if existing is not None and captures.get("exists"):
        return status(f"{name} already exists, statement succeeded.")
    session.access.require(database, "CREATE SCHEMA")
    if existing is not None and not captures.get("replace"):
        raise errors.exists(existing.full_name)
    if existing is not None:
        require_owner(session, existing)
    schema = Schema(
        name=name,
        owner=session.owner,
        database=database,
        comment=captures.get("comment"),
        retention=captures.get("retention"),
        transient=bool(captures.get("transient")) or database.transient,
        managed=bool(captures.get("managed")),
        options={_PARAMETERS[key]: captures[key] for key in _PARAMETERS if key in captures},
    )
    _check_retention(schema)
    if "source" in captures:
        clone_schema(session, captures, schema, session.names.schema(captures["source"], "CLONE"))
    if existing is not None:
        _drop_schema(existing)
    apply_future_grants(session.account, schema)
    database.schemas[name] = schema
    session.database, session.schema = database.name, name
    return status(f"Schema {name} successfully created.")


def _check_retention(container: Schema | Database) -> None:
    limit = 1 if container.transient else 90
    if container.retention is not None and container.retention > limit:
        raise errors.compilation(
            2170,
            "22023",
            f"Exceeds maximum allowable retention time ({limit} days) for {container.kind}",
        )


def _find(session: Session, captures: Captures) -> Schema | Database | None:
    """The container the statement names; None if it is missing and IF EXISTS was said."""
    parts: tuple[str, ...] = captures["name"]
    try:
        if captures.get("kind", "SCHEMA") == "DATABASE":
            return session.names.database(parts[0])
        return session.names.schema(parts, "ALTER SCHEMA")
    except errors.SnowflakeError as error:
        if captures.get("exists") and error.code == 2003:
            return None
        raise


@handles("rename_container", ddl=True)
def rename_container(session: Session, captures: Captures, text: str) -> Result:
    """A bare new name puts the schema into the session's database, wherever it was."""
    record = _find(session, captures)
    if record is None:
        return status(_DONE)
    target: tuple[str, ...] = captures["target"]
    if isinstance(record, Database):
        require_owner(session, record)
        session.access.require_globally("CREATE DATABASE")
        if target[0] in session.account.databases:
            raise errors.exists(target[0])
        del session.account.databases[record.name]
        record.name = target[0]
        session.account.databases[record.name] = record
        return status(_DONE)
    if record.name == "INFORMATION_SCHEMA":
        raise errors.insufficient("schema", record.name)
    if len(target) > 2:
        raise errors.impossible()
    require_owner(session, record)
    database_name, name = session.names.schema_parts(target, "ALTER SCHEMA")
    database = session.names.database(database_name)
    session.access.require(database, "CREATE SCHEMA")
    if name in database.schemas:
        raise errors.exists(dotted([database.name, name]))
    del record.database.schemas[record.name]
    record.database, record.name = database, name
    database.schemas[name] = record
    record.last_altered = now()
    invalidate_views(list(record.objects.values()))
    return status(_DONE)


@handles("swap_schema", ddl=True)
def swap_schema(session: Session, captures: Captures, text: str) -> Result:
    """Exchanges the names (and databases) of two records, and nothing else."""
    first = _find(session, captures)
    if first is None:
        return status(_DONE)
    second = session.names.schema(captures["target"], "ALTER SCHEMA")
    assert isinstance(first, Schema)
    for schema in (first, second):
        if schema.name == "INFORMATION_SCHEMA":
            raise errors.insufficient("schema", schema.name)
        require_owner(session, schema)
    del first.database.schemas[first.name]
    second.database.schemas.pop(second.name, None)
    first.name, second.name = second.name, first.name
    first.database, second.database = second.database, first.database
    for schema in (first, second):
        schema.database.schemas[schema.name] = schema
        schema.last_altered = now()
        invalidate_views(list(schema.objects.values()))
    return status(_DONE)


@handles("swap_database", ddl=True)
def swap_database(session: Session, captures: Captures, text: str) -> Result:
    account = session.account
    first = session.names.database(captures["name"])
    second = session.names.database(captures["target"])
    require_owner(session, first)
    require_owner(session, second)
    first.name, second.name = second.name, first.name
    account.databases[first.name], account.databases[second.name] = first, second
    return status(_DONE)


@handles("alter_container", ddl=True)
def alter_container(session: Session, captures: Captures, text: str) -> Result:
    record = _find(session, captures)
    if record is None:
        return status(_DONE)
    session.access.require(record, "MODIFY", "OWNERSHIP")
    if "managed" in captures:
        _manage(session, record, captures["managed"] == "ENABLE")
    for key, value in captures.get("set", {}).items():
        _set(record, key, value)
    for key in captures.get("unset", []):
        _set(record, key, None)
    record.last_altered = now()
    return status(_DONE)


def _set(record: Schema | Database, key: str, value: Any) -> None:
    if key == "COMMENT":
        record.comment = value
    elif key == "DATA_RETENTION_TIME_IN_DAYS":
        before, record.retention = record.retention, value
        try:
            _check_retention(record)
        except errors.SnowflakeError:
            record.retention = before
            raise
    elif value is None:
        record.options.pop(key, None)
    else:
        record.options[key] = value


def _manage(session: Session, record: Schema | Database, enable: bool) -> None:
    if not isinstance(record, Schema):
        raise errors.not_snowflake("MANAGED ACCESS is a property of schemas")
    if enable and (record.future or not session.access.manages_grants):
        raise errors.insufficient("schema", record.name)
    if not enable and record.future and not session.access.manages_grants:
        raise errors.insufficient("schema", record.name)
    record.managed = enable


@handles("drop_container", ddl=True)
def drop_container(session: Session, captures: Captures, text: str) -> Result:
    record = _find(session, captures)
    if record is None:
        name = captures["name"][-1]
        return status(f"Drop statement executed successfully ({name} already dropped).")
    require_owner(session, record)
    if isinstance(record, Database):
        _drop_database(session, record)
    else:
        if record.name == "INFORMATION_SCHEMA":
            raise errors.insufficient("schema", record.name)
        _drop_schema(record)
    return status(f"{record.name} successfully dropped.")


def _drop_schema(schema: Schema) -> None:
    """The schema goes with all it holds; it can come back if it has a retention."""
    del schema.database.schemas[schema.name]
    schema.dropped = now()
    if schema.keeps_days > 0:
        schema.database.dropped_schemas.append(schema)
    invalidate_views(list(schema.objects.values()))


def _drop_database(session: Session, database: Database) -> None:
    del session.account.databases[database.name]
    database.dropped = now()
    if database.keeps_days > 0:
        session.account.dropped_databases.append(database)


@handles("undrop", ddl=True)
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
    require_owner(session, record)
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
