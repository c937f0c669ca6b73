"""Snowflake as an engine of scenarios: an emulator of this process, or an account.

Both are reached by the real connector and the real dbt-snowflake. With SNOWFLAKE_ACCOUNT set, it is
that account: each scenario gets a database of its own there, which is dropped after it.
"""

from __future__ import annotations

import io
import json
import os
import sys
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from engines import TABLE, Gate, Place, Row, Warehouse, in_order

DATABASE = "SHOP"
ACCOUNT = ("account", "user", "password", "private_key_path", "role", "warehouse", "host")
"""The fields of a profile that SNOWFLAKE_<FIELD> gives."""


def need_emulator() -> None:
    """The test module is skipped where something is not installed that the emulator needs."""
    for module in ("fakesnow", "snowflake.connector", "dbt.adapters.snowflake"):
        pytest.importorskip(module)


def shown(name: str) -> str:
    """A name as one would type it: what needs no quotes is stored in upper case."""
    return name.lower() if name == name.upper() else name


def quoted(*names: str) -> str:
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)


def plain(value: Any) -> Any:
    """The value as DuckDB gives it: whole numbers are int."""
    whole = isinstance(value, Decimal) and value == value.to_integral_value()
    return int(value) if whole else value


def profile(**fields: Any) -> str:
    output = {"type": "snowflake", **fields, "schema": "main", "threads": 2}
    outputs = {"prod": output, "audit": output}
    return json.dumps({"shop": {"target": "prod", "outputs": outputs}}, indent=2)


class Database:
    """A database, and one connection to it that stays open."""

    def __init__(self, **arguments: Any) -> None:
        self.arguments = arguments
        self.kept: Any = None
        self._connection: Any = None

    def sql(self, *statements: str) -> list[Row]:
        import snowflake.connector

        if self._connection is None:
            self._connection = snowflake.connector.connect(**self.arguments)
        rows: list[Row] = []
        for statement in statements:
            for cursor in self._connection.execute_stream(io.StringIO(statement)):
                rows = [tuple(map(plain, row)) for row in cursor.fetchall()]
        return rows

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def schemas(self) -> set[str]:
        found = self.sql("select schema_name from information_schema.schemata")
        return {shown(row[0]) for row in found} - {"information_schema", "public"}

    def relations(self) -> dict[Place, str]:
        return {place: row[2] for place, row in self._catalog().items()}

    def definition(self, schema: str, name: str) -> str:
        stored_schema, stored_name, kind, _ = self._catalog()[schema, name]
        place = quoted(stored_schema, stored_name).replace("'", "''")
        ((text,),) = self.sql(f"select get_ddl('{kind}', '{place}')")
        return str(text)

    def comment(self, schema: str, name: str) -> str | None:
        return self._catalog()[schema, name][3] or None

    def rows(self, schema: str, name: str) -> list[Row]:
        row = self._catalog()[schema, name]
        return in_order(self.sql(f"select * from {quoted(row[0], row[1])}"))

    def _catalog(self) -> dict[Place, Row]:
        found = self.sql(
            "select table_schema, table_name, iff(table_type = 'VIEW', 'view', 'table'), comment"
            " from information_schema.tables where table_schema <> 'INFORMATION_SCHEMA'"
        )
        return {(shown(row[0]), shown(row[1])): row for row in found}

    def gate(self, root: Path, forever: bool) -> Gate:
        """A row that a transaction has changed: who would change it too waits for its end."""
        self.sql("create table raw.gate as select 0 as n", "create table raw.reached (n integer)")
        holder = Database(**self.arguments)
        holder.sql("begin", "update raw.gate set n = 1")

        def open_it() -> None:
            holder.sql("commit")
            holder.close()

        hooks = ["insert into raw.reached values (1)", "update raw.gate set n = 2"]
        hooks += ["select system$wait(600)"] if forever else []
        return Gate(
            TABLE.replace(")", f", pre_hook={hooks})") + " select 1 as n",
            lambda: self.sql("select count(*) from raw.reached") == [(1,)],
            open_it,
        )


class EmulatedSnowflake:
    """An emulator on one port for all scenarios, so that a parsed manifest suits every copy."""

    name = "snowflake"
    copies = True
    fixes_columns = True

    def __init__(self) -> None:
        sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
        from integration_tests.snowflake_emulator import Emulator

        self._new = Emulator
        self._kept: list[Emulator] = []
        self._used: list[Database] = []
        self._live: Emulator | None = None
        first = Emulator()
        self._port = first.port
        self.profile = profile(**{**first.connection(), "database": DATABASE})
        first.stop()

    def create(self, root: Path) -> Database:
        self.end()
        return self._serve(self._new(self._port, databases=(DATABASE,)))

    def keep(self, warehouse: Warehouse) -> None:
        assert isinstance(warehouse, Database)
        assert self._live
        warehouse.close()
        warehouse.kept = self._live.copy()
        self._kept.append(warehouse.kept)

    def copy(self, kept: Warehouse, root: Path) -> Database:
        assert isinstance(kept, Database)
        self.end()
        return self._serve(kept.kept.copy(self._port))

    def _serve(self, emulator: Any) -> Database:
        self._live = emulator.__enter__()
        database = Database(**emulator.connection(database=DATABASE))
        self._used.append(database)
        return database

    def relation(self, schema: str, name: str) -> str:
        return f"{DATABASE}.{schema}.{name}"

    def shown(self, name: str) -> str:
        return shown(name)

    @property
    def live(self) -> Any:
        """The emulator of the scenario: its log, its faults."""
        return self._live

    def end(self) -> None:
        for database in self._used:
            database.close()
        self._used.clear()
        if self._live:
            self._live.stop()
            self._live = None

    def close(self) -> None:
        self.end()
        for emulator in self._kept:
            emulator.stop()


class RealSnowflake:
    """An account; each scenario builds its start again, because a database cannot be copied whole:
    its views would go on naming the other database."""

    name = "snowflake"
    copies = False
    fixes_columns = True

    def __init__(self) -> None:
        given = {name: os.environ.get(f"SNOWFLAKE_{name.upper()}") for name in ACCOUNT}
        self._fields = {name: value for name, value in given.items() if value}
        self._database = f"DBT_WAP_TEST_{uuid.uuid4().hex[:12].upper()}"
        self._used: list[Database] = []
        fields = {name: f"{{{{ env_var('SNOWFLAKE_{name.upper()}') }}}}" for name in self._fields}
        self.profile = profile(**fields, database=self._database)

    def create(self, root: Path) -> Database:
        arguments = {**self._fields, "database": self._database}
        if "private_key_path" in arguments:
            arguments["private_key_file"] = arguments.pop("private_key_path")
        database = Database(**arguments)
        self._used.append(database)
        database.sql(f"create or replace database {self._database}", f"use {self._database}")
        return database

    def keep(self, warehouse: Warehouse) -> None:
        raise NotImplementedError

    def copy(self, kept: Warehouse, root: Path) -> Database:
        raise NotImplementedError

    def relation(self, schema: str, name: str) -> str:
        return f"{self._database}.{schema}.{name}"

    def shown(self, name: str) -> str:
        return shown(name)

    def end(self) -> None:
        for database in self._used:
            database.sql(f"drop database if exists {self._database}")
            database.close()
        self._used.clear()

    def close(self) -> None:
        self.end()
