"""DESCRIBE, and SHOW of columns and keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..catalog.records import RELATIONS, Obj
from ..objects.filters import like, schemas_in
from ..session.session import Session
from ..values import errors
from ..values.patterns import Captures
from ..values.results import CREATED_ON, DESCRIBE, Result, flag, rows_of, texts
from .statement import statement


@statement("SHOW COLUMNS [ LIKE <like:text> ] IN [ TABLE | VIEW ] <name:name>")
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


@statement("""SHOW [ TERSE ]:terse { PRIMARY KEYS | UNIQUE KEYS | IMPORTED KEYS }:what
    [ IN { TABLE <table:name> | SCHEMA <schema_name:name>
    | { DATABASE }:database [ <database_name:ident> ] } ]""")
def show_keys(session: Session, captures: Captures, text: str) -> Result:
    kinds = {"PRIMARY": "PRIMARY KEY", "IMPORTED": "FOREIGN KEY"}
    type_ = captures["what"].removesuffix(" KEYS")
    type_ = kinds.get(type_, type_)
    if "table" in captures:
        objects = [session.names.object(captures["table"], "Table")]
    else:
        objects = [
            o for s in schemas_in(session, captures) for o in s.of_kind("TABLE", "HYBRID TABLE")
        ]
    if type_ == "FOREIGN KEY":
        return _imported_keys(objects)
    columns = [
        CREATED_ON,
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
        CREATED_ON,
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


_WHAT = "<kind:kind> <name:name> [ <arguments:parens> ] [ TYPE = COLUMNS ]"
_DESCRIBED = ["name", "type", "kind", "null?", "default", "primary key", "unique key", "check",
              "expression", "comment", "policy name", "privacy domain"]  # fmt: skip


@statement(f"DESCRIBE {_WHAT}", f"DESC {_WHAT}")
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
    columns = [CREATED_ON, *texts("name kind")]
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
