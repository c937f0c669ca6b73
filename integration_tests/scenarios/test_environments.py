"""Candidates of several environments exist side by side, each with its run, report and expiry."""

from __future__ import annotations

import pytest
from shop import NEW, ONCE, PRODS, Project, wait_until

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


@pytest.mark.everywhere
def test_a_publish_makes_the_others_stale_and_they_say_what_moved(published: Project) -> None:
    before = amounts(published, "main_marts")
    plain, one, two = (
        waiting(published, env, n) for n, env in enumerate((None, "pr_1", "pr_2"), 2)
    )
    assert published.wap("approve", two).code == 0

    done = published.wap("approve", one, "--publish")

    assert done.code == 0, done.err
    assert amounts(published, "main_marts") == [30, 60, 90]
    assert published.sql("select sum(amount) from main_marts.totals") == [(180,)]
    for run_id in (plain, two):
        status = published.wap("status", run_id, "--json").json
        assert status["status"] == "stale"
        assert "prod moved since the clone: " in status["reason"]
        assert "main_marts.orders" in status["reason"].lower()
        assert f"published by run {one}" in status["reason"]
    (listed,) = [e for e in published.wap("env", "list", "--json").json if e["run_id"] == two]
    assert (listed["name"], listed["status"]) == ("pr_2", "stale")
    refused = published.wap("publish", "--env", "pr_2", "--json")
    assert refused.code == 6, refused.err
    assert amounts(published, "main_marts") == [30, 60, 90]
    assert amounts(published, PR_2) == [40, 80, 120]
    assert PR_1 not in published.schemas()

    assert published.wap("rollback", one).code == 0
    assert amounts(published, "main_marts") == before
    if published.engine.name == "duckdb":  # an undone swap leaves other tables than were cloned
        assert published.wap("publish", two).code == 0
        assert amounts(published, "main_marts") == [40, 80, 120]


def test_a_rollback_makes_a_later_candidate_stale(published: Project) -> None:
    published.sql(NEW)
    published.publish()
    later = waiting(published, "pr_1", 2)
    last = published.wap("history", "--json").json[1]["run_id"]

    assert published.wap("rollback").code == 0

    status = published.wap("status", later, "--json").json
    assert status["status"] == "stale"
    assert f"by the rollback of run {last}" in status["reason"]


def test_an_environment_is_dropped_in_any_status(published: Project) -> None:
    state, prod = published.schemas(), published.snapshot(*PRODS)
    assert published.wap("env", "drop", "pr_1").code == 0
    assert published.wap("env", "list", "--json").json == []
    one, two = waiting(published, "pr_1", 2), waiting(published, "pr_2", 3)
    assert published.wap("approve", two).code == 0
    listed = published.wap("env", "list", "--json").json
    assert [(e["name"], e["run_id"], e["status"]) for e in listed] == [
        ("pr_2", two, "approved"),
        ("pr_1", one, "awaiting_approval"),
    ]
    assert listed[0]["schemas"] == ["audit_pr_2_main_core", "audit_pr_2_main_marts"]
    assert "pr_2" in published.wap("history").out

    for name, run_id in (("pr_2", two), ("pr_1", one), ("pr_1", None)):
        dropped = published.wap("env", "drop", name, "--json")
        assert dropped.code == 0, dropped.err
        assert dropped.json == {"dropped": [run_id] if run_id else []}
    assert published.schemas() == state
    assert published.snapshot(*PRODS) == prod
    assert published.wap("status", one, "--json").json["status"] == "discarded"
    published.publish()


@pytest.mark.parametrize(
    "name",
    [
        *("", "PR-1", "pr-1", "pr.1", "_pr", 'pr"1', "pr'1", "pr 1", "a; drop schema main_marts"),
        pytest.param("x" * 250, id="too long"),
    ],
)
@ONCE
def test_a_name_that_cannot_be_an_environment_is_refused(published: Project, name: str) -> None:
    schemas, events = published.schemas(), published.events()
    refused = published.wap("run", "--env", name, "--json")
    assert refused.code == 2, refused.err
    assert published.wap("write", "--env", name).code == 2
    assert (published.schemas(), published.events()) == (schemas, events)


@ONCE
def test_the_var_of_the_environment_is_not_typed_into_vars(published: Project) -> None:
    refused = published.wap("run", "--vars", "wap_env: pr_1", "--json")
    assert refused.code == 2
    assert "pass --env" in refused.json["error"]["what"]


