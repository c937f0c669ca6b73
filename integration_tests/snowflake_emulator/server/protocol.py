"""The JSON the drivers send and expect, apart from results."""

from __future__ import annotations

from typing import Any

from fakesnow.converter import from_binding

from ..session.session import Session
from ..values.errors import SnowflakeError

Json = dict[str, Any]


def bindings(given: Json | None) -> list[Any] | None:
    if not given:
        return None
    ordered = [given[str(i)] for i in range(1, len(given) + 1)]
    if any(isinstance(binding["value"], list) for binding in ordered):
        raise SnowflakeError(99999, "0A000", "snowflake_emulator does not emulate: array bindings")
    return [None if b["value"] is None else from_binding(b) for b in ordered]


def session_parameters(session: Session) -> list[Json]:
    known = ("AUTOCOMMIT", "TIMEZONE", "QUERY_TAG", "QUOTED_IDENTIFIERS_IGNORE_CASE")
    return [
        *({"name": name, "value": session.parameter(name)} for name in known),
        {"name": "CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY", "value": 3600},
        {"name": "CLIENT_STAGE_ARRAY_BINDING_THRESHOLD", "value": 0},
        {"name": "CLIENT_TELEMETRY_ENABLED", "value": False},
    ]


def success(data: Json | None, code: str | None = None) -> Json:
    return {"success": True, "code": code, "message": None, "data": data}


def failure(error: SnowflakeError) -> Json:
    code = f"{error.code:06d}"
    return {
        "success": False,
        "code": code,
        "message": error.message,
        "data": {"errorCode": code, "sqlState": error.sqlstate, "queryId": None},
    }
