"""The views of INFORMATION_SCHEMA, made from the records each time a query names them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pyarrow as pa

from ..catalog.records import RELATIONS, VIEWS, Database, Obj, Schema
from ..catalog.store import row_counts
from ..session.session import Session
from ..values import errors

_TEXT, _INT, _BOOL, _TIME = pa.string(), pa.int64(), pa.bool_(), pa.timestamp("us", "UTC")

_SCHEMATA = {
    "CATALOG_NAME": _TEXT, "SCHEMA_NAME": _TEXT, "SCHEMA_OWNER": _TEXT, "IS_TRANSIENT": _TEXT,
    "IS_MANAGED_ACCESS": _TEXT, "RETENTION_TIME": _INT, "DEFAULT_CHARACTER_SET_CATALOG": _TEXT,
    "DEFAULT_CHARACTER_SET_SCHEMA": _TEXT, "DEFAULT_CHARACTER_SET_NAME": _TEXT, "SQL_PATH": _TEXT,
    "CREATED": _TIME, "LAST_ALTERED": _TIME, "COMMENT": _TEXT,
}  # fmt: skip
_TABLES = {
    "TABLE_CATALOG": _TEXT, "TABLE_SCHEMA": _TEXT, "TABLE_NAME": _TEXT, "TABLE_OWNER": _TEXT,
    "TABLE_TYPE": _TEXT, "IS_TRANSIENT": _TEXT, "CLUSTERING_KEY": _TEXT, "ROW_COUNT": _INT,
    "BYTES": _INT, "RETENTION_TIME": _INT, "SELF_REFERENCING_COLUMN_NAME": _TEXT,
    "REFERENCE_GENERATION": _TEXT, "USER_DEFINED_TYPE_CATALOG": _TEXT,
    "USER_DEFINED_TYPE_SCHEMA": _TEXT, "USER_DEFINED_TYPE_NAME": _TEXT, "IS_INSERTABLE_INTO": _TEXT,
    "IS_TYPED": _TEXT, "COMMIT_ACTION": _TEXT, "CREATED": _TIME, "LAST_ALTERED": _TIME,
    "LAST_DDL": _TIME, "LAST_DDL_BY": _TEXT, "AUTO_CLUSTERING_ON": _BOOL, "COMMENT": _TEXT,
    "IS_TEMPORARY": _TEXT, "IS_ICEBERG": _TEXT, "IS_DYNAMIC": _TEXT, "IS_IMMUTABLE": _TEXT,
    "IS_HYBRID": _TEXT,
}  # fmt: skip
_VIEWS = {
    "TABLE_CATALOG": _TEXT, "TABLE_SCHEMA": _TEXT, "TABLE_NAME": _TEXT, "TABLE_OWNER": _TEXT,
    "VIEW_DEFINITION": _TEXT, "CHECK_OPTION": _TEXT, "IS_UPDATABLE": _TEXT,
    "INSERTABLE_INTO": _TEXT, "IS_SECURE": _TEXT, "CREATED": _TIME, "LAST_ALTERED": _TIME,
    "LAST_DDL": _TIME, "LAST_DDL_BY": _TEXT, "COMMENT": _TEXT,
}  # fmt: skip
_COLUMNS = {
    "TABLE_CATALOG": _TEXT, "TABLE_SCHEMA": _TEXT, "TABLE_NAME": _TEXT, "COLUMN_NAME": _TEXT,
    "ORDINAL_POSITION": _INT, "COLUMN_DEFAULT": _TEXT, "IS_NULLABLE": _TEXT, "DATA_TYPE": _TEXT,
    "CHARACTER_MAXIMUM_LENGTH": _INT, "CHARACTER_OCTET_LENGTH": _INT, "NUMERIC_PRECISION": _INT,
    "NUMERIC_PRECISION_RADIX": _INT, "NUMERIC_SCALE": _INT, "DATETIME_PRECISION": _INT,
    "COLLATION_NAME": _TEXT, "IS_IDENTITY": _TEXT, "COMMENT": _TEXT, "KIND": _TEXT,
}  # fmt: skip
_CONSTRAINTS = {
    "CONSTRAINT_CATALOG": _TEXT, "CONSTRAINT_SCHEMA": _TEXT, "CONSTRAINT_NAME": _TEXT,
    "TABLE_CATALOG": _TEXT, "TABLE_SCHEMA": _TEXT, "TABLE_NAME": _TEXT, "CONSTRAINT_TYPE": _TEXT,
    "IS_DEFERRABLE": _TEXT, "INITIALLY_DEFERRED": _TEXT, "ENFORCED": _TEXT, "COMMENT": _TEXT,
    "CREATED": _TIME, "LAST_ALTERED": _TIME, "RELY": _TEXT,
}  # fmt: skip
_DATABASES = {
    "DATABASE_NAME": _TEXT, "DATABASE_OWNER": _TEXT, "IS_TRANSIENT": _TEXT, "COMMENT": _TEXT,
    "CREATED": _TIME, "LAST_ALTERED": _TIME, "RETENTION_TIME": _INT, "TYPE": _TEXT,
}  # fmt: skip


def listing(session: Session, database: Database, view: str) -> pa.Table:
    """The rows of that view of the database which the session's role may see."""
    if view not in _MAKERS:
        raise errors.not_emulated(f"INFORMATION_SCHEMA.{view}")
    columns, make = _MAKERS[view]
    with session.account.lock:
        rows = make(session, database)
    arrays = [pa.array([row.get(name) for row in rows], type=t) for name, t in columns.items()]
    return pa.Table.from_arrays(arrays, names=list(columns))


