"""JSON Schemas of Python types, and the check of a value against one.

A type says more than its name by `Annotated[str, {"maxLength": 64}]`: keywords of JSON Schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

Schema = dict[str, Any]

REFERENCE = "#/components/schemas/"
_SIMPLE = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
_LISTS = (list, tuple, Sequence)
_OBJECTS = (dict, Mapping)
_IS: dict[str, Any] = {"string": str, "boolean": bool, "array": list, "object": dict}


@dataclass
class Components:
    """The named schemas of a document, collected while types are converted."""

    schemas: dict[str, Schema] = field(default_factory=dict)

    def schema(self, hint: Any) -> Schema:
        """Return the schema of a type; a TypedDict becomes a reference to a named schema."""
        origin, args = get_origin(hint), get_args(hint)
        if origin is Annotated:
            return {**self.schema(args[0]), **args[1]}
        if origin is None and hint in _SIMPLE:
            return {"type": _SIMPLE[hint]}
        if origin in (Union, UnionType):
            return self._any_of([self.schema(each) for each in args])
        if origin is Literal:
            return {"enum": list(args)}
        if origin is None and isinstance(hint, type) and issubclass(hint, Enum):
            return {"type": "string", "enum": [each.value for each in hint]}
        if origin in _LISTS:
            return {"type": "array", "items": self.schema(args[0])}
        if origin in _OBJECTS or hint is Mapping:
            inside = self.schema(args[1]) if args else {}
            return {"type": "object", **({"additionalProperties": inside} if inside else {})}
        return self._named(hint) if is_typeddict(hint) else {}

    def of_object(self, hint: Any) -> Schema:
        """Return the schema of a TypedDict, without a reference."""
        hints = get_type_hints(hint, include_extras=True)
        required = [name for name in hints if name in hint.__required_keys__]
        about = (hint.__doc__ or "").strip()
        return {
            "type": "object",
            **({"description": about} if about else {}),
            "properties": {name: self.schema(each) for name, each in hints.items()},
            **({"required": required} if required else {}),
        }

    def _named(self, hint: Any) -> Schema:
        if hint.__name__ not in self.schemas:
            self.schemas[hint.__name__] = {}
            self.schemas[hint.__name__] = self.of_object(hint)
        return {"$ref": REFERENCE + hint.__name__}

    @staticmethod
    def _any_of(schemas: list[Schema]) -> Schema:
        if all(set(each) == {"type"} for each in schemas):
            return {"type": [each["type"] for each in schemas]}
        return {"anyOf": schemas}


def faults(value: Any, schema: Schema, at: str = "") -> Iterator[str]:
    """Return what is wrong with a value of a request, in words.

    It knows the keywords that the schemas of requests use; a test holds them to these.
    """
    kind = schema["type"]
    if kind == "integer":
        fits = isinstance(value, int) and not isinstance(value, bool)
    else:
        fits = isinstance(value, _IS[kind])
    if not fits:
        yield f"{at or 'the body'}: expected {_with_article(kind)}, got {_shown(value)}"
    elif "enum" in schema:
        if value not in schema["enum"]:
            yield f"{at}: expected one of {', '.join(schema['enum'])}, got {_shown(value)}"
    elif kind == "object":
        yield from _of_object(value, schema)
    elif kind == "array":
        yield from _of_list(value, schema, at)
    elif kind == "string":
        yield from _of_string(value, schema, at)
    elif not schema["minimum"] <= value <= schema["maximum"]:
        yield f"{at}: expected {schema['minimum']} to {schema['maximum']}, got {value}"


def _of_object(value: Mapping[str, Any], schema: Schema) -> Iterator[str]:
    properties = schema["properties"]
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{name}: is missing"
    for name, each in value.items():
        if name in properties:
            yield from faults(each, properties[name], name)
        else:
            yield f"{_shown(name)}: unknown, expected {', '.join(properties)}"
    for name, others in schema.get("dependentRequired", {}).items():
        if name in value:
            missing = (each for each in others if each not in value)
            yield from (f"{each}: is missing, {name} requires it" for each in missing)


def _of_list(value: Sequence[Any], schema: Schema, at: str) -> Iterator[str]:
    if not schema["minItems"] <= len(value) <= schema["maxItems"]:
        wanted = f"{schema['minItems']} to {schema['maxItems']} items"
        yield f"{at}: expected {wanted}, got {len(value)}"
    for index, each in enumerate(value[: schema["maxItems"]]):
        yield from faults(each, schema["items"], f"{at}[{index}]")


def _of_string(value: str, schema: Schema, at: str) -> Iterator[str]:
    if len(value) > schema["maxLength"]:
        yield f"{at}: expected at most {schema['maxLength']:,} characters, got {len(value):,}"
    elif any("\ud800" <= letter <= "\udfff" for letter in value):
        yield f"{at}: has a surrogate without its pair"
    elif not re.search(schema["pattern"], value):
        yield f"{at}: {'has a NUL character' if chr(0) in value else 'is an empty string'}"


def _with_article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aio" else f"a {kind}"


def _shown(value: Any) -> str:
    """Return a short form of a value that came from outside."""
    text = ascii(value) if not isinstance(value, dict | list) else type(value).__name__
    return text if len(text) <= 60 else text[:57] + "..."
