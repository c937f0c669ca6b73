"""Candidates of several environments exist side by side, each with its run, report and expiry."""

from __future__ import annotations

import pytest
from shop import PRODS, Project

PLAIN, PR_1, PR_2 = ("audit_main_marts", "audit_pr_1_main_marts", "audit_pr_2_main_marts")
AMOUNTS = "select amount from {schema}.orders order by id"


def amounts(project: Project, schema: str) -> list[int]:
    """The amounts of the orders in a schema."""
    return [int(row[0]) for row in project.sql(AMOUNTS.format(schema=schema))]


def double(project: Project, factor: int) -> None:
    """The model computes other amounts, as on another branch."""
    project.write(
        {
            "models/marts/orders.sql": f"""
select o.id, o.region, r.label, {factor} * o.amount as amount, o.day
from {{{{ ref('stg_orders') }}}} o left join {{{{ ref('regions') }}}} r using (region)
"""
        }
    )


def waiting(project: Project, env: str | None, factor: int) -> str:
    """A candidate of the environment waits, with amounts of its own; its run id."""
    double(project, factor)
    flags = ("--env", env) if env else ()
    done = project.wap("run", "--no-publish", "--json", *flags)
    assert done.code == 0, done.err
    assert (done.json["status"], done.json["env"]) == ("awaiting_approval", env)
    return str(done.json["run_id"])


@pytest.mark.everywhere
def test_environments_wait_beside_the_plain_candidate(published: Project) -> None:
    prod = published.snapshot(*PRODS)
    runs = {env: waiting(published, env, n) for n, env in enumerate((None, "pr_1", "pr_2"), 2)}

    assert published.snapshot(*PRODS) == prod
    assert amounts(published, PLAIN) == [20, 40, 60]
    assert amounts(published, PR_1) == [30, 60, 90]
    assert amounts(published, PR_2) == [40, 80, 120]
    for env, run_id in runs.items():
        flags = ("--env", env) if env else ()
        assert published.wap("status", "--json", *flags).json["run_id"] == run_id
        assert published.wap("status", run_id, "--json").json["env"] == env
        report = published.wap("report", "--format", "json", *flags).json
        assert (report["run_id"], report["env"]) == (run_id, env)
    refused = published.wap("run", "--env", "pr_1")
    assert refused.code == 7
    assert runs["pr_1"] in refused.err
    other = published.wap("status", runs["pr_1"], "--env", "pr_2", "--json")
    assert other.code == 2
    assert "belongs to environment pr_1" in other.json["error"]["what"]
