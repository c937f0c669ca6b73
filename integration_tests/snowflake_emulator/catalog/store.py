"""The engine under the records: DuckDB, with every table under a storage name of its own."""

from __future__ import annotations

import itertools
from typing import Any

import duckdb
import pyarrow as pa
from fakesnow import macros

from ..values import errors
from .records import STORED, Obj

SCHEMA = "data"
_COUNTER = itertools.count(1)

# HASH treats equal numbers of different types alike, and counts NULL; casts to VARCHAR give the
# texts of the default output formats.
_MACROS = """
create schema data;
create macro emu_plain(x) as
    case when x is null then '~'
    when typeof(x) in ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'DOUBLE', 'FLOAT',
                       'UBIGINT', 'UINTEGER') or typeof(x) like 'DECIMAL%'
    then 'n' || regexp_replace(x::varchar, '(\\.0*|(\\.\\d*[1-9])0+)$', '\\2')
    when typeof(x) like 'TIMESTAMP%' then 't' || epoch_us(x::varchar::timestamp)::varchar
    else 's' || x::varchar end;
create macro emu_text(x) as case typeof(x)
    when 'BLOB' then hex(try_cast(x::varchar as blob))
    when 'TIMESTAMP' then strftime(try_cast(x::varchar as timestamp), '%Y-%m-%d %H:%M:%S.%g')
    when 'TIMESTAMP WITH TIME ZONE'
    then strftime(try_cast(x::varchar as timestamp), '%Y-%m-%d %H:%M:%S.%g +0000')
    when 'DOUBLE' then regexp_replace(replace(x::varchar, 'nan', 'NaN'), '\\.0$', '')
    when 'JSON' then case json_type(try_cast(x::varchar as json))
        when 'VARCHAR' then try_cast(x::varchar as json)->>'$'
        when 'NULL' then null else x::varchar end
    else x::varchar end;
create macro emu_div(a, b) as
    case when b = 0 and a is not null then error('Division by zero') else a / b end;
create macro emu_mod(a, b) as
    case when b = 0 and a is not null then error('Division by zero') else a % b end;
create macro emu_signed(h) as (h::hugeint - 9223372036854775808)::bigint;
"""


class Store:
    def __init__(self, source: Store | None = None) -> None:
        """Empty, or with all that the source has committed."""
        # The SQL that sqlglot writes for DuckDB still has arrow lambdas. For tables as small as
        # those of tests, a second thread costs more than it gives.
        self.duck = duckdb.connect(
            ":memory:", config={"lambda_syntax": "ENABLE_SINGLE_ARROW", "threads": "1"}
        )
        self.duck.execute("set global TimeZone = 'UTC'")
        self.duck.execute(_MACROS).fetchall()
        self.duck.execute(macros.creation_sql("memory")).fetchall()
        if source is not None:
            self._fill(source)

    def _fill(self, source: Store) -> None:
        with source.cursor() as theirs, self.cursor() as ours:
            run(theirs, "begin transaction")  # all tables as of one instant
            run(ours, "begin transaction")
            run(ours, f"use {SCHEMA}")
            for (sequence,) in run(theirs, "select sql from duckdb_sequences()"):
                run(ours, sequence)
            tables = f"from duckdb_tables() where schema_name = '{SCHEMA}' and not temporary"
            for name, definition in run(theirs, f"select table_name, sql {tables}"):
                run(ours, definition)
                rows = theirs.sql(f"from {path(name)}").to_arrow_table()
                ours.register("emu_rows", rows)
                run(ours, f"insert into {path(name)} from emu_rows")
                ours.unregister("emu_rows")
            run(ours, "commit")
            run(theirs, "rollback")

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own: transactions and interrupts of one do not touch another."""
        return self.duck.cursor()

    def close(self) -> None:
        self.duck.close()


def new_storage() -> str:
    return f"T{next(_COUNTER)}"


def path(storage: str) -> str:
    return f'"memory"."{SCHEMA}"."{storage}"'


def run(duck: duckdb.DuckDBPyConnection, sql: str, parameters: Any = None) -> list[tuple[Any, ...]]:
    """The rows of the statement; the engine's refusals as SnowflakeErrors."""
    try:
        rows: list[tuple[Any, ...]] = duck.execute(sql, parameters).fetchall()
    except duckdb.Error as error:
        raise errors.from_duckdb(error) from error
    return rows


def row_counts(duck: duckdb.DuckDBPyConnection, objects: list[Obj]) -> dict[int, int]:
    """The number of rows of the stored objects among these, by id."""
    stored = [obj for obj in objects if obj.kind in STORED and obj.storage]
    if not stored:
        return {}
    sql = " union all ".join(f"select {o.id}, count(*) from {path(o.storage)}" for o in stored)
    return {int(id_): int(rows) for id_, rows in run(duck, sql)}


# The types a table or a result may have; all others are cast to one of them.
_PLAIN = {
    "BIGINT", "DOUBLE", "VARCHAR", "BOOLEAN", "DATE", "TIME", "TIMESTAMP", "JSON", "BLOB",
    "TIMESTAMP WITH TIME ZONE",
}  # fmt: skip
_CASTS = {
    "TINYINT": "BIGINT", "SMALLINT": "BIGINT", "INTEGER": "BIGINT", "UTINYINT": "BIGINT",
    "USMALLINT": "BIGINT", "UINTEGER": "BIGINT", "HUGEINT": "DECIMAL(38,0)",
    "UBIGINT": "DECIMAL(38,0)", "UHUGEINT": "DECIMAL(38,0)", "FLOAT": "DOUBLE",
    "TIMESTAMP_S": "TIMESTAMP", "TIMESTAMP_MS": "TIMESTAMP", "TIMESTAMP_NS": "TIMESTAMP",
    '"NULL"': "VARCHAR", "UUID": "VARCHAR", "INTERVAL": "VARCHAR", "BIT": "VARCHAR",
    "TIME WITH TIME ZONE": "TIME",
}  # fmt: skip


def plain_type(type_: str) -> str:
    if type_ in _PLAIN or type_.startswith("DECIMAL"):
        return type_
    if type_.endswith("]") or type_.startswith(("STRUCT", "MAP", "UNION")):
        return "JSON"
    return _CASTS.get(type_, "VARCHAR")


class Answer:
    """A bound query: its columns, in plain types, and its rows when they are asked for."""

    def __init__(self, duck: duckdb.DuckDBPyConnection, sql: str, parameters: Any = None) -> None:
        self.duck, self.sql, self.parameters = duck, sql, parameters
        try:
            relation = duck.sql(sql, params=parameters) if parameters else duck.sql(sql)
            self.names: list[str] = list(relation.columns)
            found = [str(type_) for type_ in relation.types]
        except duckdb.Error as error:
            raise errors.from_duckdb(error) from error
        self.types = [plain_type(type_) for type_ in found]
        self._relation = relation if self.types == found else None

    @property
    def plain_sql(self) -> str:
        """The query with every column cast to its plain type, under the names c0, c1, ..."""
        casts = ", ".join(f"cast(c{i} as {type_}) as c{i}" for i, type_ in enumerate(self.types))
        names = ", ".join(f"c{i}" for i in range(len(self.types)))
        return f"select {casts} from ({self.sql}) as q({names})"

    def table(self) -> pa.Table:
        try:
            relation = self._relation
            if relation is None:
                relation = self.duck.sql(self.plain_sql, params=self.parameters or None)
            table = relation.to_arrow_table()
        except duckdb.Error as error:
            raise errors.from_duckdb(error) from error
        return table.rename_columns(self.names)
