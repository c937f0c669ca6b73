"""The operations of the API and their OpenAPI document.

The server checks requests against this document, so the two cannot differ.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from dbt_wap.serve.faults import MEANINGS
from dbt_wap.serve.json_schema import REFERENCE, Components, Schema
from dbt_wap.serve.shapes import (
    Approve,
    DecidedRun,
    Error,
    Health,
    Publish,
    Reject,
    RunAnswer,
    RunId,
    Runs,
    RunsQuery,
)
from dbt_wap.setup.package_copy import bundled_package
from dbt_wap.version import __version__

PREFIX = "/api/v1"
REPORT = "Report"
DOCUMENT = "Document"

_RESPONSES = "#/components/responses/"
_READS = (500, 502, 503)
_DECIDES = (400, 401, 403, 404, 409, 413, 415, 422, *_READS)
_HEADERS = {
    401: ("WWW-Authenticate", {"type": "string"}),
    503: ("Retry-After", {"type": "string", "pattern": "^[0-9]+$"}),
}


@dataclass(frozen=True)
class Operation:
    """One operation: what it takes, what it answers, and with which statuses it can fail.

    `answer` is a type, or the name of a schema that is not made from one. An operation that can
    fail with 401 needs a token. `rules` are further keywords of the body's schema.
    """

    name: str
    method: str
    path: str
    summary: str
    answer: Any
    fails: Sequence[int] = ()
    query: Any = None
    body: Any = None
    rules: Mapping[str, Any] | None = None


def _decision(name: str, summary: str, body: Any, **rules: Any) -> Operation:
    path = f"/runs/{{run_id}}/{name}"
    return Operation(name, "POST", path, summary, DecidedRun, _DECIDES, body=body, rules=rules)


OPERATIONS = (
    Operation("healthz", "GET", "/healthz", "Whether the server runs. Needs no token", Health),
    Operation("openapi", "GET", "/openapi.json", "The OpenAPI document. Needs no token", DOCUMENT),
    Operation(
        "runs",
        "GET",
        "/runs",
        "The newest runs of all targets, newest first",
        Runs,
        (401, 422, *_READS),
        query=RunsQuery,
    ),
    Operation("run", "GET", "/runs/{run_id}", "A run", RunAnswer, (401, 404, *_READS)),
    Operation(
        "report",
        "GET",
        "/runs/{run_id}/report",
        "The report of the last audit, with the fields of report.json",
        REPORT,
        (401, 404, *_READS),
    ),
    _decision("approve", "Approve a run", Approve, dependentRequired={"override": ["reason"]}),
    _decision("reject", "Reject a run, which ends it", Reject),
    _decision("publish", "Publish an approved run, and answer when it is done", Publish),
    _decision(
        "rollback", "Restore prod to its state before a run, and answer when it is done", Publish
    ),
)


def document(targets: Sequence[str] = ()) -> Schema:
    """Return the OpenAPI document of a server for these targets."""
    made = Components()
    made.schema(Error)
    paths: dict[str, Schema] = {}
    for each in OPERATIONS:
        paths.setdefault(each.path, {})[each.method.lower()] = _operation(made, each, targets)
    failures = {status for each in OPERATIONS for status in each.fails}
    schemas = {**made.schemas, DOCUMENT: {"type": "object"}, **_report_schemas()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "dbt-wap",
            "version": __version__,
            "description": "The API of `wap serve`: read runs and their reports, approve, reject, "
            "publish and roll back.",
        },
        "servers": [{"url": PREFIX}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {str(status): _failure(status) for status in sorted(failures)},
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token from `wap serve --add-token NAME`.",
                }
            },
        },
    }


def _operation(made: Components, each: Operation, targets: Sequence[str]) -> Schema:
    answer = {"$ref": REFERENCE + each.answer} if isinstance(each.answer, str) else None
    described: Schema = {
        "operationId": each.name,
        "summary": each.summary,
        "security": [{"token": []}] if 401 in each.fails else [],
        "responses": {
            "200": {"description": "Done.", **_json(answer or made.schema(each.answer))},
            **{str(status): {"$ref": f"{_RESPONSES}{status}"} for status in each.fails},
        },
    }
    parameters = [*_path_parameters(made, each.path), *_query_parameters(made, each, targets)]
    if parameters:
        described["parameters"] = parameters
    if each.body:
        schema = {**made.of_object(each.body), **(each.rules or {}), "additionalProperties": False}
        described["requestBody"] = {"required": "required" in schema, **_json(schema)}
    return described


def _path_parameters(made: Components, path: str) -> list[Schema]:
    if "{run_id}" not in path:
        return []
    return [{"name": "run_id", "in": "path", "required": True, **_described(made.schema(RunId))}]


def _query_parameters(made: Components, each: Operation, targets: Sequence[str]) -> list[Schema]:
    properties = made.of_object(each.query)["properties"] if each.query else {}
    if targets and "target" in properties:
        properties["target"]["enum"] = list(targets)
    return [
        {"name": name, "in": "query", "required": False, **_described(schema)}
        for name, schema in properties.items()
    ]


def _described(schema: Schema) -> Schema:
    """Return the schema of a parameter, with its description where OpenAPI wants it."""
    about = schema.pop("description", None)
    return {**({"description": about} if about else {}), "schema": schema}


def _failure(status: int) -> Schema:
    told = {"description": MEANINGS[status], **_json({"$ref": REFERENCE + "Error"})}
    if status in _HEADERS:
        name, schema = _HEADERS[status]
        told["headers"] = {name: {"required": True, "schema": schema}}
    return told


def _json(schema: Schema) -> Schema:
    return {"content": {"application/json": {"schema": schema}}}


@cache
def _report_text() -> str:
    return (bundled_package() / "docs" / "report.schema.json").read_text(encoding="utf-8")


def _report_schemas() -> dict[str, Schema]:
    """Return the schema of report.json as components: it refers to its own `$defs`."""
    text = _report_text().replace('"#/$defs/', f'"{REFERENCE}{REPORT}.')
    schema = cast(Schema, json.loads(text))
    parts = schema.pop("$defs")
    for keyword in ("$schema", "$id"):
        del schema[keyword]
    return {REPORT: schema, **{f"{REPORT}.{name}": each for name, each in parts.items()}}
