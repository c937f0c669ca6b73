"""How nodes are chosen for dbt: by their names, and none beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dbt_wap.model import Node


def fqn(node: Node) -> str:
    """The name of a node with its folders, as selectors have it."""
    return ".".join(node["fqn"])


def _selector(name: str) -> str:
    """The selector of one fqn; a space or a comma, which dbt would split at, becomes a wildcard."""
    return "fqn:" + re.sub(r"[^\w.-]", "?", name)


def by_name(names: Sequence[str], also_selected: Sequence[str] = ()) -> list[str]:
    """Flags that choose the nodes of these names alone, without those that dbt would take along."""
    flags = ["--select", *map(_selector, names), "--indirect-selection", "empty"]
    return flags + (["--exclude", *map(_selector, also_selected)] if also_selected else [])
