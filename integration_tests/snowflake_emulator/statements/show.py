"""SHOW and DESCRIBE."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..catalog.records import RELATIONS, Database, Obj, Record, Schema
from ..catalog.store import row_counts
from ..objects.filters import filtered, like
from ..objects.listing import LISTS, TERSE, Columns, Row
from ..session.session import Session
from ..values import errors
from ..values.patterns import Captures
from ..values.results import DESCRIBE, TIME, Result, flag, rows_of, texts
from .registry import handles


@handles("show_schemas")
def show_schemas(session: Session, captures: Captures, text: str) -> Result:
    schemas: list[Schema] = []
    for database in _databases(session, captures):
        schemas += sorted(database.schemas.values(), key=lambda s: s.name)
        if captures.get("history"):
            schemas += database.dropped_schemas
    schemas = filtered(captures, [s for s in schemas if session.access.sees(s)])
    if captures.get("terse"):
        columns = [("created_on", TIME), ("name", "VARCHAR"), ("kind", "VARCHAR"),
                   ("database_name", "VARCHAR"), ("schema_name", "VARCHAR")]  # fmt: skip
        return rows_of(columns, [[s.created, s.name, None, s.database.name, None] for s in schemas])
    columns = [
        ("created_on", TIME), ("name", "VARCHAR"), ("is_default", "VARCHAR"),
        ("is_current", "VARCHAR"), ("database_name", "VARCHAR"), ("owner", "VARCHAR"),
        ("comment", "VARCHAR"), ("options", "VARCHAR"), ("retention_time", "VARCHAR"),
    ]  # fmt: skip
    history = [("dropped_on", TIME)] if captures.get("history") else []
    last = [
        ("owner_role_type", "VARCHAR"),
        ("object_visibility", "VARCHAR"),
        ("is_nested", "VARCHAR"),
    ]
    rows = []
    for schema in schemas:
        options = [("TRANSIENT", schema.transient), ("MANAGED ACCESS", schema.managed)]
        current = schema is session.current()
        dropped = [schema.dropped] if history else []
        rows.append(
            [schema.created, schema.name, "N", "Y" if current else "N", schema.database.name,
             schema.owner.name, schema.comment or "",
             ", ".join(word for word, on in options if on), str(schema.keeps_days), *dropped,
             schema.owner.kind if schema.owner.name else "", None, "N"]
        )  # fmt: skip
    return rows_of(columns + history + last, rows)


def _databases(session: Session, captures: Captures) -> list[Database]:
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


def _schemas(session: Session, captures: Captures) -> list[Schema]:
    parts = captures.get("schema_name") or captures.get("scope_name")
    if parts is None and "schema" in captures:
        current = session.current()
        return [current] if current else []
    if parts is not None:
        try:
            return [session.names.schema(parts, "SHOW OBJECTS")]
        except errors.SnowflakeError as error:
            if len(parts) == 1 and parts[0] in session.account.databases:
                return _schemas(session, {"database_name": parts[0]})
            raise errors.impossible() from error
    found: list[Schema] = []
    for database in _databases(session, captures):
        found += sorted(database.schemas.values(), key=lambda s: s.name)
    return found


@handles("show_objects")
def show_objects(session: Session, captures: Captures, text: str) -> Result:
    kinds, columns = LISTS[captures["what"]]
    objects: list[Obj] = []
    for schema in _schemas(session, captures):
        here = [obj for obj in schema.of_kind(*kinds) if session.access.sees(obj)]
        here += [
            obj
            for (schema_id, _, _), obj in session.temporary.items()
            if schema_id == schema.id and obj.kind in kinds
        ]
        if captures.get("history"):
            here += [obj for obj in schema.dropped_objects if obj.kind in kinds]
        objects += sorted(here, key=lambda obj: obj.name)
    objects = filtered(captures, objects)
    if captures.get("terse"):
        return _table(session, TERSE, objects)
    if captures.get("history"):
        columns = [*columns, ("dropped_on", TIME, lambda row: row.obj.dropped)]
    return _table(session, columns, objects)


def _table(session: Session, columns: Columns, objects: list[Obj]) -> Result:
    counted = any(name == "rows" for name, _, _ in columns)
    sizes = row_counts(session.duck, objects) if counted else {}
    rows = []
    for obj in objects:
        row = Row(session, obj, sizes.get(obj.id))
        rows.append([value(row) for _, _, value in columns])
    return rows_of([(name, type_) for name, type_, _ in columns], rows)


@handles("show_account_objects")
def show_account_objects(session: Session, captures: Captures, text: str) -> Result:
    account, what = session.account, captures["what"]
    records: list[Record] = []
    if what == "DATABASES":
        records += account.databases.values()
        if captures.get("history"):
            records += account.dropped_databases
    elif what == "ROLES":
        records += account.roles.values()
    elif what == "DATABASE ROLES":
        records += session.names.database(captures["database_name"]).roles.values()
    else:
        records += [r for (kind, _), r in account.named.items() if kind + "S" == what]
    if what == "DATABASES":
        records = [record for record in records if session.access.sees(record)]
    chosen = filtered(captures, sorted(records, key=lambda record: record.name))
    columns = [
        ("created_on", TIME),
        ("name", "VARCHAR"),
        ("owner", "VARCHAR"),
        ("comment", "VARCHAR"),
    ]
    rows = [[r.created, r.name, r.owner.name, r.comment or ""] for r in chosen]
    if what == "DATABASES":
        columns += texts("options retention_time is_current")
        for row, record in zip(rows, chosen, strict=True):
            current = "Y" if record.name == session.database else "N"
            row += ["TRANSIENT" if record.transient else "", str(record.keeps_days), current]
    return rows_of(columns, rows)


@handles("show_columns")
def show_columns(session: Session, captures: Captures, text: str) -> Result:
    obj, matches = session.names.object(captures["name"], "Table"), like(captures.get("like"))
    columns = texts(
        "table_name schema_name column_name data_type null? default kind expression comment "
        "database_name autoincrement"
    )
    place = [obj.name, obj.schema.name]
    rows = [
        [*place, c.name, c.type, flag(c.nullable), c.default or "", "COLUMN", "",
         c.comment or "", obj.schema.database.name, ""]
        for c in obj.columns
        if matches(c.name)
    ]  # fmt: skip
    return rows_of(columns, rows)


@handles("show_keys")
def show_keys(session: Session, captures: Captures, text: str) -> Result:
    kinds = {"PRIMARY": "PRIMARY KEY", "IMPORTED": "FOREIGN KEY"}
    type_ = captures["what"].removesuffix(" KEYS")
    type_ = kinds.get(type_, type_)
    if "table" in captures:
        objects = [session.names.object(captures["table"], "Table")]
    else:
        objects = [
            o for s in _schemas(session, captures) for o in s.of_kind("TABLE", "HYBRID TABLE")
        ]
    if type_ == "FOREIGN KEY":
        return _imported_keys(objects)
    columns = [
        ("created_on", TIME),
        *texts("database_name schema_name table_name column_name"),
        ("key_sequence", "BIGINT"),
        *texts("constraint_name rely comment"),
    ]
    rows = [
        [o.created, o.schema.database.name, o.schema.name, o.name, column, i, key["name"],
         "false", ""]
        for o in objects
        for key in o.keys
        if key["type"] == type_
        for i, column in enumerate(key["columns"], 1)
    ]  # fmt: skip
    return rows_of(columns, rows)


def _imported_keys(objects: Sequence[Obj]) -> Result:
    columns = [
        ("created_on", TIME),
        *texts("pk_database_name pk_schema_name pk_table_name pk_column_name"),
        *texts("fk_database_name fk_schema_name fk_table_name fk_column_name"),
        ("key_sequence", "BIGINT"),
        *texts("update_rule delete_rule fk_name pk_name deferrability rely comment"),
    ]
    rows = []
    for o in objects:
        own = [o.schema.database.name, o.schema.name]
        for key in (key for key in o.keys if key["type"] == "FOREIGN KEY"):
            place = [*own, ""][: 3 - len(key["parent"])] + key["parent"]
            parents = key["parent_columns"] or key["columns"]
            for i, (column, parent) in enumerate(zip(key["columns"], parents, strict=True), 1):
                names = [*place, parent, *own, o.name, column]
                rest = ["NO ACTION", "NO ACTION", key["name"], "", "NOT DEFERRABLE", "false", ""]
                rows.append([o.created, *names, i, *rest])
    return rows_of(columns, rows)


_DESCRIBED = ["name", "type", "kind", "null?", "default", "primary key", "unique key", "check",
              "expression", "comment", "policy name", "privacy domain"]  # fmt: skip


@handles("describe")
def describe(session: Session, captures: Captures, text: str) -> Result:
    kind, parts = captures["kind"], captures["name"]
    if kind in ("SCHEMA", "DATABASE"):
        return _describe_container(session, kind, parts)
    if kind not in RELATIONS or kind == "STREAM":
        raise errors.not_emulated(f"DESCRIBE {kind}")
    obj = session.names.object(parts, "Table" if "TABLE" in kind else "View")
    keys = {type_: {c for key in obj.keys if key["type"] == type_ for c in key["columns"]}
            for type_ in ("PRIMARY KEY", "UNIQUE")}  # fmt: skip
    rows = [
        [c.name, c.type, "COLUMN", "Y" if c.nullable else "N", c.default,
         "Y" if c.name in keys["PRIMARY KEY"] else "N", "Y" if c.name in keys["UNIQUE"] else "N",
         None, None, c.comment, None, None]
        for c in obj.columns
    ]  # fmt: skip
    return rows_of([(name, "VARCHAR") for name in _DESCRIBED], rows, DESCRIBE)


def _describe_container(session: Session, kind: str, parts: tuple[str, ...]) -> Result:
    columns = [("created_on", TIME), ("name", "VARCHAR"), ("kind", "VARCHAR")]
    rows: list[list[Any]] = []
    if kind == "DATABASE":
        database = session.names.database(parts[0])
        rows = [
            [s.created, s.name, "SCHEMA"]
            for s in sorted(database.schemas.values(), key=lambda s: s.name)
        ]
    else:
        schema = session.names.schema(parts)
        rows = [
            [o.created, o.name, o.kind]
            for o in schema.of_kind(*RELATIONS)
            if session.access.sees(o)
        ]
    return rows_of(columns, rows, DESCRIBE)
