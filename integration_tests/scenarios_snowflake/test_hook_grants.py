"""A project that grants in its own hooks: no one sees a candidate, and prod keeps the grants."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from shop import LATE, ORDERS, SHOP, Project, Shelf
from test_readers import watch

GRANTEES = """
create role reader;
create role newcomer;
create share partners;
create user report_tool;
create database role shop.analysts;
grant usage on database shop to role reader;
grant usage on database shop to role newcomer;
grant usage on database shop to share partners
"""

GRANT_ON = """
{% macro grant_on(schemas) %}
    {% for schema in schemas if flags.WHICH in ["build", "test"] %}
        grant usage on schema {{ schema }} to role reader;
        grant monitor, usage on schema {{ schema }} to database role shop.analysts;
        grant usage on schema {{ schema }} to user report_tool with grant option;
        grant usage on schema {{ schema }} to share partners;
        grant select on all tables in schema {{ schema }} to role reader;
        grant select on all views in schema {{ schema }} to role reader;
        grant select on all tables in schema {{ schema }} to share partners;
        grant select on future tables in schema {{ schema }} to role reader;
        grant select, references on future views in schema {{ schema }}
            to database role shop.analysts;
    {% endfor %}
{% endmacro %}
"""
"""Not when views are made again: dbt would make the same grants then, and prove nothing."""

HOOKS = {
    "dbt_project.yml": SHOP["dbt_project.yml"] + 'on-run-end: ["{{ grant_on(schemas) }}"]\n',
    "macros/grant_on.sql": GRANT_ON,
}
GRANTED = {
    ("USAGE", "SCHEMA", "READER", "false"),
    ("USAGE", "SCHEMA", "ANALYSTS", "false"),
    ("MONITOR", "SCHEMA", "ANALYSTS", "false"),
    ("USAGE", "SCHEMA", "REPORT_TOOL", "true"),
    ("USAGE", "SCHEMA", "EMULATOR.PARTNERS", "false"),
    ("SELECT", "TABLE", "READER", "false"),
    ("SELECT", "VIEW", "ANALYSTS", "false"),
    ("REFERENCES", "VIEW", "ANALYSTS", "false"),
}
TO_COME = {row for row in GRANTED if row[1] != "SCHEMA"}


def rights(project: Project, schema: str) -> set[tuple[Any, ...]]:
    """What is granted on a schema itself and on what is to come in it."""
    found: set[tuple[Any, ...]] = set()
    for show, on in (
        (f"show grants on schema {schema}", "granted_on"),
        (f"show future grants in schema {schema}", "grant_on"),
    ):
        columns = f'"privilege", "{on}", "grantee_name", "grant_option"'
        owned = "\"privilege\" = 'OWNERSHIP'"
        rows = f"select {columns} from table(result_scan(last_query_id())) where not {owned}"
        found.update(project.sql(show, rows))
    return found


def reads(project: Project, sql: str, role: str = "READER") -> Any:
    """One value as a role reads it, or `refused`."""
    engine = project.engine.live.engine  # type: ignore[attr-defined]
    _, session = engine.login("someone", role=role, database="SHOP")
    try:
        _, result = engine.execute(session, sql)
    except Exception:
        return "refused"
    return result.table.to_pylist()[0].popitem()[1]


def told(project: Project) -> str:
    """The part of the report about grants, in one line."""
    return " ".join(project.wap("report").out.split("Grants:")[-1].split())


@pytest.fixture
def granting(shop: Project) -> Project:
    """The shop with the hook; nothing is published yet."""
    shop.write(HOOKS).sql(GRANTEES)
    return shop


@pytest.fixture
def granted(shelf: Shelf, engine: Any, tmp_path: Path) -> Project:
    """The same after its first publish."""
    files, sql = {**SHOP, **HOOKS}, (ORDERS, GRANTEES)
    return shelf.take(tmp_path / "granted", engine, files, sql, ("run", "--auto-approve"))


def test_the_first_publish_keeps_what_a_hook_grants_and_shows_nobody_the_candidate(
    granting: Project,
) -> None:
    assert granting.wap("run", "--no-publish").code == 0

    for schema in "audit_main_core", "audit_main_marts":
        assert rights(granting, schema) == set()
    assert reads(granting, "select sum(amount) from audit_main_marts.orders") == "refused"
    for words in (
        "added: USAGE on MAIN_MARTS to role READER (",
        "added: MONITOR, USAGE on MAIN_CORE to database role ANALYSTS (",
        "added: SELECT on future tables of MAIN_MARTS to role READER (",
        "added: SELECT on 2 relations of MAIN_MARTS (ORDERS, ORDER_LOG) to share PARTNERS (",
    ):
        assert words in told(granting).replace("(ORDER_LOG, ORDERS)", "(ORDERS, ORDER_LOG)")
    assert granting.dbt("run-operation", "diff_report").code == 0  # remembers the first one's
    assert granting.wap("approve", "--publish").code == 0
    assert rights(granting, "main_marts") == rights(granting, "main_core") == GRANTED
    assert reads(granting, "select sum(amount) from main_marts.totals") == 60
    assert reads(granting, "select count(*) from main_core.stg_orders") == 3


@pytest.mark.slow
def test_later_runs_show_the_candidate_to_nobody_and_prod_has_what_it_had(
    granted: Project,
) -> None:
    granted.sql(LATE)
    watcher = watch(granted)

    assert granted.wap("run", "--no-publish").code == 0

    assert rights(granted, "audit_main_marts") == rights(granted, "audit_main_core") == TO_COME
    assert reads(granted, "select max(id) from audit_main_marts.orders") == "refused"
    assert "kept: USAGE on MAIN_MARTS to role READER (" in told(granted)
    assert granted.wap("approve", "--publish").code == 0
    assert set(watcher.sums) == {60, 101}
    assert rights(granted, "main_marts") == rights(granted, "main_core") == GRANTED
    assert granted.wap("rollback").code == 0
    assert rights(granted, "main_marts") == GRANTED
    assert reads(granted, "select sum(amount) from main_marts.totals") == 60


NEW_SCHEMA = {
    "dbt_project.yml": SHOP["dbt_project.yml"] + 'on-run-end: ["{{ grant_on(schemas) }}"]\n',
    "macros/grant_on.sql": """
{% macro grant_on(schemas) %}
    {% if flags.WHICH == "build" %}
        grant usage on all schemas in database shop to role reader;
        {% for schema in schemas %}
            grant usage on schema {{ schema }} to role newcomer;
            grant select on all views in schema {{ schema }} to role newcomer;
            grant select on future views in schema {{ schema }} to role newcomer;
        {% endfor %}
    {% endif %}
{% endmacro %}
""",
    "models/marts/by_day.sql": """
{{ config(materialized='view', schema='days', grants={'select': ['reader']}) }}
select day, sum(amount) as amount from {{ ref('orders') }} group by day
""",
}
REFUSE = ("--vars", "{wap_candidate_grants: refuse}")


def test_a_new_schema_keeps_what_was_granted_and_others_what_prod_has(published: Project) -> None:
    """With the var the wait is refused, however often it is audited."""
    published.sql(GRANTEES)
    published.write(NEW_SCHEMA)
    audits = "audit_main_core", "audit_main_days", "audit_main_marts"
    assert published.wap("run", "--no-publish", "--vars", "{wap_candidate_grants: no}").code == 2
    assert not published.schemas() & set(audits)

    for command in ("run", "--no-publish", *REFUSE), ("audit", *REFUSE):
        done = published.wap(*command)
        assert done.code == 3
        assert "USAGE on the schema AUDIT_MAIN_DAYS to role NEWCOMER" in done.err
        assert [rights(published, schema) for schema in audits] == [set()] * 3
        assert reads(published, "select count(*) from audit_main_days.by_day") == "refused"
    assert published.wap("audit").code == 0

    assert "added: USAGE on MAIN_DAYS to role NEWCOMER (" in told(published)
    assert "revoked: USAGE on MAIN_MARTS to role NEWCOMER (" in told(published)
    assert "kept: USAGE on MAIN_MARTS to role READER (" in told(published)
    assert published.wap("approve", "--publish").code == 0
    reader = ("USAGE", "SCHEMA", "READER", "false")
    assert rights(published, "main_days") == {
        reader,
        ("USAGE", "SCHEMA", "NEWCOMER", "false"),
        ("SELECT", "VIEW", "NEWCOMER", "false"),
    }
    assert rights(published, "main_marts") == rights(published, "main_core") == {reader}
    for role in "READER", "NEWCOMER":
        assert reads(published, "select count(*) from main_days.by_day", role) == 3


def test_a_candidate_that_no_audit_follows_is_hidden_too(granting: Project) -> None:
    """After `wap write`, after a build that failed, and when a grant could not be revoked."""
    live = granting.engine.live  # type: ignore[attr-defined]
    granting.write({"models/marts/broken.sql": "select amount / 0 as n, no_column from raw.orders"})
    assert granting.wap("run").code == 1
    assert rights(granting, "audit_main_marts") == set()

    granting.remove("models/marts/broken.sql")
    assert granting.wap("write").code == 0
    assert rights(granting, "audit_main_marts") == set()

    live.fail_at(1, match="revoke")
    assert granting.wap("audit").code not in (0, 4)
    assert granting.wap("status", "--json").json["status"] == "audit_failed"
    live.clear_faults()
    assert granting.wap("audit").code == 0
    assert rights(granting, "audit_main_marts") == rights(granting, "audit_main_core") == set()
    assert "added: USAGE on MAIN_MARTS to role READER (" in told(granting)
