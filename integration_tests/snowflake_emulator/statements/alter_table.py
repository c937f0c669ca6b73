"""ALTER TABLE: columns and properties; the engine's table follows the record."""

from __future__ import annotations

from ..catalog.records import TABLES, Obj
from ..objects.columns import change_columns, column_index, physical
from ..objects.definitions import Definitions, quoted, refresh
from ..objects.making import set_properties
from ..objects.securables import named_object
from ..session.session import Session
from ..values import errors
from ..values.kinds import Span
from ..values.patterns import Captures
from ..values.results import Result, status
from .statement import statement


@statement(
    """ALTER { TABLE | DYNAMIC TABLE | ICEBERG TABLE }:kind [ IF EXISTS ]:exists <name:name>
    { ADD [ COLUMN ] [ IF NOT EXISTS ]:add_exists <add:rest>
    | RENAME COLUMN <column:ident> TO <new_column:ident>
    | DROP [ COLUMN ] [ IF EXISTS ]:drop_exists <drop:idents>
    | DROP CLUSTERING KEY | { SUSPEND | RESUME } RECLUSTER | CLUSTER BY <cluster:parens>
    | { DROP PRIMARY KEY }:constraints | SET TAG <tags:rest> | UNSET TAG <tags:rest>
    | SET <set:assignments> | UNSET <unset:idents>
    | { SUSPEND | RESUME | REFRESH }:state
    | { ALTER | MODIFY } [ COLUMN ] <alter:rest> }""",
    ddl=True,
)
def alter_table(session: Session, captures: Captures, text: str) -> Result:
    table = named_object(session, captures, "Table")
    if table is None:
        return status()
    if table.kind not in TABLES:
        raise errors.missing("Table", table.full_name)
    if not table.temporary:
        session.access.require(table, "OWNERSHIP")
    if "add" in captures:
        _add(session, table, captures["add"], bool(captures.get("add_exists")))
    elif "drop" in captures:
        _drop(session, table, captures["drop"], bool(captures.get("drop_exists")))
    elif "new_column" in captures:
        _rename(session, table, captures["column"], captures["new_column"])
    elif "alter" in captures:
        change_columns(session, table, captures["alter"])
    elif "constraints" in captures:
        table.keys = [key for key in table.keys if key["type"] != "PRIMARY KEY"]
    elif "cluster" in captures:
        table.options["CLUSTER_BY"] = f"LINEAR({captures['cluster'].text})"
    elif "state" in captures:
        if table.kind != "DYNAMIC TABLE":
            raise errors.not_snowflake(f"{captures['state']} of a table")
        if captures["state"] == "REFRESH":
            refresh(session, table)
        else:
            table.options["state"] = {"SUSPEND": "SUSPENDED", "RESUME": "ACTIVE"}[captures["state"]]
    set_properties(table, captures)
    table.touched()
    return status()


def _add(session: Session, table: Obj, added: Span, if_not_exists: bool) -> None:
    first = added.tokens[0]
    if first.kind == "word" and first.text in ("CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN"):
        table.keys += Definitions(session, added.text).keys
        return
    definitions = Definitions(session, added.text)
    for column, type_ in zip(definitions.columns, definitions.engine_types, strict=True):
        if any(known.name == column.name for known in table.columns):
            if if_not_exists:
                continue
            raise errors.compilation(1430, "42601", f"column '{column.name}' already exists")
        default = f" default {column.engine_default}" if column.engine_default else ""
        physical(session, table, f"add column {quoted(column.name)} {type_}{default}")
        if not column.nullable:
            physical(session, table, f"alter column {quoted(column.name)} set not null")
        table.columns.append(column)
    table.keys += definitions.keys


def _drop(session: Session, table: Obj, names: list[str], if_exists: bool) -> None:
    for name in names:
        if if_exists and all(column.name != name for column in table.columns):
            continue
        index = column_index(table, name)
        physical(session, table, f"drop column {quoted(name)}")
        del table.columns[index]
        table.keys = [key for key in table.keys if name not in key["columns"]]


def _rename(session: Session, table: Obj, name: str, new: str) -> None:
    index = column_index(table, name)
    if any(column.name == new for column in table.columns):
        raise errors.compilation(1430, "42601", f"column '{new}' already exists")
    physical(session, table, f"rename column {quoted(name)} to {quoted(new)}")
    table.columns[index].name = new
    for key in table.keys:
        key["columns"] = [new if column == name else column for column in key["columns"]]
