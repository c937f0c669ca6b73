"""What a request to the API asks for, checked against the OpenAPI document."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from starlette.requests import Request

from dbt_wap.model import Person
from dbt_wap.serve.faults import Refused, no_token
from dbt_wap.serve.json_schema import Schema, faults
from dbt_wap.serve.model import UnknownRun

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """A request that is allowed and well-formed. `person` and `run_id` are empty without any."""

    person: Person
    run_id: str
    query: Mapping[str, Any]
    body: Mapping[str, Any]


async def read(request: Request, described: Schema) -> Asked:
    """Return what a request asks for; `described` is its operation in the OpenAPI document."""
    person = _person(request) if described["security"] else Person("")
    query = _query(request, described)
    run_id = _run_id(request, described)
    body = await _body(request, described) if "requestBody" in described else {}
    return Asked(person, run_id, query, body)


def _person(request: Request) -> Person:
    """Return the person of the token: a session in a browser does not open the API."""
    person = getattr(request.state, "person", None)
    if isinstance(person, Person) and person.identity == "token":
        return person
    raise no_token()


def _parameters(described: Schema, place: str) -> dict[str, Schema]:
    parameters = described.get("parameters", ())
    return {each["name"]: each["schema"] for each in parameters if each["in"] == place}


def _query(request: Request, described: Schema) -> dict[str, Any]:
    properties = _parameters(described, "query")
    query: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        if name in query:
            raise Refused(422, f"{name!a}: is given twice")
        counts = properties.get(name, {}).get("type") == "integer" and _NUMBER.fullmatch(value)
        query[name] = int(value) if counts else value
    _check(query, {"type": "object", "properties": properties})
    return query


def _run_id(request: Request, described: Schema) -> str:
    schema = _parameters(described, "path").get("run_id")
    run_id = str(request.path_params.get("run_id", ""))
    if schema and list(faults(run_id, schema, "run_id")):
        raise UnknownRun("api", f"{run_id[:60]!a} is not a full run id")
    return run_id


async def _body(request: Request, described: Schema) -> dict[str, Any]:
    raw = await request.body()
    if raw and _media_type(request) != "application/json":
        raise Refused(415, "expected the header Content-Type: application/json")
    try:
        body = json.loads(raw.decode("utf-8"), parse_constant=_no_number) if raw else {}
    except (ValueError, RecursionError) as error:
        raise Refused(400, f"the body is not JSON: {error}") from error
    _check(body, described["requestBody"]["content"]["application/json"]["schema"])
    return dict(body)


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _check(value: Any, schema: Schema) -> None:
    if found := list(faults(value, schema)):
        raise Refused(422, "; ".join(found[:5]))
