"""GET_DDL: statements that would create the object again, in the shape Snowflake prints."""

from __future__ import annotations

from ..catalog.records import RELATIONS, TABLES, VIEWS, Column, Obj, Schema
from ..session.session import Session
from ..values import errors
from ..values.lexer import dotted, literal, quote


def of(session: Session, kind: str, parts: tuple[str, ...], full: bool) -> str:
    if kind == "SCHEMA":
        return _schema(session, session.names.schema(parts), full)
    if kind not in ("TABLE", "VIEW", "DYNAMIC_TABLE"):
        raise errors.not_emulated(f"GET_DDL('{kind}', ...)")
    obj = session.names.object(parts, "Object")
    if obj.kind not in RELATIONS or (obj.secure and not session.access.has(obj, "OWNERSHIP")):
        raise errors.impossible()
    return text_of(obj, full)


def text_of(obj: Obj, full: bool = False) -> str:
    name = obj.full_name if full else quote(obj.name)
    columns = ",\n".join("\t" + _column(column, obj) for column in obj.columns)
    if obj.kind in VIEWS:
        secure = "secure " if obj.secure else ""
        kind = obj.kind.lower()
        return (
            f"create or replace {secure}{kind} {name}(\n{columns}\n){_comment(obj)} as\n{obj.text};"
        )
    if obj.kind == "DYNAMIC TABLE":
        options = " ".join(f"{k.lower()} = {literal(str(v))}" for k, v in obj.options.items())
        return f"create or replace dynamic table {name}(\n{columns}\n) {options}\n as\n{obj.text};"
    if obj.kind in TABLES:
        transient = "TRANSIENT " if obj.transient else ""
        special = "" if obj.kind == "TABLE" else obj.kind.split()[0] + " "
        keys = "".join(",\n\t" + _key(key) for key in obj.keys)
        return (
            f"create or replace {transient}{special}TABLE {name} (\n{columns}{keys}\n)"
            f"{_comment(obj)};"
        )
    return f"{obj.statement};"


def _comment(obj: Obj) -> str:
    return f" COMMENT={literal(obj.comment)}" if obj.comment else ""


def _column(column: Column, obj: Obj) -> str:
    text = quote(column.name)
    if obj.kind not in VIEWS:
        text += f" {column.type}"
        text += "" if column.nullable else " NOT NULL"
        text += f" DEFAULT {column.default}" if column.default is not None else ""
    return text + (f" COMMENT {literal(column.comment)}" if column.comment else "")


def _key(key: dict[str, object]) -> str:
    columns = key["columns"]
    listed = ", ".join(quote(str(c)) for c in columns) if isinstance(columns, list) else ""
    named = f"constraint {quote(str(key['name']))} " if key.get("named") else ""
    return f"{named}{str(key['type']).lower()} ({listed})"


def _schema(session: Session, schema: Schema, full: bool) -> str:
    transient = "TRANSIENT " if schema.transient else ""
    name = schema.full_name if full else dotted([schema.name])
    comment = f" COMMENT={literal(schema.comment)}" if schema.comment else ""
    parts = [f"create or replace {transient}schema {name}{comment};\n"]
    for obj in schema.of_kind(*RELATIONS):
        if session.access.sees(obj) and obj.kind != "STREAM":
            parts.append(text_of(obj, full))
    return "\n".join(parts)
