"""Killed at any point: the next command knows what is in prod and leads on from there."""

from __future__ import annotations

import signal

import pytest
from shop import NEW, ONCE, PRODS, Project, wait_until

FRAGILE_VIEW = {
    "models/marts/totals.sql": """
{{ config(materialized='view', post_hook='select 1') }}
{% if execute and env_var('BREAK', '') and not dbt_wap.is_audit() %}
    {{ exceptions.raise_compiler_error('broken on purpose') }}
{% endif %}
select region, sum(amount) as amount, count(*) as orders from {{ ref('orders') }} group by region
"""
}


def interrupt_in_publish(project: Project, *more: str) -> str:
    """Record that a publish began, without a lock; return the run id."""
    run_id = project.events()[-1][0]
    for event, status in [("publishing", "publishing"), *[(name, "publishing") for name in more]]:
        project.sql(
            "insert into dbt_wap.events select project, run_id, seq + 1, happened_at, "
            f"'{event}', '{status}', actor, '{{}}' from dbt_wap.events order by seq desc limit 1"
        )
    return run_id


@pytest.mark.parametrize(
    "sign", [signal.SIGKILL, signal.SIGINT, pytest.param(signal.SIGTERM, marks=ONCE)]
)
def test_stopped_in_the_build(published: Project, sign: signal.Signals) -> None:
    published.sql(NEW)
    gate = published.write_gated("slow", forever=True)
    before = published.snapshot(*PRODS)
    process = published.start("run", "--auto-approve")
    wait_until(gate.reached, "a build at the gate", process)
    gate.open()
    process.send_signal(sign)
    said, _ = process.communicate(timeout=90)

    assert process.returncode == (-9 if sign == signal.SIGKILL else 130), said
    assert published.snapshot(*PRODS) == before
    assert bool(published.locks()) == (sign == signal.SIGKILL)
    published.expire_locks()
    assert published.wap("status", "--json").json["status"] == "failed"
    assert published.wap("publish", "--force").code == 3
    published.remove("models/marts/slow.sql")
    published.publish()
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]


def test_killed_before_the_swap(published: Project) -> None:
    published.sql(NEW)
    before = published.snapshot(*PRODS)
    assert published.wap("run", "--no-publish").code == 0
    assert published.wap("approve").code == 0
    run_id = interrupt_in_publish(published)

    assert published.wap("status", "--json").json["status"] == "publish_interrupted"
    assert published.wap("run").code == 8
    assert published.wap("rollback", run_id).code == 2
    assert published.snapshot(*PRODS) == before
    assert published.wap("publish", run_id).code == 0
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]

    published.sql("insert into raw.orders values (10, 's', 1, date '2024-01-10')")
    assert published.wap("run", "--no-publish").code == 0
    assert published.wap("approve").code == 0
    before = published.snapshot(*PRODS)
    interrupt_in_publish(published)
    assert published.wap("discard").code == 0
    assert published.snapshot(*PRODS) == before
    assert published.wap("run", "--no-publish").code == 0


@pytest.mark.parametrize("way", ["publish", "rollback", pytest.param("discard", marks=ONCE)])
def test_stopped_between_the_swap_and_the_views(published: Project, way: str) -> None:
    published.write(FRAGILE_VIEW).sql(NEW)
    before = published.snapshot("main_marts")
    assert published.wap("run", "--no-publish").code == 0
    published.env["BREAK"] = "yes"

    result = published.wap("approve", "--publish", "--json")

    assert result.code == 8
    assert "published" in result.json["error"]["prod"]
    run_id = published.events()[-1][0]
    assert result.json["error"]["next"] == f"wap publish {run_id}"
    found = published.wap("status", "--json").json
    assert found["status"] == "publish_interrupted"
    assert found["next"] == f"wap publish {run_id}"
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]
    assert published.wap("publish").code == 8
    assert published.wap("run").code == 8
    if way == "discard":
        assert published.wap("discard").code == 2
        assert published.sql("select sum(orders) from main_marts.totals") == [(4,)]
    elif way == "rollback":
        assert published.wap("rollback").code == 0
        assert published.snapshot("main_marts") == before
    else:
        del published.env["BREAK"]
        assert published.wap("publish", run_id).code == 0
        assert published.events()[-1][2] == "published"
        assert published.sql("select sum(orders) from main_marts.totals") == [(4,)]
        assert not {s for s in published.schemas() if s.startswith("audit_")}
