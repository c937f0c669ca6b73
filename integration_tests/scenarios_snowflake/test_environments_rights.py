"""A role that only reads prod builds and audits a candidate, and publishes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dbt_wap.report.report import read_report
from engine_snowflake import need_emulator
from role_project import Shop, copy_of, keep, new_shop, role_script
from shop import LATE, REPOSITORY, clean

need_emulator()

PAGE = REPOSITORY / "docs" / "rights.md"
PR, USER = "WAP_PR", "CI_USER"
TO, MARTS = 'to role "WAP_PR"', '"SHOP"."MAIN_MARTS"'


def pull_request_script() -> str:
    """The script of the documentation that makes the role for pull requests."""
    blocks = re.findall(r"^```sql\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    (script,) = [block for block in blocks if "create role" in block]
    return str(script)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shop, Any]]:
    """Prod as the run's own role has published it, and the role for pull requests."""
    shop = new_shop(tmp_path_factory.mktemp("rights") / "shop")
    schemas = "create schema shop.main_core; create schema shop.main_marts;"
    shop.admin.sql(schemas, role_script())
    shop.use("DBT_WAP_ROLE")
    with pytest.MonkeyPatch.context() as patch:
        clean(patch)
        done = shop.project.wap("run", "--auto-approve")
        assert done.code == 0, done.out + done.err
    shop.admin.sql("create user ci_user", pull_request_script(), LATE)
    shop.use(PR, USER)
    kept = keep(shop)
    yield shop, kept
    kept.stop()


@pytest.fixture
def shop(made: tuple[Shop, Any], tmp_path: Path) -> Iterator[Shop]:
    shop = copy_of(*made, tmp_path / "shop")
    yield shop
    shop.close()


def prod(shop: Shop) -> dict[str, Any]:
    """Everything in prod: its relations with their owners, what is granted, and the rows."""
    found: dict[str, Any] = {}
    for schema in ("main_core", "main_marts"):
        grants = shop.admin.sql(f"show grants on schema {schema}")
        found[schema] = sorted(map(str, (row[1:8] for row in grants)))
        for row in shop.admin.sql(f"show objects in schema {schema}"):
            rows = shop.admin.sql(f"select * from {schema}.{row[1]}")
            found[str(row[1])] = (row, sorted(map(str, rows)))
    return found


def entries(done: Any) -> dict[str, Any]:
    """What the report says of each relation, without what depends on the run."""
    said = ("status", "kind", "rows", "columns", "key")
    return {e["name"]: {name: e[name] for name in said} for e in json.loads(done.out)["relations"]}


def test_a_role_that_only_reads_prod_gets_the_report_and_cannot_publish(shop: Shop) -> None:
    before = prod(shop)
    done = shop.project.wap("run", "--env", "pr_1", "--no-publish")
    assert done.code == 0, done.err
    asked = [s for s in shop.emulator.statements() if s.role == PR]
    assert [s.text for s in asked if s.error] == []
    assert prod(shop) == before
    schemas = shop.admin.sql("show schemas like 'AUDIT%'")
    assert {row[5] for row in schemas} == {PR}
    report = shop.project.wap("report", "--env", "pr_1", "--json")
    made = entries(report)
    assert {name: entry["status"] for name, entry in made.items()} == {
        "ORDERS": "changed",
        "ORDER_LOG": "changed",
        "REGIONS": "identical",
        "STG_ORDERS": "unchanged_definition",
        "TOTALS": "changed",
    }
    assert [w for w in json.loads(report.out)["warnings"] if PR in w]
    told = shop.project.wap("status", "--env", "pr_1", "--json").json
    assert told["next"] == f"wap report {told['run_id']}"
    commands = [command for _, command in read_report(json.loads(report.out)).steps]
    assert commands == [f"wap discard {told['run_id']}"]

    for role, user in ((PR, USER), ("DBT_WAP_ROLE", "DBT_USER")):
        shop.use(role, user)
        refused = shop.project.wap("approve", "--env", "pr_1", "--publish")
        assert refused.code == 2, refused.err
        assert PR in refused.err
    assert prod(shop) == before
    assert shop.project.wap("run", "--no-publish").code == 0
    assert entries(shop.project.wap("report", "--json")) == made
    assert shop.project.wap("discard", "--env", "pr_1").code == 0


def test_a_secure_view_that_only_its_owner_can_read_is_not_left_out_unnoticed(shop: Shop) -> None:
    before = prod(shop)
    shop.admin.sql(
        """create secure view main_marts.secret as select id from main_marts.orders;
        grant select on view main_marts.secret to role wap_pr"""
    )
    refused = shop.project.wap("run", "--env", "pr_1", "--no-publish")
    assert refused.code == 2, refused.err
    assert "view SECRET in MAIN_MARTS is missing from its clone" in refused.err
    assert shop.admin.sql("show schemas like 'AUDIT%'") == []
    shop.admin.sql("drop view main_marts.secret")
    assert prod(shop) == before


LACKS = {
    "": [],
    """revoke create schema on database shop from role wap_pr;
    revoke usage on schema main_marts from role wap_pr;
    grant monitor on schema main_marts to role wap_pr;
    revoke select on table main_core.regions from role wap_pr;
    grant references on table main_core.regions to role wap_pr;
    revoke insert on table dbt_wap.events from role wap_pr""": [
        f'grant create schema on database "SHOP" {TO}',
        f'grant select on table "SHOP"."MAIN_CORE"."REGIONS" {TO}',
        f"grant usage on schema {MARTS} {TO}",
        f'grant insert on table "SHOP"."DBT_WAP"."EVENTS" {TO}',
    ],
    """revoke select on all tables in schema main_marts from role wap_pr;
    revoke select on all views in schema main_marts from role wap_pr""": [
        f"grant select on all {kind} in schema {MARTS} {TO}" for kind in ("tables", "views")
    ],
}
"""What is taken away, and the statements that doctor says to run."""


def test_doctor_tells_what_a_run_lacks_from_what_only_a_publish_needs(shop: Shop) -> None:
    for taken_away, wanted in LACKS.items():
        shop.admin.sql(*filter(None, [taken_away]))
        done = shop.project.wap("doctor", "--env", "pr_1", "--json")
        checks = json.loads(done.out)
        lacking = [check["do"] for check in checks if not check["ok"]]
        assert (done.code, sorted(lacking)) == (2 if wanted else 0, sorted(wanted)), done.out
        later = [check["do"] for check in checks if check["name"] == "only for a publish"]
        assert f"grant ownership on schema {MARTS} {TO} copy current grants" in later
        shop.admin.sql(*wanted)
    assert shop.project.wap("doctor").code == 2
