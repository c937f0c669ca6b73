"""Writes the reference part of docs/api.md from the OpenAPI document: `make docs`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dbt_wap.serve.openapi import document

PAGE = Path(__file__).resolve().parents[1] / "api.md"
MARK = "<!-- `make docs` writes everything below, from the OpenAPI document of the API. -->\n"

Schema = dict[str, Any]


def page() -> str:
    """Return the page: its top as it is, then what the OpenAPI document says."""
    made = document()
    lines = [MARK, *operations(made), *inputs(made), *a_run(made), *failures(made)]
    return PAGE.read_text().partition(MARK)[0] + "\n".join(lines) + "\n"


def each_operation(made: Schema) -> Iterator[tuple[str, Schema]]:
    """Return the operations, each with a name such as `GET /runs`."""
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def operations(made: Schema) -> Iterator[str]:
    """Return the table of operations."""
    yield from ("## Requests\n", "| request | answer |", "|---|---|")
    for name, operation in each_operation(made):
        yield f"| `{name}` | {operation['summary']}. |"


def inputs(made: Schema) -> Iterator[str]:
    """Return a table of the fields of queries and bodies, and the requests that take them."""
    fields: dict[tuple[str, str], list[str]] = {}
    for name, operation in each_operation(made):
        for each in operation.get("parameters", ()):
            if each["in"] == "query":
                fields[each["name"], _row(made, each["schema"], each)] = [f"`{name}`"]
        body = operation.get("requestBody")
        schema = body["content"]["application/json"]["schema"] if body else {"properties": {}}
        for field, each in schema["properties"].items():
            needed = " (required)" if field in schema.get("required", ()) else ""
            requests = fields.setdefault((field, _row(made, each, each)), [])
            requests.append(f"`{operation['operationId']}`{needed}")
    yield "\n## Queries and bodies\n"
    yield from ("| field | of | type | meaning |", "|---|---|---|---|")
    for (field, row), requests in fields.items():
        yield f"| `{field}` | {', '.join(requests)} | {row} |"


def a_run(made: Schema) -> Iterator[str]:
    """Return the table of the fields of a run."""
    schemas = made["components"]["schemas"]
    last = list(schemas["RunEntry"]["properties"])[-1]
    yield "\n## Fields of a run\n"
    yield f"`GET /runs` has those up to `{last}`. Only the answer to a decision has `outcome`.\n"
    yield from ("| field | type | meaning |", "|---|---|---|")
    for name, each in schemas["DecidedRun"]["properties"].items():
        yield f"| `{name}` | {_row(made, each, each)} |"


def failures(made: Schema) -> Iterator[str]:
    """Return the table of the statuses of errors."""
    yield from ("\n## Errors\n", "| status | meaning |", "|---|---|")
    for status, response in made["components"]["responses"].items():
        yield f"| {status} | {response['description']} |"


def kind(made: Schema, schema: Schema) -> str:
    """Return the type of a field in words; an object by its fields."""
    if "$ref" in schema:
        schema = made["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "properties" in schema:
        return "`{" + ", ".join(schema["properties"]) + "}`"
    if "anyOf" in schema:
        return " or ".join(kind(made, each) for each in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"`{each}`" for each in schema["enum"])
    if schema["type"] == "array":
        return f"list of {kind(made, schema['items'])}"
    return " or ".join([schema["type"]] if isinstance(schema["type"], str) else schema["type"])


def _row(made: Schema, schema: Schema, described: Schema) -> str:
    limits = [f"{schema['minimum']} to {schema['maximum']}"] if "minimum" in schema else []
    limits += [f"default {json.dumps(schema['default'])}"] if "default" in schema else []
    limits += [f"at most {schema['maxLength']:,} characters"] if "maxLength" in schema else []
    about = described.get("description", "")
    said = f"{kind(made, schema)}{''.join(f', {each}' for each in limits)}"
    return f"{said} | {about}"


if __name__ == "__main__":
    PAGE.write_text(page())