@pytest.mark.everywhere
def test_a_name_that_means_the_schema_of_another_candidate_is_refused(published: Project) -> None:
    """The candidate of pr in pr_1_x has the name of that of pr_1 in x."""
    published.write(
        {
            "macros/generate_schema_name.sql": """
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ dbt_wap.audit_schema_name(custom_schema_name or target.schema, node) }}
{%- endmacro %}
""",
            "models/marts/x.sql": "{{ config(schema='x') }} select 1 as id",
            "models/marts/y.sql": "{{ config(schema='pr_1_x') }} select 1 as id",
        }
    )
    first = published.wap("run", "--no-publish", "--json")
    assert first.code == 0, first.err
    schemas, events = published.schemas(), published.events()

    refused = published.wap("run", "--env", "pr_1", "--json")

    assert refused.code == 7, refused.err
    assert f"belongs to run {first.json['run_id']}" in refused.json["error"]["what"]
    assert (published.schemas(), published.events()) == (schemas, events)
    assert published.wap("run", "--env", "pr_2", "--no-publish").code == 0


def test_what_expired_is_dropped_by_the_next_run_and_by_clean(published: Project) -> None:
    one = waiting(published, "pr_1", 2)
    old, new = '"expires_at": "2', '"expires_at": "1'
    published.sql(f"update dbt_wap.events set detail = replace(detail, '{old}', '{new}')")
    two = waiting(published, "pr_2", 3)
    assert published.wap("status", one, "--json").json["status"] == "discarded"
    assert PR_1 not in published.schemas()

    assert published.wap("reject", two, "--reason", "no").code == 0
    assert published.wap("clean").code == 0
    assert PR_2 in published.schemas(), "it was rejected a moment ago"
    published.sql(f"update dbt_wap.events set happened_at = '2020' where run_id = '{two}'")
    cleaned = published.wap("clean", "--json")
    assert cleaned.code == 0, cleaned.err
    assert PR_2 not in published.schemas()
    assert not published.locks()


@ONCE
def test_by_hand_the_var_names_the_environment(published: Project) -> None:
    double(published, 2)
    named = ("--vars", "wap_env: pr_1")
    assert published.dbt("run-operation", "clone_schema", *named).code == 0
    assert published.dbt("build", "--target", "audit", *named).code == 0
    assert published.dbt("run-operation", "diff_report", *named).code == 0
    assert (amounts(published, "main_marts"), amounts(published, PR_1)) == (
        [10, 20, 30],
        [20, 40, 60],
    )
    run_id = published.events()[-1][0]
    refused = published.dbt("run-operation", "swap_schema", "--args", f"{{run: {run_id}}}")
    assert refused.code == 1
    assert "belongs to environment pr_1" in refused.out
    assert published.dbt("run-operation", "swap_schema", *named).code == 0
    assert amounts(published, "main_marts") == [20, 40, 60]
    assert not published.locks()


@pytest.mark.only_on("snowflake", reason="DuckDB's file is open in one process during a build")
def test_two_environments_build_at_once_and_a_dead_one_stops_no_one(published: Project) -> None:
    gate = published.write_gated("slow", forever=True)
    first = published.start("run", "--env", "pr_1", "--no-publish")
    wait_until(gate.reached, "a build at the gate", first)

    second = published.wap("run", "--env", "pr_2", "--no-publish", "--exclude", "slow")

    assert second.code == 0, second.err
    refused = published.wap("run", "--env", "pr_1")
    assert refused.code == 7
    assert "the lock of environment pr_1 is held by" in refused.err
    first.kill()
    first.communicate()
    gate.open()
    published.sql(NEW)
    assert published.wap("run", "--env", "pr_2", "--supersede", "--exclude", "slow").code == 4
    assert published.wap("approve", "--env", "pr_2", "--publish").code == 0
    assert len(amounts(published, "main_marts")) == 4
    assert published.wap("env", "drop", "pr_1").code == 7
    published.expire_locks()
    assert published.wap("status", "--env", "pr_1", "--json").json["status"] == "failed"
    assert published.wap("env", "drop", "pr_1").code == 0
    assert not {schema for schema in published.schemas() if schema.startswith("audit_")}
    assert not published.locks()
