"""DuckDB as an engine of scenarios: a file in the project's folder."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

import duckdb
from engines import PATIENCE, TABLE, Gate, Place, Row, Warehouse, in_order

PROFILE = """
shop:
  target: prod
  outputs:
    prod: {type: duckdb, path: shop.duckdb, schema: main, threads: 2}
    audit: {type: duckdb, path: shop.duckdb, schema: main, threads: 2}
"""


class DuckFile:
    """A DuckDB file; free for others whenever no statement runs, and waited for if it is not."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def sql(self, *statements: str) -> list[Row]:
        with self._opened() as connection:
            rows: list[Row] = []
            for statement in statements:
                rows = connection.execute(statement).fetchall()
            return rows

    def _opened(self) -> duckdb.DuckDBPyConnection:
        """Open the file as soon as no other process has it open, such as a server at work."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return duckdb.connect(str(self.file))
            except duckdb.IOException as error:
                if "Could not set lock" not in str(error) or time.monotonic() > deadline:
                    raise
            time.sleep(0.05)

    def schemas(self) -> set[str]:
        found = self.sql(
            "select schema_name from duckdb_schemas() where not internal and database_name = 'shop'"
        )
        return {row[0] for row in found}

    def relations(self) -> dict[Place, str]:
        return {(schema, name): kind for schema, name, kind, *_ in self._catalog()}

    def definition(self, schema: str, name: str) -> str:
        (text,) = [row[3] for row in self._catalog() if row[:2] == (schema, name)]
        return str(text)

    def comment(self, schema: str, name: str) -> str | None:
        (text,) = [row[4] for row in self._catalog() if row[:2] == (schema, name)]
        return None if text is None else str(text)

    def _catalog(self) -> list[Row]:
        return self.sql(
            "select schema_name, table_name, 'table', sql, comment from duckdb_tables() union all"
            " select schema_name, view_name, 'view', sql, comment from duckdb_views()"
            " where not internal"
        )

    def rows(self, schema: str, name: str) -> list[Row]:
        return in_order(self.sql(f'select * from "{schema}"."{name}"'))

    def gate(self, root: Path, forever: bool) -> Gate:
        """A named pipe: the query that reads it waits until something is written to it."""
        pipe = root / "gate"
        os.mkfifo(pipe)
        ends: list[int] = []

        def reached() -> bool:
            with contextlib.suppress(OSError):  # it has no reader yet
                ends.append(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
            return bool(ends)

        def open_it() -> None:
            os.write(ends[0], b"3\n")
            os.close(ends[0])

        read = f"read_csv('{pipe}', header=false, auto_detect=false, columns={{'n': 'integer'}})"
        slow = ", range(300000) a(x), range(300000) b(y) where (x * y) % 7 = n" if forever else ""
        return Gate(f"{TABLE} select count(*) as n from {read}{slow}", reached, open_it)


class DuckDB:
    name = "duckdb"
    profile = PROFILE
    copies = True
    fixes_columns = False

    def create(self, root: Path) -> DuckFile:
        return DuckFile(root / "shop.duckdb")

    def keep(self, warehouse: Warehouse) -> None:
        """The file stays where it is."""

    def copy(self, kept: Warehouse, root: Path) -> DuckFile:
        """It has come along with the folder."""
        return self.create(root)

    def relation(self, schema: str, name: str) -> str:
        return f'"shop"."{schema}"."{name}"'

    def shown(self, name: str) -> str:
        return name

    def end(self) -> None:
        """Files go with the folder of the scenario."""

    def close(self) -> None:
        """Nothing is open."""
