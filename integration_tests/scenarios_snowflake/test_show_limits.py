"""SHOW lists at most 10,000 objects: where there may be more, all are found, or it is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from engine_snowflake import need_emulator
from grants_project import Admin, Package, Refused, Row

need_emulator()

Fill = Callable[[str, str, int], None]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Package]]:
    from integration_tests.snowflake_emulator import Emulator

    with Emulator() as emulator:
        yield emulator, Package(tmp_path_factory.mktemp("limits") / "project", emulator.profile())


@pytest.fixture
def package(server: tuple[Any, Package]) -> Package:
    return server[1]


@pytest.fixture
def fill(server: tuple[Any, Package]) -> Iterator[Fill]:
    """Makes a schema with that many objects of a kind, in a database of the test."""
    from integration_tests.snowflake_emulator.catalog.records import ADMIN, Obj, attach

    emulator = server[0]
    admin = Admin(emulator.connection())
    admin.run("create database many", "create database other")

    def make(place: str, kind: str, number: int) -> None:
        admin.run(f"create schema {place}")
        database, name = place.upper().split(".")
        schema = emulator.engine.account.databases[database].schemas[name]
        for n in range(number):
            attach(Obj(name=f"N{n:05}", owner=ADMIN, kind=kind, schema=schema), schema)

    yield make
    admin.run("drop database many", "drop database other")
    admin.close()


def pairs(prod: str) -> list[Row]:
    names = {"prod": prod, "audit": "AUDIT_" + prod, "archive": prod + "__WAP_1"}
    return [{"database": "MANY", **names}]


def test_where_show_is_cut_each_schema_is_asked(package: Package, fill: Fill) -> None:
    fill("many.a", "ALERT", 9_999)
    fill("many.z", "ALERT", 2)
    assert package("unclonable_objects", pairs=pairs("Z")) == [
        "the alert Z.N00000 cannot move with its schema",
        "the alert Z.N00001 cannot move with its schema",
    ]


def test_a_schema_with_more_than_show_lists_is_refused(package: Package, fill: Fill) -> None:
    fill("many.a", "ALERT", 10_000)
    fill("many.z", "ALERT", 1)
    with pytest.raises(Refused, match="10,000 or more alerts in schema"):
        package("unclonable_objects", pairs=pairs("Z"))


def test_an_account_with_more_streams_than_show_lists_is_refused(
    package: Package, fill: Fill
) -> None:
    fill("other.a", "STREAM", 10_000)
    fill("many.z", "TABLE", 0)
    (told,) = package("unclonable_objects", pairs=pairs("Z"))
    assert told.startswith("the account has 10,000 streams or more")


def test_a_database_with_more_schemas_than_show_lists_is_refused(
    server: tuple[Any, Package], package: Package, fill: Fill
) -> None:
    from integration_tests.snowflake_emulator.catalog.records import ADMIN, Schema

    database = server[0].engine.account.databases["MANY"]
    for n in range(10_000):
        name = f"N{n:05}"
        database.schemas[name] = Schema(name=name, owner=ADMIN, database=database)
    with pytest.raises(Refused, match="10,000 or more schemas in database MANY"):
        package("existing_schemas", databases=["MANY"])


def test_a_check_of_privileges_sees_all_objects_or_is_refused(package: Package, fill: Fill) -> None:
    fill("many.a", "VIEW", 10_000)
    schema = {"database": "MANY", "schema": "A", "name": '"MANY"."A"'}
    with pytest.raises(Refused, match="10,000 or more objects in schema"):
        package("_snowflake_lacking_by_kind", rights={}, schema=schema, built={})
