"""What a publish would lose or stop is refused before anything is made."""

from __future__ import annotations

import pytest
from shop import FOURTH, Project

INSIDE = {
    "stream": "create stream main_marts.s on table main_marts.orders",
    "task": "create task main_marts.t schedule = '1 minute' as select 1",
    "pipe": "create pipe main_marts.p as copy into raw.orders from @raw.st",
    "stage": "create stage main_marts.st",
    "external table": "create external table main_marts.e (id int) location=@raw.st",
    "hybrid table": "create hybrid table main_marts.h (id int primary key)",
    "event table": "create event table main_marts.ev",
    "materialized view": "create materialized view main_marts.mv as select id from raw.orders",
}
OUTSIDE = {
    "stream": "create stream raw.s on table main_marts.orders",
    "materialized view": "create materialized view raw.mv as select id from main_marts.orders",
}


def audit_schemas(project: Project) -> set[str]:
    return {schema for schema in project.schemas() if schema.startswith("audit_")}


def test_what_cannot_move_with_its_schema(published: Project) -> None:
    published.sql("create stage raw.st", *INSIDE.values())

    result = published.wap("run", "--auto-approve")

    assert result.code == 2
    for kind in INSIDE:
        assert f"the {kind} MAIN_MARTS." in result.err
    assert not audit_schemas(published)


@pytest.mark.parametrize("kind", OUTSIDE)
def test_what_hangs_on_prod_from_elsewhere(published: Project, kind: str) -> None:
    published.sql(OUTSIDE[kind])

    result = published.wap("run", "--auto-approve")

    assert result.code == 2
    assert f"the {kind} RAW." in result.err
    assert not audit_schemas(published)


def test_a_clone_that_left_something_out_is_dropped(published: Project) -> None:
    published.sql(
        "create role builder",
        "grant role builder to user tester",
        "grant role builder to role accountadmin",
        "grant all privileges on database shop to role builder",
    )
    for schema in ("main_core", "main_marts", "raw", "dbt_wap"):
        published.sql(
            f"grant ownership on all tables in schema {schema} to role builder copy current grants",
            f"grant ownership on all views in schema {schema} to role builder copy current grants",
            f"grant ownership on schema {schema} to role builder copy current grants",
        )
    published.sql(
        "create table main_marts.theirs (x integer)",
        "grant references on table main_marts.theirs to role builder",
    )
    profiles = (published.root / "profiles.yml").read_text()
    (published.root / "profiles.yml").write_text(profiles.replace("ACCOUNTADMIN", "BUILDER"))

    result = published.wap("run", "--auto-approve")

    assert result.code == 2, result.err
    assert "table THEIRS in MAIN_MARTS is missing from its clone" in result.err
    assert not audit_schemas(published)
    published.sql("grant select on table main_marts.theirs to role builder")
    published.sql(FOURTH)
    published.publish()
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]


def test_somebody_elses_schema_is_not_touched(published: Project) -> None:
    published.sql("create schema audit_main_marts", "create table audit_main_marts.theirs (x int)")

    result = published.wap("run", "--auto-approve")

    assert result.code == 2
    assert "AUDIT_MAIN_MARTS" in result.err
    assert published.kinds("audit_main_marts") == {"audit_main_marts.theirs": "table"}
