"""The views of INFORMATION_SCHEMA, made from the records each time a query names them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa

from ..catalog.records import RELATIONS, VIEWS, Database, Obj, Record
from ..catalog.store import row_counts
from ..session.session import Session
from ..values import errors
from ..values.lexer import words

_NUMBERS = words(
    """
    RETENTION_TIME ROW_COUNT BYTES ORDINAL_POSITION CHARACTER_MAXIMUM_LENGTH CHARACTER_OCTET_LENGTH
    NUMERIC_PRECISION NUMERIC_PRECISION_RADIX NUMERIC_SCALE DATETIME_PRECISION
    """
)
_TYPES = {
    **dict.fromkeys(_NUMBERS, pa.int64()),
    **dict.fromkeys(("CREATED", "LAST_ALTERED", "LAST_DDL"), pa.timestamp("us", "UTC")),
    "AUTO_CLUSTERING_ON": pa.bool_(),
}
"""The types of the columns that are not text."""

Values = dict[str, Any]
_COLUMNS = {
    "SCHEMATA": """
        CATALOG_NAME SCHEMA_NAME SCHEMA_OWNER IS_TRANSIENT IS_MANAGED_ACCESS RETENTION_TIME
        DEFAULT_CHARACTER_SET_CATALOG DEFAULT_CHARACTER_SET_SCHEMA DEFAULT_CHARACTER_SET_NAME
        SQL_PATH CREATED LAST_ALTERED COMMENT
    """,
    "TABLES": """
        TABLE_CATALOG TABLE_SCHEMA TABLE_NAME TABLE_OWNER TABLE_TYPE IS_TRANSIENT CLUSTERING_KEY
        ROW_COUNT BYTES RETENTION_TIME SELF_REFERENCING_COLUMN_NAME REFERENCE_GENERATION
        USER_DEFINED_TYPE_CATALOG USER_DEFINED_TYPE_SCHEMA USER_DEFINED_TYPE_NAME
        IS_INSERTABLE_INTO IS_TYPED COMMIT_ACTION CREATED LAST_ALTERED LAST_DDL LAST_DDL_BY
        AUTO_CLUSTERING_ON COMMENT IS_TEMPORARY IS_ICEBERG IS_DYNAMIC IS_IMMUTABLE IS_HYBRID
    """,
    "VIEWS": """
        TABLE_CATALOG TABLE_SCHEMA TABLE_NAME TABLE_OWNER VIEW_DEFINITION CHECK_OPTION
        IS_UPDATABLE INSERTABLE_INTO IS_SECURE CREATED LAST_ALTERED LAST_DDL LAST_DDL_BY COMMENT
    """,
    "COLUMNS": """
        TABLE_CATALOG TABLE_SCHEMA TABLE_NAME COLUMN_NAME ORDINAL_POSITION COLUMN_DEFAULT
        IS_NULLABLE DATA_TYPE CHARACTER_MAXIMUM_LENGTH CHARACTER_OCTET_LENGTH NUMERIC_PRECISION
        NUMERIC_PRECISION_RADIX NUMERIC_SCALE DATETIME_PRECISION COLLATION_NAME IS_IDENTITY
        COMMENT KIND
    """,
    "TABLE_CONSTRAINTS": """
        CONSTRAINT_CATALOG CONSTRAINT_SCHEMA CONSTRAINT_NAME TABLE_CATALOG TABLE_SCHEMA TABLE_NAME
        CONSTRAINT_TYPE IS_DEFERRABLE INITIALLY_DEFERRED ENFORCED COMMENT CREATED LAST_ALTERED
        RELY
    """,
    "DATABASES": """
        DATABASE_NAME DATABASE_OWNER IS_TRANSIENT COMMENT CREATED LAST_ALTERED RETENTION_TIME TYPE
    """,
}


def listing(session: Session, database: Database, view: str) -> pa.Table:
    """The rows of that view of the database which the session's role may see."""
    if view not in _MAKERS:
        raise errors.not_emulated(f"INFORMATION_SCHEMA.{view}")
    with session.account.lock:
        rows = list(_MAKERS[view](session, database))
    columns = _COLUMNS[view].split()
    types = [_TYPES.get(column, pa.string()) for column in columns]
    arrays = [
        pa.array([row.get(column) for row in rows], type=type_)
        for column, type_ in zip(columns, types, strict=True)
    ]
    return pa.Table.from_arrays(arrays, names=columns)


def _yes(flag: bool) -> str:
    return "YES" if flag else "NO"


def _dates(record: Record) -> Values:
    return {"CREATED": record.created, "LAST_ALTERED": record.last_altered}


def _place(obj: Obj, whose: str = "TABLE") -> Values:
    return {f"{whose}_CATALOG": obj.schema.database.name, f"{whose}_SCHEMA": obj.schema.name}


def _about(obj: Obj) -> Values:
    about = {"TABLE_NAME": obj.name, "TABLE_OWNER": obj.owner.name, "LAST_DDL": obj.last_ddl}
    return {**_place(obj), **_dates(obj), **about, "COMMENT": obj.comment}


def _visible(session: Session, database: Database, kinds: Iterable[str]) -> list[Obj]:
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


