"""`wap doctor` names what a role lacks, and the GRANT that it prints is what was lacking."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engine_snowflake import need_emulator
from role_project import (
    ROLE,
    USER,
    WAREHOUSE,
    Shop,
    copy_of,
    keep,
    new_shop,
    role_script,
)
from shop import LATE, clean

need_emulator()

TO = f'to role "{ROLE}"'
COPY = f"{TO} copy current grants"
MARTS = '"SHOP"."MAIN_MARTS"'
STATE = ["RUNS", "EVENTS", "RESULTS", "FINGERPRINTS", "MOVEMENTS", "GRANTS", "PLACES", "REPORTS"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shop, Any]]:
    """Prod as the role of the documentation's script has published it, to be copied."""
    shop = new_shop(tmp_path_factory.mktemp("doctor") / "shop")
    schemas = "create schema shop.main_core; create schema shop.main_marts;"
    shop.admin.sql(schemas, role_script())
    shop.use(ROLE)
    with pytest.MonkeyPatch.context() as patch:
        clean(patch)
        for command in ("doctor",), ("run", "--auto-approve"):
            done = shop.project.wap(*command)
            assert done.code == 0, done.out + done.err
    readers = "grant usage on schema main_marts to role reader"
    shop.admin.sql(f"{readers}; grant select on all tables in schema main_marts to role reader")
    kept = keep(shop)
    yield shop, kept
    kept.stop()


@pytest.fixture
def shop(made: tuple[Shop, Any], tmp_path: Path) -> Iterator[Shop]:
    """The same, served; more orders are there to be published."""
    shop = copy_of(*made, tmp_path / "shop")
    shop.admin.sql(LATE)
    yield shop
    shop.close()


LACKS = {
    "the warehouse": (
        "revoke usage on warehouse transforming from role dbt_wap_role",
        [f'grant usage on warehouse "TRANSFORMING" {TO}'],
    ),
    "the database": (
        "revoke usage on database shop from role dbt_wap_role",
        [f'grant usage on database "SHOP" {TO}'],
    ),
    "making schemas": (
        "revoke create schema on database shop from role dbt_wap_role",
        [f'grant create schema on database "SHOP" {TO}'],
    ),
    "a prod schema": (
        """grant ownership on schema main_marts to role builder copy current grants;
        grant usage on schema main_marts to role dbt_wap_role""",
        [
            f"grant ownership on schema {MARTS} {COPY}",
            f"grant select on all tables in schema {MARTS} {TO}",
            f"grant select on all views in schema {MARTS} {TO}",
        ],
    ),
    "all that is in a schema": (
        """grant ownership on all tables in schema main_marts to role builder copy current grants;
        grant select on all tables in schema main_marts to role dbt_wap_role""",
        [f"grant ownership on all tables in schema {MARTS} {COPY}"],
    ),
    "one relation": (
        """grant ownership on table main_marts.orders to role builder copy current grants;
        grant select on table main_marts.orders to role dbt_wap_role""",
        [f'grant ownership on table {MARTS}."ORDERS" {COPY}'],
    ),
    "a view that is not dbt's": (
        """create view main_marts."By hand" as select 1 as one;
        grant references on view main_marts."By hand" to role dbt_wap_role""",
        [f'grant select on view {MARTS}."By hand" {TO}'],
    ),
    "the record of runs": (
        """grant ownership on all tables in schema dbt_wap to role builder copy current grants;
        grant ownership on schema dbt_wap to role builder copy current grants;
        grant usage on schema dbt_wap to role dbt_wap_role;
        grant select on all tables in schema dbt_wap to role dbt_wap_role""",
        [
            f'grant create table on schema "SHOP"."DBT_WAP" {TO}',
            *(f'grant insert on table "SHOP"."DBT_WAP"."{table}" {TO}' for table in STATE),
        ],
    ),
    "inherited grants of a schema": (
        """alter account set feature_rbac_inherited_grants = 'ENABLED';
        grant inherited select on all views in schema main_marts to role reader""",
        [f'grant manage grants on database "SHOP" {TO}'],
    ),
}


