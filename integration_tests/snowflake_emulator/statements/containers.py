"""Databases and schemas: CREATE, CLONE, RENAME, SWAP, SET, DROP."""

from __future__ import annotations

from typing import Any

from ..catalog.records import Database, Schema, now
from ..objects.clone import clone_schema
from ..objects.making import apply_future_grants, invalidate_views
from ..session.session import Session
from ..values import errors
from ..values.grammar import AT, EXISTS, REPLACE, TAG
from ..values.lexer import dotted
from ..values.patterns import Captures
from ..values.results import Result, already_dropped, already_exists, status
from .statement import statement

_PARAMETERS = {"extension": "MAX_DATA_EXTENSION_TIME_IN_DAYS", "collation": "DEFAULT_DDL_COLLATION",
               "log_level": "LOG_LEVEL", "trace_level": "TRACE_LEVEL"}  # fmt: skip


@statement(
    f"""{REPLACE} [ TRANSIENT ]:transient DATABASE {EXISTS} <name:ident>
    [* COMMENT = <comment:text> | DATA_RETENTION_TIME_IN_DAYS = <retention:integer>
     | {TAG} *]""",
    ddl=True,
)
def create_database(session: Session, captures: Captures, text: str) -> Result:
    name, account = captures["name"], session.account
    session.access.require_globally("CREATE DATABASE")
    if existing := account.databases.get(name):
        if captures.get("exists"):
            return already_exists(name)
        if not captures.get("replace"):
            raise errors.exists(name)
        session.access.require(existing, "OWNERSHIP")
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


@statement(
    f"""{REPLACE} [ TRANSIENT ]:transient SCHEMA {EXISTS} <name:name>
    [ CLONE <source:name> {AT} [ IGNORE TABLES WITH INSUFFICIENT DATA RETENTION ]:ignore_old
      [ IGNORE HYBRID TABLES ]:ignore_hybrid [ INCLUDE INTERNAL STAGES ]:stages ]
    [* {{ WITH MANAGED ACCESS }}:managed | DATA_RETENTION_TIME_IN_DAYS = <retention:integer>
     | MAX_DATA_EXTENSION_TIME_IN_DAYS = <extension:integer> | COMMENT = <comment:text>
     | DEFAULT_DDL_COLLATION = <collation:text> | LOG_LEVEL = <log_level:value>
     | TRACE_LEVEL = <trace_level:value> | {TAG} *]""",
    ddl=True,
)
def create_schema(session: Session, captures: Captures, text: str) -> Result:
    """CREATE SCHEMA also makes the new schema the session's current one."""
    database_name, name = session.names.schema_parts(captures["name"], "CREATE SCHEMA")
    database = session.names.database(database_name)
    if captures.get("replace") and captures.get("exists"):
        raise errors.not_snowflake("OR REPLACE and IF NOT EXISTS exclude each other")
    existing = database.schemas.get(name)
    if existing is not None and captures.get("exists"):
        return already_exists(name)
    session.access.require(database, "CREATE SCHEMA")
    if existing is not None and not captures.get("replace"):
        raise errors.exists(existing.full_name)
    if existing is not None:
        session.access.require(existing, "OWNERSHIP")
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
    apply_future_grants(schema)
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
    """The container the statement names; None if it is missing, with IF EXISTS."""
    parts: tuple[str, ...] = captures["name"]
    try:
        if captures.get("kind", "SCHEMA") == "DATABASE":
            return session.names.database(parts[0])
        return session.names.schema(parts, "ALTER SCHEMA")
    except errors.SnowflakeError as error:
        if captures.get("exists") and error.code == 2003:
            return None
        raise


@statement(
    "ALTER { SCHEMA | DATABASE }:kind [ IF EXISTS ]:exists <name:name> RENAME TO <target:name>",
    ddl=True,
)
def rename_container(session: Session, captures: Captures, text: str) -> Result:
    """A bare new name puts the schema into the session's database, wherever it was."""
    record = _find(session, captures)
    if record is None:
        return status()
    target: tuple[str, ...] = captures["target"]
    if isinstance(record, Database):
        session.access.require(record, "OWNERSHIP")
        session.access.require_globally("CREATE DATABASE")
        if target[0] in session.account.databases:
            raise errors.exists(target[0])
        del session.account.databases[record.name]
        record.name = target[0]
        session.account.databases[record.name] = record
        return status()
    if record.name == "INFORMATION_SCHEMA":
        raise errors.insufficient("schema", record.name)
    if len(target) > 2:
        raise errors.impossible()
    session.access.require(record, "OWNERSHIP")
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
    return status()


@statement("ALTER SCHEMA [ IF EXISTS ]:exists <name:name> SWAP WITH <target:name>", ddl=True)
def swap_schema(session: Session, captures: Captures, text: str) -> Result:
    """Exchanges the names (and databases) of two records, and nothing else."""
    first = _find(session, captures)
    if first is None:
        return status()
    second = session.names.schema(captures["target"], "ALTER SCHEMA")
    assert isinstance(first, Schema)
    for schema in (first, second):
        if schema.name == "INFORMATION_SCHEMA":
            raise errors.insufficient("schema", schema.name)
        session.access.require(schema, "OWNERSHIP")
    del first.database.schemas[first.name]
    second.database.schemas.pop(second.name, None)
    first.name, second.name = second.name, first.name
    first.database, second.database = second.database, first.database
    for schema in (first, second):
        schema.database.schemas[schema.name] = schema
        schema.last_altered = now()
        invalidate_views(list(schema.objects.values()))
    return status()


@statement("ALTER DATABASE [ IF EXISTS ]:exists <name:ident> SWAP WITH <target:ident>", ddl=True)
def swap_database(session: Session, captures: Captures, text: str) -> Result:
    account = session.account
    first = session.names.database(captures["name"])
    second = session.names.database(captures["target"])
    session.access.require(first, "OWNERSHIP")
    session.access.require(second, "OWNERSHIP")
    first.name, second.name = second.name, first.name
    account.databases[first.name], account.databases[second.name] = first, second
    return status()


@statement(
    """ALTER { SCHEMA | DATABASE }:kind [ IF EXISTS ]:exists <name:name>
    { SET TAG <tags:rest> | UNSET TAG <tags:rest> | SET <set:assignments>
    | UNSET <unset:idents> | { ENABLE | DISABLE }:managed MANAGED ACCESS }""",
    ddl=True,
)
def alter_container(session: Session, captures: Captures, text: str) -> Result:
    record = _find(session, captures)
    if record is None:
        return status()
    session.access.require(record, "MODIFY", "OWNERSHIP")
    if "managed" in captures:
        _manage(session, record, captures["managed"] == "ENABLE")
    for key, value in captures.get("set", {}).items():
        _set(record, key, value)
    for key in captures.get("unset", []):
        _set(record, key, None)
    record.last_altered = now()
    return status()


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


@statement(
    "DROP { SCHEMA | DATABASE }:kind [ IF EXISTS ]:exists <name:name> [ CASCADE | RESTRICT ]",
    ddl=True,
)
def drop_container(session: Session, captures: Captures, text: str) -> Result:
    record = _find(session, captures)
    if record is None:
        return already_dropped(captures["name"][-1])
    session.access.require(record, "OWNERSHIP")
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
