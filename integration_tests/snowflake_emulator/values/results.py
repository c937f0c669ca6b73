"""What a statement answers, and the form in which the connector reads it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from fakesnow.arrow import to_ipc, to_sf_schema
from fakesnow.rowtype import describe_as_rowtype

# Statement type ids, as the drivers know them.
SELECT, INSERT, UPDATE, DELETE, MERGE = 0x1000, 0x3100, 0x3200, 0x3300, 0x3400
USE, SHOW, DESCRIBE, TRANSACTION, DDL, OTHER = 0x4300, 0x4400, 0x4500, 0x5000, 0x6000, 0x4000
_DML = (INSERT, UPDATE, DELETE, MERGE)

_ARROW = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DOUBLE": pa.float64(),
    "TIMESTAMP WITH TIME ZONE": pa.timestamp("us", "UTC"),
}
TIME = "TIMESTAMP WITH TIME ZONE"


@dataclass
class Result:
    """A table with its column types in the engine's words, and the counts of a DML statement."""

    table: pa.Table
    types: list[str]
    type_id: int = SELECT
    stats: dict[str, int] = field(default_factory=dict)

    @property
    def rowtype(self) -> list[Any]:
        described = [
            (name, type_, None, None, None, None)
            for name, type_ in zip(self.table.column_names, self.types, strict=True)
        ]
        return describe_as_rowtype(described)

    def payload(self, rows: bool = True) -> dict[str, Any]:
        """The part of the response that carries the rows; DML counts go as JSON."""
        rowtype = self.rowtype
        data: dict[str, Any] = {
            "rowtype": rowtype,
            "statementTypeId": self.type_id,
            "total": self.table.num_rows if rows else 0,
            "returned": self.table.num_rows if rows else 0,
        }
        if self.stats:
            data["stats"] = self.stats
        if self.type_id in _DML:
            values = [list(row.values()) for row in self.table.to_pylist()] if rows else []
            data["queryResultFormat"] = "json"
            data["rowset"] = [[str(value) for value in row] for row in values]
        else:
            data["queryResultFormat"] = "arrow"
            table = self.table if rows else self.table.slice(0, 0)
            data["rowsetBase64"] = b64encode(to_ipc(_encoded(table, rowtype))).decode()
        return data


def _encoded(table: pa.Table, rowtype: list[Any]) -> pa.Table:
    """The columns in the shapes the drivers decode: moments as structs, times as nanoseconds."""
    plain, encoded = [], []
    for column in table.columns:
        array = column.combine_chunks()
        if isinstance(array, pa.ChunkedArray):
            array = pa.concat_arrays(array.chunks)
        if isinstance(array.type, pa.ExtensionType):
            array = array.storage
        if isinstance(array.type, pa.TimestampType):
            array = array.cast(pa.timestamp("us", "UTC" if array.type.tz else None))
        elif pa.types.is_time64(array.type):
            array = array.cast(pa.time64("us"))
        plain.append(pa.field("", array.type))
        encoded.append(_encoded_array(array))
    schema = pa.schema([f.with_name(n) for f, n in zip(plain, table.column_names, strict=True)])
    return pa.Table.from_arrays(encoded, schema=to_sf_schema(schema, rowtype))


def _encoded_array(array: pa.Array) -> pa.Array:
    if pa.types.is_time64(array.type):
        return pc.multiply(array.cast(pa.int64()), 1000)
    if not isinstance(array.type, pa.TimestampType):
        return array
    micros = pc.fill_null(array.cast(pa.int64()), 0)
    whole = pc.divide(micros, 1_000_000)
    above = pc.greater(pc.multiply(whole, 1_000_000), micros)
    seconds = pc.subtract(whole, pc.cast(above, pa.int64()))
    nanos = pc.cast(
        pc.multiply(pc.subtract(micros, pc.multiply(seconds, 1_000_000)), 1000), pa.int32()
    )
    fields = [
        pa.field("epoch", pa.int64(), nullable=False),
        pa.field("fraction", pa.int32(), nullable=False),
    ]
    arrays = [seconds, nanos]
    if array.type.tz:
        fields.append(pa.field("timezone", pa.int32(), nullable=False))
        arrays.append(pa.array([1440] * len(array), type=pa.int32()))
    return pa.StructArray.from_arrays(arrays, fields=fields, mask=pc.is_null(array))


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


def counts(type_id: int, **numbers: int) -> Result:
    """DML counts: `inserted=3` becomes the column `number of rows inserted`."""
    columns = [(f"number of rows {what}".replace("_", " "), "BIGINT") for what in numbers]
    if type_id == UPDATE:
        columns.append(("number of multi-joined rows updated", "BIGINT"))
    row = [*numbers.values(), *([0] if type_id == UPDATE else [])]
    result = rows_of(columns, [row], type_id)
    result.stats = {f"numRows{what.title()}": number for what, number in numbers.items()}
    return result
