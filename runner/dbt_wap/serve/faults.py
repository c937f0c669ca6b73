"""The HTTP status of each error, its JSON, and the errors of requests that the server refuses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from dbt_wap.errors import (
    AuditBlocked,
    Cancelled,
    ConfigError,
    DbtFailed,
    Interrupted,
    Locked,
    Rejected,
    Stale,
    WaitingApproval,
    WapError,
)
from dbt_wap.serve.model import UnknownRun
from dbt_wap.serve.shapes import Error, Problem

RETRY_AFTER = 10
"""Seconds after which it makes sense to ask a warehouse again that was locked."""


class NotAllowed(WaitingApproval):
    """The person may not do this to the run."""


class Refused(ConfigError):
    """A request that the server refuses before it does anything."""

    def __init__(
        self, status: int, what: str, headers: Mapping[str, str] | None = None, next_step: str = ""
    ) -> None:
        """`headers` are those of the answer."""
        super().__init__("api", what, next_command=next_step or "GET /api/v1/openapi.json")
        self.status = status
        self.headers = dict(headers or {})


_STATUSES: Mapping[type[WapError], int] = {
    UnknownRun: 404,
    NotAllowed: 403,
    ConfigError: 409,
    AuditBlocked: 409,
    WaitingApproval: 409,
    Rejected: 409,
    Stale: 409,
    Locked: 503,
    Cancelled: 503,
    DbtFailed: 502,
    Interrupted: 500,
    WapError: 500,
}

MEANINGS: Mapping[int, str] = {
    400: "The body is not JSON.",
    401: "The token is missing or not valid.",
    403: "You may not do this to this run.",
    404: "The run does not exist, or has no report.",
    405: "The path does not take this method.",
    409: "The run's status does not allow this, the run was audited again since `seen`, or the "
    "project is not set up for it.",
    413: "The body is larger than 64 KiB.",
    415: "The body has a content type other than application/json.",
    422: "A field is missing, unknown or not valid.",
    500: "A publish or rollback was interrupted (code 8: check `prod`), or dbt-wap has a bug.",
    502: "dbt or the warehouse failed; prod is unchanged. The log of wap serve has the error.",
    503: "A publish or rollback is running, or another process holds the lock or the DuckDB file. "
    "Retry after the given seconds.",
}
"""What each status means, in the OpenAPI document."""


def http_status(error: WapError) -> int:
    """Return the HTTP status of an error."""
    if isinstance(error, Refused):
        return error.status
    return next(_STATUSES[each] for each in type(error).__mro__ if each in _STATUSES)


def http_headers(error: WapError) -> dict[str, str]:
    """Return the headers that the answer to a failed request has."""
    if isinstance(error, Refused):
        return error.headers
    return {"Retry-After": str(RETRY_AFTER)} if http_status(error) == 503 else {}


def problem(error: WapError) -> Problem:
    """Return an error as JSON."""
    return {
        "code": int(error.exit_code),
        "where": error.where,
        "what": error.what,
        "prod": error.prod or "unchanged",
        "next": error.next_command,
    }


def answer(error: WapError) -> Response:
    """Return the answer of the API to a request that failed."""
    told: Error = {"error": problem(error)}
    return json_answer(told, http_status(error), http_headers(error))


def json_answer(
    content: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return JSON in ASCII: values of the warehouse may have half of a surrogate pair."""
    body = json.dumps(content, allow_nan=False)
    kept = {"Cache-Control": "no-store", **(headers or {})}
    return Response(body, status, kept, media_type="application/json")


def no_token() -> Refused:
    """Return the error of a request to the API without a valid token."""
    what = "the header Authorization: Bearer TOKEN is missing, or its token is not valid"
    return Refused(401, what, {"WWW-Authenticate": "Bearer"}, "wap serve --add-token NAME")
