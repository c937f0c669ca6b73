"""What a DuckDB publish pays for its archive, and what DuckDB says to every way of moving a table.

.venv/bin/python benchmarks/archive.py [--rows 10000000] [--dir DIR] [--threads 2]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
from diff_data import KINDS

MOVES = (
    "alter table prod.t set schema archive",
    "alter table prod.t rename to archive.t",
    "alter view prod.v set schema archive",
    "alter schema prod rename to archive_of_prod",
    "create table archive.t clone prod.t",
    "create table archive.t like prod.t",
    "alter table prod.t swap with archive.other",
    "create synonym prod.s for archive.other",
    "attach '{file}' as same_file",
    "alter table prod.parent rename to parent_old",
    "alter table prod.indexed rename to indexed_old",
    "alter table prod.child rename to child_old",
    "alter table prod.t rename to t_old",
)
"""Statements that would move a table, or rows, without a copy; those that work are rolled back."""

OBJECTS = (
    "create schema prod",
    "create schema audit",
    "create schema archive",
    "create table prod.parent (id integer primary key)",
    "create table prod.child (id integer references prod.parent (id))",
    "create table prod.indexed (id integer)",
    "create index by_id on prod.indexed (id)",
    "create table archive.other (id integer)",
)
"""What a project has around a table: keys, an index, and a view, which is made after the tables."""

STRINGS = "set disabled_compression_methods = 'dict_fsst'"


def seconds(connection: duckdb.DuckDBPyConnection, *statements: str) -> float:
    begun = time.perf_counter()
    for sql in statements:
        connection.execute(sql)
    return time.perf_counter() - begun


def answer(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """What the engine answers to a statement that is rolled back."""
    connection.execute("begin")
    try:
        connection.execute(sql)
    except duckdb.Error as error:
        return str(error).splitlines()[0]
    else:
        return "works"
    finally:
        connection.execute("rollback")


def table(rows: int) -> str:
    columns = ", ".join(f"{base} as {name}" for name, (base, _) in KINDS.items())
    return f"select i as id, {columns} from range({rows}) r (i)"


def copied(shape: str, place: str, source: str) -> Sequence[str]:
    """The statements by which an exchange copies a table."""
    return (shape.replace(" prod.t(", f" {place}("), f"insert into {place} select * from {source}")


def measured(connection: duckdb.DuckDBPyConnection, shape: str) -> Iterator[tuple[str, float]]:
    """Each step of an exchange, then ways that could make its copies cheaper, with its seconds."""

    def copy(what: str, *before: str) -> tuple[str, float]:
        for sql in before:
            connection.execute(sql)
        spent = seconds(connection, "begin", *copied(shape, "archive.t", "prod.t"), "commit")
        connection.execute("drop table archive.t")
        connection.execute("checkpoint")
        return what, spent

    yield "read and hash all rows", seconds(connection, "select bit_xor(hash(t)) from prod.t t")
    yield "create table as", seconds(connection, "create table archive.t as from prod.t")
    connection.execute("drop table archive.t")
    yield copy("copy")
    yield copy("copy, rows in any order", "set preserve_insertion_order = false")
    connection.execute("set preserve_insertion_order = true")
    yield copy("copy, strings not compressed", STRINGS)
    connection.execute("set disabled_compression_methods = ''")
    connection.execute("begin")
    yield (
        "exchange: old prod to the archive",
        seconds(connection, *copied(shape, "archive.t", "prod.t")),
    )
    yield "exchange: drop", seconds(connection, "drop table prod.t")
    yield "exchange: candidate to prod", seconds(connection, *copied(shape, "prod.t", "audit.t"))
    yield "exchange: commit", seconds(connection, "commit")
    rename = ("begin", "alter table prod.t rename to t_old", "commit")
    yield "rename inside prod", seconds(connection, *rename)


def report(connection: duckdb.DuckDBPyConnection, file: Path, rows: int) -> None:
    for sql in (
        *OBJECTS,
        *(f"create table {place}.t as {table(rows)}" for place in ("prod", "audit")),
        "create view prod.v as select * from prod.t",
        "checkpoint",
    ):
        connection.execute(sql)
    print(f"DuckDB {duckdb.__version__}, {rows:,} rows")
    for sql in MOVES:
        said = answer(connection, sql.format(file=file))
        print(f"  {sql.format(file=file.name)}: {said.replace(str(file), file.name)}")
    found = "select sql from duckdb_tables() where schema_name = 'prod' and table_name = 't'"
    (shape,) = connection.execute(found).fetchall()[0]
    times = dict(measured(connection, shape.rstrip(";")))
    for what, spent in times.items():
        print(f"  {spent:8.3f} s {spent / times['copy']:6.3f} {what}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--dir", type=Path, help="where the data file is made; a temporary folder")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.dir) as name:
        file = Path(name) / "shop.duckdb"
        with duckdb.connect(file, config={"threads": args.threads}) as connection:
            report(connection, file, args.rows)


if __name__ == "__main__":
    main()