def _schemata(session: Session, database: Database) -> Iterator[Values]:
    for schema in sorted(database.schemas.values(), key=lambda schema: schema.name):
        if session.access.sees(schema):
            yield {
                **_dates(schema),
                "CATALOG_NAME": database.name,
                "SCHEMA_NAME": schema.name,
                "SCHEMA_OWNER": schema.owner.name or None,
                "IS_TRANSIENT": _yes(schema.transient),
                "IS_MANAGED_ACCESS": _yes(schema.managed),
                "RETENTION_TIME": schema.keeps_days,
                "COMMENT": schema.comment,
            }


_READ = frozenset(RELATIONS) - {"STREAM"}
_OWN_TYPE = ("VIEW", "MATERIALIZED VIEW", "EXTERNAL TABLE", "EVENT TABLE")


def _tables(session: Session, database: Database) -> Iterator[Values]:
    objects = _visible(session, database, _READ)
    sizes = row_counts(session.duck, objects)
    for obj in objects:
        rows, view = sizes.get(obj.id), obj.kind in VIEWS
        plain = "TEMPORARY TABLE" if obj.temporary else "BASE TABLE"
        yield {
            **_about(obj),
            "TABLE_TYPE": obj.kind if obj.kind in _OWN_TYPE else plain,
            "IS_TRANSIENT": None if view else _yes(obj.transient),
            "CLUSTERING_KEY": obj.options.get("CLUSTER_BY"),
            "ROW_COUNT": rows,
            "BYTES": None if rows is None else rows * 64 * max(len(obj.columns), 1),
            "RETENTION_TIME": None if view else obj.keeps_days,
            "LAST_DDL_BY": session.user,
            "AUTO_CLUSTERING_ON": None if view else False,
            "IS_TEMPORARY": _yes(obj.temporary),
            "IS_ICEBERG": _yes(obj.kind == "ICEBERG TABLE"),
            "IS_DYNAMIC": _yes(obj.kind == "DYNAMIC TABLE"),
            "IS_IMMUTABLE": "NO",
            "IS_HYBRID": _yes(obj.kind == "HYBRID TABLE"),
        }


def _views(session: Session, database: Database) -> Iterator[Values]:
    for obj in _visible(session, database, VIEWS):
        hidden = obj.secure and not session.access.has(obj, "OWNERSHIP")
        yield {
            **_about(obj),
            "VIEW_DEFINITION": None if hidden else obj.statement,
            "CHECK_OPTION": "NONE",
            "IS_UPDATABLE": "NO",
            "INSERTABLE_INTO": "NO",
            "IS_SECURE": _yes(obj.secure),
            "LAST_DDL_BY": session.user,
        }


def _columns(session: Session, database: Database) -> Iterator[Values]:
    for obj in _visible(session, database, _READ):
        for position, column in enumerate(obj.columns, 1):
            name = column.type.split("(")[0]
            yield {
                **_place(obj),
                **_sizes(name, [int(size) for size in re.findall(r"\d+", column.type)]),
                "TABLE_NAME": obj.name,
                "COLUMN_NAME": column.name,
                "ORDINAL_POSITION": position,
                "COLUMN_DEFAULT": column.default,
                "IS_NULLABLE": _yes(column.nullable),
                "DATA_TYPE": "TEXT" if name == "VARCHAR" else name,
                "IS_IDENTITY": "NO",
                "COMMENT": column.comment,
                "KIND": "COLUMN",
            }


def _sizes(name: str, sizes: list[int]) -> Values:
    if name in ("VARCHAR", "BINARY"):
        return {"CHARACTER_MAXIMUM_LENGTH": sizes[0], "CHARACTER_OCTET_LENGTH": sizes[0]}
    if name == "NUMBER":
        precision, scale = sizes[:2]
        return {
            "NUMERIC_PRECISION": precision,
            "NUMERIC_SCALE": scale,
            "NUMERIC_PRECISION_RADIX": 10,
        }
    return {"DATETIME_PRECISION": sizes[0] if sizes else 9} if name.startswith("TIME") else {}


def _constraints(session: Session, database: Database) -> Iterator[Values]:
    for obj in _visible(session, database, ("TABLE", "HYBRID TABLE")):
        for key in obj.keys:
            yield {
                **_place(obj),
                **_place(obj, "CONSTRAINT"),
                **_dates(obj),
                "TABLE_NAME": obj.name,
                "CONSTRAINT_NAME": key["name"],
                "CONSTRAINT_TYPE": key["type"],
                "IS_DEFERRABLE": "NO",
                "INITIALLY_DEFERRED": "YES",
                "ENFORCED": _yes(obj.kind == "HYBRID TABLE"),
                "RELY": "NO",
            }


def _databases(session: Session, _: Database) -> Iterator[Values]:
    for database in filter(session.access.sees, session.account.databases.values()):
        yield {
            **_dates(database),
            "DATABASE_NAME": database.name,
            "DATABASE_OWNER": database.owner.name,
            "IS_TRANSIENT": _yes(database.transient),
            "COMMENT": database.comment,
            "RETENTION_TIME": database.keeps_days,
            "TYPE": "STANDARD",
        }


_MAKERS: dict[str, Callable[[Session, Database], Iterator[Values]]] = {
    "SCHEMATA": _schemata,
    "TABLES": _tables,
    "VIEWS": _views,
    "COLUMNS": _columns,
    "TABLE_CONSTRAINTS": _constraints,
    "DATABASES": _databases,
}
