"""The engines that scenarios run on: each makes warehouses, one for a project, and copies them."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

NAMES = ("duckdb", "snowflake")
PATIENCE = 120.0
"""Seconds after which a scenario has waited in vain."""
TABLE = "{{ config(materialized='table') }}"

Row = tuple[Any, ...]
Place = tuple[str, str]  # schema and name


@dataclass
class Gate:
    """What a scenario holds a build up with: the model waits at it until it is opened."""

    model: str
    reached: Callable[[], bool]
    open: Callable[[], None]


class Warehouse(Protocol):
    """Where one project builds. Names are as one would type them without quotes, if one could."""

    def sql(self, *statements: str) -> list[Row]:
        """The statements have run, on a connection beside the project's; rows of the last one."""

    def schemas(self) -> set[str]:
        """All schemas that were created."""

    def relations(self) -> dict[Place, str]:
        """The kind (table or view) of everything that there is."""

    def definition(self, schema: str, name: str) -> str:
        """How the relation was made, as the engine tells it."""

    def rows(self, schema: str, name: str) -> list[Row]:
        """All rows of a relation, in an order of their own."""

    def comment(self, schema: str, name: str) -> str | None:
        """What COMMENT ON said of a relation."""

    def gate(self, root: Path, forever: bool) -> Gate:
        """A closed gate; behind it the model ends at once, or goes on until it is stopped."""


class Engine(Protocol):
    """Makes the warehouses of the scenarios, one after the other."""

    name: str
    profile: str  # the text of profiles.yml
    copies: bool  # a warehouse can be copied with what is in it
    fixes_columns: bool  # a view of `*` has for ever the columns that it was made with

    def create(self, root: Path) -> Warehouse:
        """An empty one for the project in this folder."""

    def keep(self, warehouse: Warehouse) -> None:
        """Freeze it for `copy`; it is not used itself any more."""

    def copy(self, kept: Warehouse, root: Path) -> Warehouse:
        """The same once more, for the copy of its project in this folder."""

    def relation(self, schema: str, name: str) -> str:
        """What `{{ this }}` is of a model."""

    def shown(self, name: str) -> str:
        """A stored name as one would type it without quotes, if one could."""

    def end(self) -> None:
        """The scenario is over: what it had made and did not keep is gone."""

    def close(self) -> None:
        """All scenarios are over."""


def missing(name: str) -> str:
    """Why scenarios cannot run on this engine here; empty if they can."""
    needed = {
        "duckdb": ("dbt.adapters.duckdb",),
        "snowflake": ("snowflake.connector", "dbt.adapters.snowflake"),
    }[name]
    if name == "snowflake" and "SNOWFLAKE_ACCOUNT" not in os.environ:
        needed = ("fakesnow", *needed)
    lacking = [module for module in needed if not _is_installed(module)]
    return f"not installed: {', '.join(lacking)} (fakesnow needs Python 3.11)" if lacking else ""


def _is_installed(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def in_order(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=repr)
