"""Flags that select exactly the given nodes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dbt_wap.model import Node


def fqn(node: Node) -> str:
    """Return the fully qualified name of a node, as selectors use it."""
    return ".".join(node["fqn"])


def _selector(name: str) -> str:
    """Return the selector of a name; spaces and commas, where dbt splits, become wildcards."""
    return "fqn:" + re.sub(r"[^\w.-]", "?", name)


def by_name(names: Sequence[str], also_selected: Sequence[str] = ()) -> list[str]:
    """Return flags that select only these nodes, and exclude what dbt would select with them."""
    flags = ["--select", *map(_selector, names), "--indirect-selection", "empty"]
    return flags + (["--exclude", *map(_selector, also_selected)] if also_selected else [])
