"""ALTER TABLE: columns and properties; the engine's table follows the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..catalog.records import STORED, TABLES, VIEWS, Obj, now
from ..catalog.store import path, run
from ..objects.definitions import Definitions, quoted
from ..objects.making import require_owner
from ..values import errors
from ..values.kinds import Span
from ..values.lexer import Token
from ..values.patterns import Captures
from ..values.results import Result, status
from .registry import handles

if TYPE_CHECKING:
    from ..session.session import Session

_DONE = "Statement executed successfully."


@handles("alter_table", ddl=True)
def alter_table(session: Session, captures: Captures, text: str) -> Result:
    from .views import refresh, set_properties

    table = session.names.find(captures["name"])
    if table is None and captures.get("exists"):
        return status(_DONE)
    table = session.names.object(captures["name"], "Table")
    if table.kind not in TABLES:
        raise errors.missing("Table", table.full_name)
    if not table.temporary:
        require_owner(session, table)
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
    return status(_DONE)


def _changed_shape(table: Obj) -> None:
    """Time Travel of the emulator does not reach behind a change of the columns."""
    table.versions.clear()
    table.floor = now()


def _physical(session: Session, table: Obj, change: str) -> None:
    if table.kind in STORED:
        run(session.duck, f"alter table {path(table.storage)} {change}")
        _changed_shape(table)


def _column_index(table: Obj, name: str) -> int:
    for i, column in enumerate(table.columns):
        if column.name == name:
            return i
    raise errors.compilation(904, "42000", f"invalid identifier '{name}'")


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
        _physical(session, table, f"add column {quoted(column.name)} {type_}{default}")
        if not column.nullable:
            _physical(session, table, f"alter column {quoted(column.name)} set not null")
        table.columns.append(column)
    table.keys += definitions.keys


def _drop(session: Session, table: Obj, names: list[str], if_exists: bool) -> None:
    for name in names:
        if if_exists and all(column.name != name for column in table.columns):
            continue
        index = _column_index(table, name)
        _physical(session, table, f"drop column {quoted(name)}")
        del table.columns[index]
        table.keys = [key for key in table.keys if name not in key["columns"]]


def _rename(session: Session, table: Obj, name: str, new: str) -> None:
    index = _column_index(table, name)
    if any(column.name == new for column in table.columns):
        raise errors.compilation(1430, "42601", f"column '{new}' already exists")
    _physical(session, table, f"rename column {quoted(name)} to {quoted(new)}")
    table.columns[index].name = new
    for key in table.keys:
        key["columns"] = [new if column == name else column for column in key["columns"]]


def change_columns(session: Session, obj: Obj, changes: Span) -> None:
    """The comma-separated list after ALTER | MODIFY [COLUMN]."""
    for tokens in _split(changes):
        if tokens[0].text == "COLUMN" and tokens[0].kind == "word":
            tokens = tokens[1:]
        column = obj.columns[_column_index(obj, tokens[0].text)]
        words = " ".join(token.text for token in tokens[1:] if token.kind == "word")
        if tokens[1].text == "COMMENT" and tokens[2].kind == "string" and len(tokens) == 3:
            column.comment = tokens[2].text or None
        elif words == "UNSET COMMENT":
            column.comment = None
        elif obj.kind in VIEWS:
            raise errors.syntax(tokens[1].raw, changes.text)
        elif words in ("DROP NOT NULL", "SET NOT NULL"):
            column.nullable = words.startswith("DROP")
            _physical(session, obj, f"alter column {quoted(column.name)} {words.lower()}")
        elif words == "DROP DEFAULT":
            column.default = column.engine_default = None
            _physical(session, obj, f"alter column {quoted(column.name)} drop default")
        else:
            _retype(session, obj, column.name, tokens[1:], changes)


def _retype(session: Session, obj: Obj, name: str, tokens: list[Token], changes: Span) -> None:
    words = [token.text for token in tokens]
    skip = 3 if words[:3] == ["SET", "DATA", "TYPE"] else 1 if words[:1] == ["TYPE"] else 0
    if not skip or len(tokens) == skip:
        raise errors.syntax(tokens[0].raw, changes.text)
    base = changes.tokens[0].start
    type_text = changes.text[tokens[skip].start - base : tokens[-1].end - base]
    definitions = Definitions(session, f"{quoted(name)} {type_text}")
    column = obj.columns[_column_index(obj, name)]
    family = column.type.split("(")[0]
    if family != definitions.columns[0].type.split("(")[0]:
        raise errors.compilation(
            2108,
            "22000",
            f"cannot change column {name} from type {column.type} to {definitions.columns[0].type}",
        )
    _physical(
        session, obj, f"alter column {quoted(name)} set data type {definitions.engine_types[0]}"
    )
    column.type = definitions.columns[0].type


def _split(span: Span) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in span.tokens:
        depth += token.is_op("(") - token.is_op(")")
        if token.is_op(",") and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    if any(len(part) < 2 for part in parts):
        raise errors.syntax(span.tokens[-1].raw, span.text)
    return parts
