"""A result in the form in which the drivers read it."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from fakesnow.arrow import to_ipc, to_sf_schema
from fakesnow.rowtype import describe_as_rowtype

from ..values.results import DELETE, INSERT, MERGE, UPDATE, Result


def rows(result: Result) -> dict[str, Any]:
    """The part of the response that carries the rows; DML counts go as JSON."""
    table = result.table
    columns = zip(table.column_names, result.types, strict=True)
    rowtype = describe_as_rowtype([(name, type_, *[None] * 4) for name, type_ in columns])
    data: dict[str, Any] = {
        "rowtype": rowtype,
        "statementTypeId": result.type_id,
        "total": table.num_rows,
        "returned": table.num_rows,
    }
    if result.stats:
        data["stats"] = result.stats
    if result.type_id in (INSERT, UPDATE, DELETE, MERGE):
        data["queryResultFormat"] = "json"
        data["rowset"] = [[str(value) for value in row.values()] for row in table.to_pylist()]
    else:
        data["queryResultFormat"] = "arrow"
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
