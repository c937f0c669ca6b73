"""Changes of columns: the engine's table follows the record."""

from __future__ import annotations

from ..catalog.records import STORED, VIEWS, Obj, now
from ..catalog.store import path, run
from ..session.session import Session
from ..values import errors
from ..values.kinds import Span
from ..values.lexer import Token
from .definitions import Definitions, quoted


def _changed_shape(table: Obj) -> None:
    """Time Travel of the emulator does not reach behind a change of the columns."""
    table.versions.clear()
    table.floor = now()


def physical(session: Session, table: Obj, change: str) -> None:
    if table.kind in STORED:
        run(session.duck, f"alter table {path(table.storage)} {change}")
        _changed_shape(table)


def column_index(table: Obj, name: str) -> int:
    for i, column in enumerate(table.columns):
        if column.name == name:
            return i
    raise errors.compilation(904, "42000", f"invalid identifier '{name}'")


def change_columns(session: Session, obj: Obj, changes: Span) -> None:
    """The comma-separated list after ALTER | MODIFY [COLUMN]."""
    for tokens in _split(changes):
        if tokens[0].text == "COLUMN" and tokens[0].kind == "word":
            tokens = tokens[1:]
        column = obj.columns[column_index(obj, tokens[0].text)]
        words = " ".join(token.text for token in tokens[1:] if token.kind == "word")
        if tokens[1].text == "COMMENT" and tokens[2].kind == "string" and len(tokens) == 3:
            column.comment = tokens[2].text or None
        elif words == "UNSET COMMENT":
            column.comment = None
        elif obj.kind in VIEWS:
            raise errors.syntax(tokens[1].raw, changes.text)
        elif words in ("DROP NOT NULL", "SET NOT NULL"):
            column.nullable = words.startswith("DROP")
            physical(session, obj, f"alter column {quoted(column.name)} {words.lower()}")
        elif words == "DROP DEFAULT":
            column.default = column.engine_default = None
            physical(session, obj, f"alter column {quoted(column.name)} drop default")
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
    column = obj.columns[column_index(obj, name)]
    family = column.type.split("(")[0]
    if family != definitions.columns[0].type.split("(")[0]:
        raise errors.compilation(
            2108,
            "22000",
            f"cannot change column {name} from type {column.type} to {definitions.columns[0].type}",
        )
    physical(
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