TRIED = "making schemas"
"""What every `make test` takes away alone, to run with its grant; the rest it only asks for."""


@pytest.mark.parametrize(
    "lack", [pytest.param(name, marks=[] if name == TRIED else pytest.mark.slow) for name in LACKS]
)
def test_what_is_lacking_is_named_and_its_grant_mends_it(shop: Shop, lack: str) -> None:
    taken_away, wanted = LACKS[lack]
    shop.admin.sql(taken_away)
    said = shop.project.wap("doctor")
    assert said.code == 2
    assert sorted(shop.grants(said.out)) == sorted(wanted)

    shop.admin.sql(*wanted)
    said = shop.project.wap("doctor")
    assert (said.code, shop.grants(said.out)) == (0, []), said.out
    assert f"user {USER}, role {ROLE}, warehouse {WAREHOUSE}): " in said.out
    done = shop.project.wap("run", "--auto-approve")
    assert done.code == 0, done.err
    rows = shop.connect("READER").sql("select sum(amount) from main_marts.orders")
    assert rows == [(101,)]


def test_all_that_is_lacking_is_named_at_once(shop: Shop) -> None:
    beneath = {"the database", "a prod schema", "all that is in a schema"}
    lacks = [lack for name, lack in LACKS.items() if name not in beneath]
    shop.admin.sql(*(taken_away for taken_away, _ in lacks))

    said = shop.project.wap("doctor")

    assert said.code == 2
    assert sorted(shop.grants(said.out)) == sorted(grant for _, wanted in lacks for grant in wanted)


def test_doctor_only_asks(shop: Shop) -> None:
    before = len(shop.emulator.statements())
    assert shop.project.wap("doctor").code == 0
    asked = shop.emulator.statements()[before:]
    assert len(asked) > 10
    assert [s.text for s in asked if s.error] == []
    blocks = {s.text for s in asked if s.text.lower().startswith("execute immediate")}
    assert blocks
    assert any(statement.inside for statement in asked), "what a block runs is checked too"
    words = {s.text.split()[0].lower() for s in asked if s.text not in blocks}
    assert words <= {"show", "select", "with", "alter"}
    assert all("session" in s.text for s in asked if s.text.lower().startswith("alter"))


def warnings(shop: Shop) -> list[str]:
    said = shop.project.wap("doctor", "--json")
    return [check["what"] for check in json.loads(said.out) if check["ok"] and check["what"]]


def test_who_could_see_a_candidate_and_what_is_out_of_sight_is_reported(shop: Shop) -> None:
    assert warnings(shop) == []
    shop.admin.sql(
        """alter account set feature_rbac_inherited_grants = 'ENABLED';
        grant inherited usage on all schemas in database shop to role builder;
        grant usage on future schemas in database shop to role reader;
        grant create table on schema main_marts to role builder;
        grant select on future tables in schema main_core to role reader;
        alter schema main_core set data_retention_time_in_days = 0;
        alter account set quoted_identifiers_ignore_case = true"""
    )
    told = warnings(shop)
    assert len(told) == 6
    for words in (
        "BUILDER inherits USAGE on every schema of the database",
        "READER gets USAGE on every new schema of SHOP",
        "BUILDER can create objects in MAIN_MARTS",
        "MAIN_CORE has future grants",
        "MAIN_CORE keeps no history",
        "QUOTED_IDENTIFIERS_IGNORE_CASE",
    ):
        assert [what for what in told if words in what], words


@pytest.mark.slow
def test_a_future_grant_of_the_database_does_not_open_a_candidate(shop: Shop) -> None:
    shop.admin.sql("grant usage on future schemas in database shop to role reader")
    assert shop.project.wap("run", "--no-publish").code == 0
    assert "audit_main_marts" in shop.admin.schemas()
    assert "audit_main_marts" not in shop.connect("READER").schemas()


