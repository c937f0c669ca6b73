"""Environments of larger projects, by every door, and with schemas that were dropped by hand."""

from __future__ import annotations

import asyncio

import pytest
from dbt_wap.config import Settings
from dbt_wap.model import Person
from dbt_wap.serve.service import Service
from shop import DBT, ONCE, ORDERS, PRODS, SHOP, Project, Publish

ANA = Person("ana", "page", "password")
DOUBLED = """
select o.id, o.region, r.label, 2 * o.amount as amount, o.day
from {{ ref('stg_orders') }} o left join {{ ref('regions') }} r using (region)
"""
PR_1 = {"audit_pr_1_main_core", "audit_pr_1_main_marts"}

WIDE = {
    **SHOP,
    "dbt_project.yml": SHOP["dbt_project.yml"]
    + """
snapshots:
  shop: {+schema: history}
data_tests:
  shop: {+store_failures: true, +schema: failures}
vars: {wap_exclude_schemas: [main_log]}
""",
    "models/log/log_orders.sql": """
{{ config(schema='log', materialized='table') }} select id from {{ ref('orders') }}
""",
    "snapshots/orders_history.yml": """
snapshots:
  - name: orders_history
    relation: ref('orders')
    config: {unique_key: id, strategy: check, check_cols: [amount]}
""",
}
"""The shop with a snapshot, stored failures, and a schema that wap leaves out."""


def amounts(project: Project, schema: str) -> list[int]:
    rows = project.sql(f"select amount from {schema}.orders order by id")
    return [int(row[0]) for row in rows]


def audits(project: Project) -> set[str]:
    return {name for name in project.schemas() if name.startswith("audit_")}


def waiting(project: Project, *flags: str) -> str:
    """A candidate of pr_1 waits, with doubled amounts; its run id."""
    project.write({"models/marts/orders.sql": DOUBLED})
    done = project.wap("run", "--env", "pr_1", "--no-publish", "--json", *flags)
    assert done.code == 0, done.err
    return str(done.json["run_id"])


@pytest.mark.everywhere
def test_a_run_of_an_environment_is_published_by_its_id_alone(published: Project) -> None:
    """Views are rebuilt with the names of prod, and what has another environment stays."""
    before = published.snapshot(*PRODS)
    run_id = waiting(published)
    published.write({"models/marts/orders.sql": SHOP["models/marts/orders.sql"]})
    other = published.wap("run", "--env", "pr_2", "--no-publish", "--select", "orders", "--json")
    assert other.code == 0, other.err

    published.write({"models/marts/orders.sql": DOUBLED})
    done = published.wap("approve", run_id, "--publish")
    assert done.code == 0, done.err
    assert amounts(published, "main_marts") == [20, 40, 60]
    texts = [published.view_texts()[name] for name in ("main_core.stg_orders", "main_marts.totals")]
    assert not [text for text in texts if "audit_" in text]
    assert not audits(published) & PR_1
    assert published.wap("status", "--env", "pr_1", "--json").json["status"] == "published"

    assert published.wap("rollback", run_id).code == 0
    assert published.snapshot(*PRODS) == before


@ONCE
@pytest.mark.parametrize(
    "dbt", [(), pytest.param(("--dbt-executable", DBT), marks=pytest.mark.slow)]
)
def test_snapshots_stored_failures_and_excluded_schemas_have_environments(
    publish_first: Publish, dbt: tuple[str, ...]
) -> None:
    project = publish_first(WIDE, ORDERS)
    log = project.snapshot("main_log")
    run_id = waiting(project, *dbt)
    assert audits(project) == PR_1 | {"audit_pr_1_main_history", "audit_pr_1_main_failures"}
    assert project.snapshot("main_log") == log
    plain = project.wap("run", "--no-publish", "--json", *dbt)
    assert plain.code == 0, plain.err
    assert "audit_main_history" in audits(project)

    assert project.wap("approve", run_id, "--publish", *dbt).code == 0
    assert amounts(project, "main_marts") == [20, 40, 60]
    assert project.sql("select count(*) from main_history.orders_history") == [(6,)]
    stale = project.wap("status", "--json").json
    assert (stale["run_id"], stale["status"]) == (plain.json["run_id"], "stale")
    assert project.wap("discard").code == 0
    assert audits(project) == set()


@ONCE
def test_an_environment_dropped_by_hand_is_noticed_and_cleared(published: Project) -> None:
    run_id = waiting(published)
    prod = published.snapshot(*PRODS)
    published.sql(*(f"drop schema {name} cascade" for name in PR_1))

    refused = published.wap("approve", run_id, "--publish")
    assert refused.code not in (0, 8), refused.err
    assert published.snapshot(*PRODS) == prod
    assert published.wap("status", "--env", "pr_1").code == 0
    assert published.wap("env", "drop", "pr_1").code == 0
    assert published.wap("env", "list", "--json").json == []
    again = waiting(published)
    assert again != run_id
    assert audits(published) == PR_1


@ONCE
def test_the_service_decides_about_a_run_of_an_environment(
    published: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = waiting(published)
    monkeypatch.chdir(published.root)
    settings = Settings(published.root, profiles_dir=published.root, env="pr_9")

    async def main() -> None:
        service = Service(settings)
        view = await service.run(run_id, ANA)
        assert view.report is not None
        assert (view.run.env, view.report["env"]) == ("pr_1", "pr_1")
        seen = view.report["created_at"]
        outcome = await service.approve(run_id, ANA, seen=seen, publish=True)
        assert outcome.job is not None
        await service.finished(outcome.job)
        assert [run.env for run in (await service.board()).runs] == ["pr_1", None]
        assert await service.close(lambda: 0.0) is None

    asyncio.run(main())
    assert amounts(published, "main_marts") == [20, 40, 60]
    assert audits(published) == set()
