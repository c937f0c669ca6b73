"""Writes docs/report-json.md from docs/report.schema.json: `make docs`; a test compares them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parents[1]
PAGE = DOCS / "report-json.md"

INTRO = """\
# Fields of report.json

<!-- `make docs` writes this page from report.schema.json. -->

`wap report --format json` prints this document, and every audit writes it to
`target/wap/runs/RUN/report.json`. Its JSON Schema (draft 2020-12) is
[report.schema.json](report.schema.json), with the `$id` `{id}`.
Check `version` before you read a report: this page describes version {version}.

{about}
"""

Schema = dict[str, Any]


def kind(schema: Schema) -> str:
    """Return the type of a field in words, with a link to the part that describes it."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        return ", ".join(f"`{each}`" for each in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(kind(each) for each in schema["anyOf"])
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    words = {"array": f"list of {kind(schema['items'])}"} if "items" in schema else {}
    if "additionalProperties" in schema:
        words["object"] = f"object of {kind(schema['additionalProperties'])}"
    return " or ".join(words.get(each, each) for each in types)


def rows(schema: Schema, before: str = "") -> Iterator[str]:
    """Return a row for each field of an object, those of nested objects below it."""
    for name, field in schema["properties"].items():
        inside = field.get("items", field)
        inside = inside if "properties" in inside else {}
        told = [field.get("description", ""), inside.get("description", "")]
        told += [] if name in schema["required"] else ["May be absent."]
        text = " ".join(dict.fromkeys(each for each in told if each)).replace("|", "\\|")
        yield f"| `{before}{name}` | {kind(field)} | {text} |"
        if inside:
            yield from rows(inside, f"{before}{name}{'[]' if 'items' in field else ''}.")


def part(heading: str, schema: Schema) -> Iterator[str]:
    """Return the lines of one part of the page."""
    yield f"\n## {heading}\n"
    if about := schema.get("description"):
        yield f"{about}\n"
    if "properties" in schema:
        yield from ("| field | type | meaning |", "|---|---|---|", *rows(schema))
    else:
        yield f"Type: {kind(schema)}."
        for each in (each for each in schema.get("anyOf", ()) if "properties" in each):
            yield from ("\n| field | type | meaning |", "|---|---|---|", *rows(each))


def page() -> str:
    """Return the whole page."""
    schema = json.loads((DOCS / "report.schema.json").read_text())
    version = schema["properties"]["version"]["const"]
    lines = [INTRO.format(id=schema["$id"], version=version, about=schema["description"]).rstrip()]
    lines += part("The document", {**schema, "description": ""})
    for name, each in schema["$defs"].items():
        lines += part(name, each)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page())