def _yes(flag: bool) -> str:
    return "YES" if flag else "NO"


def _visible(session: Session, database: Database, *kinds: str) -> list[Obj]:
    """Unlike SHOW, these views do not honor MANAGE GRANTS: a privilege on the object is needed."""
    access = session.access
    found = [
        obj
        for schema in database.schemas.values()
        if access.resolves(schema)
        for obj in schema.objects.values()
        if obj.kind in kinds and access.privileges(obj)
    ]
    found += [
        o for o in session.temporary.values() if o.kind in kinds and o.schema.database is database
    ]
    return sorted(found, key=lambda obj: (obj.schema.name, obj.name))


def _schemata(session: Session, database: Database) -> list[dict[str, Any]]:
    def row(schema: Schema) -> dict[str, Any]:
        return {
            "CATALOG_NAME": database.name,
            "SCHEMA_NAME": schema.name,
            "SCHEMA_OWNER": schema.owner.name or None,
            "IS_TRANSIENT": _yes(schema.transient),
            "IS_MANAGED_ACCESS": _yes(schema.managed),
            "RETENTION_TIME": schema.keeps_days,
            "CREATED": schema.created,
            "LAST_ALTERED": schema.last_altered,
            "COMMENT": schema.comment,
        }

    schemas = sorted(database.schemas.values(), key=lambda schema: schema.name)
    return [row(schema) for schema in schemas if session.access.sees(schema)]


_TYPES = {
    "VIEW": "VIEW",
    "MATERIALIZED VIEW": "MATERIALIZED VIEW",
    "EXTERNAL TABLE": "EXTERNAL TABLE",
    "EVENT TABLE": "EVENT TABLE",
}


def _tables(session: Session, database: Database) -> list[dict[str, Any]]:
    objects = _visible(session, database, *(kind for kind in RELATIONS if kind != "STREAM"))
    sizes = row_counts(session.duck, objects)

    def row(obj: Obj) -> dict[str, Any]:
        plain = "TEMPORARY TABLE" if obj.temporary else "BASE TABLE"
        rows = sizes.get(obj.id)
        return {
            "TABLE_CATALOG": database.name,
            "TABLE_SCHEMA": obj.schema.name,
            "TABLE_NAME": obj.name,
            "TABLE_OWNER": obj.owner.name,
            "TABLE_TYPE": _TYPES.get(obj.kind, plain),
            "IS_TRANSIENT": None if obj.kind in VIEWS else _yes(obj.transient),
            "CLUSTERING_KEY": obj.options.get("CLUSTER_BY"),
            "ROW_COUNT": rows,
            "BYTES": None if rows is None else rows * 64 * max(len(obj.columns), 1),
            "RETENTION_TIME": None if obj.kind in VIEWS else obj.keeps_days,
            "CREATED": obj.created,
            "LAST_ALTERED": obj.last_altered,
            "LAST_DDL": obj.last_ddl,
            "LAST_DDL_BY": session.user,
            "AUTO_CLUSTERING_ON": None if obj.kind in VIEWS else False,
            "COMMENT": obj.comment,
            "IS_TEMPORARY": _yes(obj.temporary),
            "IS_ICEBERG": _yes(obj.kind == "ICEBERG TABLE"),
            "IS_DYNAMIC": _yes(obj.kind == "DYNAMIC TABLE"),
            "IS_IMMUTABLE": "NO",
            "IS_HYBRID": _yes(obj.kind == "HYBRID TABLE"),
        }

    return [row(obj) for obj in objects]