def test_a_schema_out_of_sight_is_not_taken_for_none(shop: Shop) -> None:
    shop.admin.sql("grant ownership on schema main_marts to role builder copy current grants")
    (told,) = warnings(shop)
    assert "cannot see the schema MAIN_MARTS" in told


def test_secondary_roles_own_but_do_not_make(shop: Shop) -> None:
    shop.admin.sql(
        f"""grant role builder to user {USER};
        grant usage, create schema on database shop to role builder;
        grant ownership on schema main_marts to role builder copy current grants;
        revoke create schema on database shop from role dbt_wap_role"""
    )
    said = shop.project.wap("doctor")
    assert shop.grants(said.out) == [f'grant create schema on database "SHOP" {TO}']
    assert "MAIN_MARTS is owned by BUILDER, a secondary role of this session" in said.out


def test_what_a_publish_would_lose_or_stop_is_named(shop: Shop) -> None:
    shop.admin.sql(
        """create stream main_marts.changes on table main_marts.orders;
        grant select on stream main_marts.changes to role dbt_wap_role"""
    )
    said = shop.project.wap("doctor")
    assert said.code == 2
    assert "MAIN_MARTS.CHANGES" in said.out
    assert "wap_exclude_schemas" in said.out


def test_an_administrator_sees_for_the_role_what_it_cannot_see(shop: Shop) -> None:
    """Another role's table, without privileges on it: a clone would leave it out unnoticed."""
    shop.admin.sql(
        """create table main_marts.hidden as select 1 as one;
        grant ownership on table main_marts.orders to role builder revoke current grants;
        create stream main_core.changes on table main_core.regions;
        revoke usage on warehouse transforming from role dbt_wap_role;
        grant usage on warehouse transforming to role sysadmin"""
    )
    shop.use("ACCOUNTADMIN")
    for role, wanted in (
        (None, []),
        (
            ROLE.lower(),
            [
                f'grant ownership on table {MARTS}."ORDERS" {COPY}',
                f'grant select on table {MARTS}."HIDDEN" {TO}',
                f'grant usage on warehouse "TRANSFORMING" {TO}',
            ],
        ),
    ):
        arguments = ("--args", json.dumps({"role": role})) if role else ()
        done = shop.project.dbt("run-operation", "check_privileges", *arguments)
        said = [line.split("wap: ", 1)[1] for line in done.out.splitlines() if "wap: " in line]
        assert [line for line in said if "MAIN_CORE.CHANGES" in line], done.out
        if role:
            grants = [line.split(": ")[-1] for line in said if line.startswith("missing: ")]
            assert sorted(grants) == sorted(wanted)


@pytest.mark.slow
def test_the_operation_says_the_same_by_hand(shop: Shop) -> None:
    shop.admin.sql("revoke create schema on database shop from role dbt_wap_role")
    done = shop.project.dbt("run-operation", "check_privileges")
    assert f'grant create schema on database "SHOP" {TO}' in done.out


def test_the_role_may_inherit_the_one_that_owns_prod(shop: Shop) -> None:
    for schema in "main_core", "main_marts":
        for what in f"all tables in schema {schema}", f"all views in schema {schema}":
            shop.admin.sql(f"grant ownership on {what} to role builder copy current grants")
        shop.admin.sql(f"grant ownership on schema {schema} to role builder copy current grants")
    shop.admin.sql("grant role builder to role dbt_wap_role")
    assert shop.project.wap("doctor").code == 0
    for command in ("run", "--auto-approve"), ("rollback",):
        done = shop.project.wap(*command)
        assert done.code == 0, done.err
        rows = shop.admin.sql("show schemas in database shop")
        owners = {row[1]: row[5] for row in rows if row[1] in ("MAIN_CORE", "MAIN_MARTS")}
        assert owners == {"MAIN_CORE": "BUILDER", "MAIN_MARTS": "BUILDER"}
