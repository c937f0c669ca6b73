"""Read dataclasses from JSON by their type hints; values of another shape count as absent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

_ABSENT = object()
_MOST = 10**18
"""More than any number of rows."""


def read(kind: Any, given: Mapping[str, Any]) -> Any:
    """Return the dataclass with the given fields; unknown fields are ignored."""
    found = {name: _fit(hint, given[name]) for name, hint in _hints(kind).items() if name in given}
    return kind(**{name: value for name, value in found.items() if value is not _ABSENT})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _fit(hint: Any, value: Any) -> Any:
    """Return the value if it fits the hint, else _ABSENT; None fits only an optional hint."""
    options = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    if value is None:
        return None if NoneType in options or Any in options else _ABSENT
    for option in options:
        if (found := _fit_one(option, value)) is not _ABSENT:
            return found
    return _ABSENT


def _fit_one(hint: Any, value: Any) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        return read(hint, value) if isinstance(value, Mapping) else _ABSENT
    if origin is tuple and isinstance(value, (list, tuple)):
        return tuple(each for each in (_fit(inner[0], v) for v in value) if each is not _ABSENT)
    if origin is Mapping and isinstance(value, Mapping):
        fitted = ((str(name), _fit(inner[1], each)) for name, each in value.items())
        return {name: each for name, each in fitted if each is not _ABSENT}
    if hint is int and isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) < _MOST else _ABSENT
    if hint is float and isinstance(value, (int, float)):
        return value
    return value if hint is Any or (hint in (str, bool) and isinstance(value, hint)) else _ABSENT