def _views(session: Session, database: Database) -> list[dict[str, Any]]:
    return [
        {
            "TABLE_CATALOG": database.name,
            "TABLE_SCHEMA": obj.schema.name,
            "TABLE_NAME": obj.name,
            "TABLE_OWNER": obj.owner.name,
            "VIEW_DEFINITION": None
            if obj.secure and not session.access.has(obj, "OWNERSHIP")
            else obj.statement,
            "CHECK_OPTION": "NONE",
            "IS_UPDATABLE": "NO",
            "INSERTABLE_INTO": "NO",
            "IS_SECURE": _yes(obj.secure),
            "CREATED": obj.created,
            "LAST_ALTERED": obj.last_altered,
            "LAST_DDL": obj.last_ddl,
            "LAST_DDL_BY": session.user,
            "COMMENT": obj.comment,
        }
        for obj in _visible(session, database, *VIEWS)
    ]


_INFO_TYPES = {"VARCHAR": "TEXT"}


def _columns(session: Session, database: Database) -> list[dict[str, Any]]:
    rows = []
    for obj in _visible(session, database, *(k for k in RELATIONS if k != "STREAM")):
        for position, column in enumerate(obj.columns, 1):
            name, sizes = (
                column.type.split("(")[0],
                [int(n) for n in re.findall(r"\d+", column.type)],
            )
            row: dict[str, Any] = {
                "TABLE_CATALOG": database.name,
                "TABLE_SCHEMA": obj.schema.name,
                "TABLE_NAME": obj.name,
                "COLUMN_NAME": column.name,
                "ORDINAL_POSITION": position,
                "COLUMN_DEFAULT": column.default,
                "IS_NULLABLE": _yes(column.nullable),
                "DATA_TYPE": _INFO_TYPES.get(name, name),
                "IS_IDENTITY": "NO",
                "COMMENT": column.comment,
                "KIND": "COLUMN",
            }
            if name in ("VARCHAR", "BINARY"):
                row["CHARACTER_MAXIMUM_LENGTH"] = row["CHARACTER_OCTET_LENGTH"] = sizes[0]
            elif name == "NUMBER":
                row |= {
                    "NUMERIC_PRECISION": sizes[0],
                    "NUMERIC_SCALE": sizes[1],
                    "NUMERIC_PRECISION_RADIX": 10,
                }
            elif name.startswith("TIME"):
                row["DATETIME_PRECISION"] = sizes[0] if sizes else 9
            rows.append(row)
    return rows


def _constraints(session: Session, database: Database) -> list[dict[str, Any]]:
    return [
        {
            "CONSTRAINT_CATALOG": database.name,
            "CONSTRAINT_SCHEMA": obj.schema.name,
            "CONSTRAINT_NAME": key["name"],
            "TABLE_CATALOG": database.name,
            "TABLE_SCHEMA": obj.schema.name,
            "TABLE_NAME": obj.name,
            "CONSTRAINT_TYPE": key["type"],
            "IS_DEFERRABLE": "NO",
            "INITIALLY_DEFERRED": "YES",
            "ENFORCED": _yes(obj.kind == "HYBRID TABLE"),
            "CREATED": obj.created,
            "LAST_ALTERED": obj.last_altered,
            "RELY": "NO",
        }
        for obj in _visible(session, database, "TABLE", "HYBRID TABLE")
        for key in obj.keys
    ]


def _databases(session: Session, _: Database) -> list[dict[str, Any]]:
    return [
        {
            "DATABASE_NAME": database.name,
            "DATABASE_OWNER": database.owner.name,
            "IS_TRANSIENT": _yes(database.transient),
            "COMMENT": database.comment,
            "CREATED": database.created,
            "LAST_ALTERED": database.last_altered,
            "RETENTION_TIME": database.keeps_days,
            "TYPE": "STANDARD",
        }
        for database in session.account.databases.values()
        if session.access.sees(database)
    ]


_MAKERS: dict[str, tuple[dict[str, Any], Callable[[Session, Database], list[dict[str, Any]]]]] = {
    "SCHEMATA": (_SCHEMATA, _schemata),
    "TABLES": (_TABLES, _tables),
    "VIEWS": (_VIEWS, _views),
    "COLUMNS": (_COLUMNS, _columns),
    "TABLE_CONSTRAINTS": (_CONSTRAINTS, _constraints),
    "DATABASES": (_DATABASES, _databases),
}
