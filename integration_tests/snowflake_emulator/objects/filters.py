"""Which records a SHOW command lists: LIKE, STARTS WITH, LIMIT ... FROM."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..values import errors
from ..values.patterns import Captures

_MAXIMUM = 10_000


def like(pattern: str | None) -> Callable[[str], bool]:
    """LIKE of SHOW: any case, % and _ as wildcards, a backslash takes them literally."""
    if pattern is None:
        return lambda name: True
    parts = re.findall(r"\\.|.", pattern, re.S)
    wild = {"%": ".*", "_": "."}
    regex = "".join(wild.get(part) or re.escape(part[-1]) for part in parts)
    return lambda name: re.fullmatch(regex, name, re.I | re.S) is not None


def filtered(captures: Captures, records: list[Any]) -> list[Any]:
    """LIKE, STARTS WITH, LIMIT ... FROM, in the documented way."""
    matches, starts = like(captures.get("like")), captures.get("starts")
    found = [
        record
        for record in records
        if matches(record.name)
        and (starts is None or record.name.startswith(starts))
        and ("after" not in captures or record.name > captures["after"])
    ]
    limit = captures.get("limit")
    if limit is not None and limit > _MAXIMUM:
        raise errors.compilation(1003, "42000", f"LIMIT must not exceed {_MAXIMUM}")
    if limit is None and len(found) > _MAXIMUM:
        raise errors.compilation(
            90153, "22000", "The result set size exceeded the max number of rows"
        )
    return found[:limit]
