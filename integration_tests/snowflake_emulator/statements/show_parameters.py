"""SHOW PARAMETERS, SHOW TRANSACTIONS, SHOW LOCKS."""

from __future__ import annotations

from typing import Any

from ..catalog.records import Obj
from ..objects.filters import like
from ..session.parameters import PARAMETERS
from ..session.session import Session
from ..values.patterns import Captures
from ..values.results import Result, flag, rows_of, texts
from .statement import statement

_OBJECT_PARAMETERS = {
    "DATA_RETENTION_TIME_IN_DAYS": 1,
    "MAX_DATA_EXTENSION_TIME_IN_DAYS": 14,
    "DEFAULT_DDL_COLLATION": "",
    "LOG_LEVEL": "OFF",
    "TRACE_LEVEL": "OFF",
}


@statement("""SHOW PARAMETERS [ LIKE <like:text> ] [ { IN | FOR } { { SESSION | ACCOUNT }:level
    | { SCHEMA | DATABASE | TABLE | WAREHOUSE | USER | TASK }:kind [ <name:name> ] } ]""")
def show_parameters(session: Session, captures: Captures, text: str) -> Result:
    matches = like(captures.get("like"))
    columns = texts("key value default level description type")
    rows: list[list[Any]] = []
    kind = captures.get("kind")
    if kind in ("SCHEMA", "DATABASE", "TABLE"):
        rows = _object_parameters(session, kind, captures.get("name"))
    else:
        own = {} if captures.get("level") == "ACCOUNT" else session.parameters
        known = {**PARAMETERS, **dict.fromkeys(session.account.parameters), **dict.fromkeys(own)}
        for key in sorted(known):
            level = (
                "SESSION" if key in own else "ACCOUNT" if key in session.account.parameters else ""
            )
            value = own.get(key, session.account.parameters.get(key, PARAMETERS.get(key)))
            rows.append([key, _shown(value), _shown(PARAMETERS.get(key)), level, "", _type(value)])
    return rows_of(columns, [row for row in rows if matches(row[0])])


def _object_parameters(
    session: Session, kind: str, parts: tuple[str, ...] | None
) -> list[list[Any]]:
    if kind == "TABLE":
        obj = session.names.object(parts or (), "Table")
        chain: list[Any] = [obj, obj.schema, obj.schema.database]
    elif kind == "SCHEMA":
        schema = session.names.schema(parts) if parts else session.names.current_schema("SHOW")
        chain = [schema, schema.database]
    else:
        chain = [session.names.database(parts[0] if parts else session.database or "")]
    rows = []
    for key, default in _OBJECT_PARAMETERS.items():
        value, level = default, ""
        for record in reversed(chain):
            set_ = (
                record.retention
                if key == "DATA_RETENTION_TIME_IN_DAYS"
                else record.options.get(key)
            )
            if set_ is not None:
                value, level = set_, "TABLE" if isinstance(record, Obj) else record.kind
        rows.append([key, _shown(value), _shown(default), level, "", _type(default)])
    return rows


def _shown(value: Any) -> str:
    return flag(value) if isinstance(value, bool) else "" if value is None else str(value)


def _type(value: Any) -> str:
    return {bool: "BOOLEAN", int: "NUMBER", float: "FLOAT"}.get(type(value), "STRING")


@statement("SHOW TRANSACTIONS [ IN ACCOUNT ]", "SHOW { LOCKS }:locks [ IN ACCOUNT ]")
def show_transactions(session: Session, captures: Captures, text: str) -> Result:
    if "locks" in captures:
        objects = {obj.id: obj for obj in session.account.objects()}
        columns = texts("resource type transaction status")
        held = session.sessions.locks.held().items()
        rows = [
            [objects[o].full_name, "PARTITIONS", str(who), "HOLDING"]
            for o, who in held
            if o in objects
        ]
        return rows_of(columns, rows)
    columns = texts("id user session state")
    open_ = [s for s in session.sessions.by_token.values() if s.transaction.open]
    return rows_of(columns, [[str(s.id), s.user, str(s.id), "running"] for s in open_])
