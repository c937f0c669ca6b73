"""The parameters of a session, with their defaults."""

from __future__ import annotations

from typing import Any

PARAMETERS: dict[str, Any] = {
    "ABORT_DETACHED_QUERY": False,
    "AUTOCOMMIT": True,
    "BINARY_OUTPUT_FORMAT": "HEX",
    "CLIENT_SESSION_KEEP_ALIVE": False,
    "DATE_OUTPUT_FORMAT": "YYYY-MM-DD",
    "ERROR_ON_NONDETERMINISTIC_MERGE": True,
    "LOCK_TIMEOUT": 43200,
    "QUERY_TAG": "",
    "QUOTED_IDENTIFIERS_IGNORE_CASE": False,
    "ROWS_PER_RESULTSET": 0,
    "SEARCH_PATH": "$current, $public",
    "STATEMENT_QUEUED_TIMEOUT_IN_SECONDS": 0,
    "STATEMENT_TIMEOUT_IN_SECONDS": 172800,
    "TIMESTAMP_OUTPUT_FORMAT": "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM",
    "TIMESTAMP_TYPE_MAPPING": "TIMESTAMP_NTZ",
    "TIMEZONE": "Etc/UTC",
    "TRANSACTION_ABORT_ON_ERROR": False,
    "USE_CACHED_RESULT": True,
    "WEEK_START": 0,
}


def typed(key: str, value: Any) -> Any:
    """The value in the type of the parameter's default."""
    default = PARAMETERS.get(key)
    if isinstance(default, bool) and isinstance(value, str):
        return value.upper() == "TRUE"
    if isinstance(default, int) and not isinstance(default, bool):
        return int(value)
    return value
