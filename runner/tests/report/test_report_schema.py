"""The model reads what the published schema of report.json has, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from dbt_wap.report.report import Report
from jsonschema import Draft202012Validator

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "report.schema.json").read_text())
WORKED_OUT = {"label", "masked", "rows", "begins"}
"""What the model adds: the names of a relation and its origins, and two fields of a column."""


def branches(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What a schema stands for, references and alternatives resolved."""
    if "$ref" in schema:
        yield from branches(SCHEMA["$defs"][schema["$ref"].split("/")[-1]])
    elif "anyOf" in schema:
        for each in schema["anyOf"]:
            yield from branches(each)
    else:
        yield schema


def unpublished(hint: Any, schema: Mapping[str, Any], at: str) -> Iterator[str]:
    """The fields of a type of the model that the schema has not, nested ones too."""
    if isinstance(hint, UnionType):
        for each in get_args(hint):
            yield from unpublished(each, schema, at)
    elif get_origin(hint) is tuple:
        for branch in branches(schema):
            if "items" in branch:
                yield from unpublished(get_args(hint)[0], branch["items"], at + "[]")
    elif is_dataclass(hint):
        (known,) = (each["properties"] for each in branches(schema) if "properties" in each)
        for name, inner in get_type_hints(hint).items():
            if name in known:
                yield from unpublished(inner, known[name], f"{at}.{name}")
            elif name not in WORKED_OUT:
                yield f"{at}.{name}"


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert "version 2" in SCHEMA["title"]


def test_whatever_the_model_reads_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(unpublished(Report, SCHEMA, "report")) == []
    monkeypatch.delitem(SCHEMA["$defs"]["relation"]["properties"], "key")
    assert list(unpublished(Report, SCHEMA, "report")) == ["report.relations[].key"]
