"""What a statement answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

# Statement type ids, as the drivers know them.
SELECT, INSERT, UPDATE, DELETE, MERGE = 0x1000, 0x3100, 0x3200, 0x3300, 0x3400
USE, SHOW, DESCRIBE, TRANSACTION, DDL, OTHER = 0x4300, 0x4400, 0x4500, 0x5000, 0x6000, 0x4000

_ARROW = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DOUBLE": pa.float64(),
    "TIMESTAMP WITH TIME ZONE": pa.timestamp("us", "UTC"),
}
TIME = "TIMESTAMP WITH TIME ZONE"
CREATED_ON = ("created_on", TIME)


@dataclass
class Result:
    """A table with its column types in the engine's words, and the counts of a DML statement."""

    table: pa.Table
    types: list[str]
    type_id: int = SELECT
    stats: dict[str, int] = field(default_factory=dict)


def rows_of(
    columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[Any]], type_id: int = SHOW
) -> Result:
    """A result from Python values; columns are (name, type)."""
    arrays = [
        pa.array([row[i] for row in rows], type=_ARROW[type_])
        for i, (_, type_) in enumerate(columns)
    ]
    table = pa.Table.from_arrays(arrays, names=[name for name, _ in columns])
    return Result(table, [type_ for _, type_ in columns], type_id)


def flag(value: bool) -> str:
    return "true" if value else "false"


def texts(names: str) -> list[tuple[str, str]]:
    """Text columns of these names."""
    return [(name, "VARCHAR") for name in names.split()]


def status(text: str = "Statement executed successfully.", type_id: int = DDL) -> Result:
    return rows_of([("status", "VARCHAR")], [[text]], type_id)


def already_exists(name: str) -> Result:
    """The answer of IF NOT EXISTS."""
    return status(f"{name} already exists, statement succeeded.")


def already_dropped(name: str) -> Result:
    """The answer of DROP ... IF EXISTS."""
    return status(f"Drop statement executed successfully ({name} already dropped).")


def counts(type_id: int, **numbers: int) -> Result:
    """DML counts: `inserted=3` becomes the column `number of rows inserted`."""
    columns = [(f"number of rows {what}".replace("_", " "), "BIGINT") for what in numbers]
    if type_id == UPDATE:
        columns.append(("number of multi-joined rows updated", "BIGINT"))
    row = [*numbers.values(), *([0] if type_id == UPDATE else [])]
    result = rows_of(columns, [row], type_id)
    result.stats = {f"numRows{what.title()}": number for what, number in numbers.items()}
    return result
