"""A run belongs to project, target and place: no command acts on the run of another."""

from __future__ import annotations

import pytest
from shop import BASE, LATE, ONCE, ORDERS, PRODS, SHOP, Project, Publish, new_project

DEV = """
shop:
  target: dev
  outputs:
    prod: {type: duckdb, path: shop.duckdb, schema: main, threads: 2}
    dev: {type: duckdb, path: shop.duckdb, schema: dev, threads: 2}
    audit: {type: duckdb, path: shop.duckdb, schema: main, threads: 2}
"""
DEVS = ("dev_core", "dev_marts")
REASON = "two targets of one database: the profile of DuckDB has them"


@pytest.fixture
def both(publish_first: Publish) -> Project:
    """Published by the targets prod and dev; prod's second run waits."""
    project = publish_first(SHOP, ORDERS).write({"profiles.yml": DEV})
    project.publish("--target", "dev")
    project.sql(LATE)
    return project


def latest(project: Project, target: str) -> dict[str, str]:
    found: dict[str, str] = project.wap("status", "--target", target, "--json").json
    return found


@pytest.mark.only_on("duckdb", reason=REASON)
def test_what_one_target_does_leaves_the_run_of_the_other_alone(both: Project) -> None:
    first = latest(both, "prod")["run_id"]
    assert both.wap("run", "--target", "prod", "--no-publish").code == 0
    waiting = latest(both, "prod")
    candidate = both.snapshot("audit_main_marts", "audit_main_core")
    prod = both.snapshot(*PRODS)

    for command in (
        ("discard",), ("reject", "--reason", "no"), ("approve",), ("audit",),
        ("run", "--auto-approve", "--supersede"), ("rollback", "--force"), ("clean", "--keep", "0"),
    ):  # fmt: skip
        both.wap(*command, "--target", "dev")
        assert latest(both, "prod") == waiting, command
        assert both.snapshot("audit_main_marts", "audit_main_core") == candidate, command
        assert both.snapshot(*PRODS) == prod, command

    assert both.wap("approve", "--target", "prod", "--publish").code == 0
    dev = both.snapshot(*DEVS)
    assert both.wap("rollback", "--target", "prod").code == 0
    assert both.snapshot(*DEVS) == dev
    assert both.wap("rollback", first, "--target", "prod").code == 6, "clean keeps one: its archive"


@pytest.mark.only_on("duckdb", reason=REASON)
@pytest.mark.slow
def test_the_archive_of_one_target_outlives_publishes_of_the_other(both: Project) -> None:
    before = both.snapshot("main_marts")
    both.publish("--target", "prod")
    for n in (5, 6):
        both.sql(f"insert into raw.orders values ({n}, 'n', 1, date '2024-02-0{n}')")
        both.publish("--target", "dev")

    assert both.wap("rollback", "--target", "prod").code == 0

    assert both.snapshot("main_marts") == before


@pytest.mark.only_on("duckdb", reason=REASON)
def test_the_id_of_a_run_of_another_target_is_refused_by_naming_it(both: Project) -> None:
    assert both.wap("run", "--target", "prod", "--no-publish").code == 0
    run_id = latest(both, "prod")["run_id"]
    events = both.events()

    for command in (
        ("approve",), ("reject", "--reason", "no"), ("publish",), ("publish", "--dry-run"),
        ("rollback",), ("discard",), ("status",), ("report",), ("audit",),
    ):  # fmt: skip
        refused = both.wap(command[0], run_id, *command[1:], "--target", "dev")
        assert refused.code == 2, (command, refused.err)
        assert "target prod" in refused.err
        assert f"next: wap status {run_id} --target prod" in refused.err
        by_hand = [r["run_id"] for r in both.wap("history", "--target", "dev", "--json").json]
        assert run_id not in by_hand
    assert both.events() == events


@pytest.mark.only_on("duckdb", reason=REASON)
def test_two_developers_with_one_target_name(publish_first: Publish) -> None:
    """The same target name with a schema of one's own, or in another database."""
    ada = publish_first(SHOP, ORDERS)
    profile = (ada.root / "profiles.yml").read_text()
    bob = profile.replace("schema: main", "schema: bob")
    ada.sql(LATE)
    assert ada.wap("run", "--no-publish").code == 0
    waiting = ada.wap("status", "--json").json

    ada.write({"profiles.yml": bob})
    assert ada.wap("status").code == 2, "bob has no run yet"
    ada.publish()
    assert ada.wap("rollback", "--force").code == 0
    refused = ada.wap("approve", waiting["run_id"])
    assert refused.code == 2
    assert "shop.main" in refused.err
    ada.write({"profiles.yml": profile})
    assert ada.wap("status", "--json").json == waiting
    assert ada.wap("approve", "--publish").code == 0

    ada.write({"profiles.yml": profile.replace("shop.duckdb", "other.duckdb")})
    assert ada.wap("history", "--json").json == []


@ONCE
def test_two_targets_of_one_place_share_the_lock_and_take_nothing_from_each_other(
    publish_first: Publish,
) -> None:
    project = publish_first(SHOP, ORDERS)
    profile = (project.root / "profiles.yml").read_text()
    second = profile + "    nightly: {type: duckdb, path: shop.duckdb, schema: main, threads: 2}\n"
    project.write({"profiles.yml": second}).sql(LATE)
    assert project.wap("run", "--no-publish", "--target", "prod").code == 0
    waiting = latest(project, "prod")

    for flags in ((), ("--supersede",)):
        refused = project.wap("run", "--auto-approve", "--target", "nightly", *flags)
        assert refused.code == 7
        assert waiting["run_id"] in refused.err
    assert latest(project, "prod") == waiting


@ONCE
def test_two_projects_in_one_database(publish_first: Publish) -> None:
    shop = publish_first(SHOP, ORDERS)
    store = new_project(shop.root.parent / "store", shop.engine)
    files = {**BASE, "models/a.sql": "{{ config(materialized='table') }} select 1 as id"}
    files["dbt_project.yml"] = files["dbt_project.yml"].replace("name: shop", "name: store")
    files["dbt_project.yml"] = files["dbt_project.yml"].replace("  shop:", "  store:")
    files["models/a.yml"] = "models: [{name: a, columns: [{name: id, data_tests: [unique]}]}]"
    profile = (shop.root / "profiles.yml").read_text()
    path = f"path: {shop.root / 'shop.duckdb'}"
    profile = profile.replace("path: shop.duckdb", path).replace("schema: main", "schema: store")
    store.write({**files, "profiles.yml": profile})
    shop.sql(LATE)
    assert shop.wap("run", "--no-publish").code == 0
    waiting = shop.wap("status", "--json").json

    store.publish()
    assert store.wap("rollback", "--force").code == 0
    assert store.wap("discard", waiting["run_id"]).code == 2

    assert shop.wap("status", "--json").json == waiting
    assert shop.wap("approve", "--publish").code == 0


@ONCE
@pytest.mark.parametrize("empty", ["", " ", "\t"])
def test_an_empty_run_is_not_the_latest(published: Project, empty: str) -> None:
    published.sql(LATE)
    assert published.wap("run", "--no-publish").code == 0
    events, schemas = published.events(), published.schemas()
    for command in (
        ("discard",), ("rollback",), ("approve",), ("reject", "--reason", "no"), ("publish",),
        ("audit",), ("report",), ("status",), ("unlock",),
    ):  # fmt: skip
        assert published.wap(command[0], empty, *command[1:]).code == 2, command
    assert published.dbt("run-operation", "discard", "--args", f"{{run: '{empty}'}}").code == 1
    assert published.events() == events
    assert published.schemas() == schemas


@ONCE
def test_a_rollback_keeps_the_candidate_that_waits_but_marks_it_stale(published: Project) -> None:
    published.sql(LATE)
    run_id = published.wap("run", "--auto-approve", "--json").json["run_id"]
    published.sql("insert into raw.orders values (5, 'n', 50, date '2024-01-05')")
    assert published.wap("run", "--no-publish").code == 0
    candidate = published.snapshot("audit_main_marts", "audit_main_core")
    waiting = published.wap("status", "--json").json

    assert published.wap("rollback", run_id).code == 0

    assert published.snapshot("audit_main_marts", "audit_main_core") == candidate
    stale = published.wap("status", "--json").json
    assert stale == waiting | {"status": "stale", "reason": stale["reason"], "next": "wap run"}
    assert "main_marts.orders" in stale["reason"]
    assert f"by the rollback of run {run_id}" in stale["reason"]
    refused = published.wap("approve", "--publish")
    assert refused.code == 6, "prod is not what was cloned any more"
    published.publish()


@ONCE
def test_a_clock_that_is_ahead_changes_no_order(published: Project) -> None:
    """The newest run is the one that the warehouse recorded last, whatever times it holds."""
    published.sql(LATE)
    assert published.wap("run", "--no-publish").code == 0
    published.sql(
        "update dbt_wap.runs set created_at = '2999-01-01T00:00:00.000000Z' where run_id = "
        f"'{published.events()[0][0]}'",
        "update dbt_wap.events set happened_at = '2999-01-01T00:00:00.000000Z' where seq < 4",
    )
    waiting = published.events()[-1][0]

    assert published.wap("status", "--json").json["run_id"] == waiting
    assert published.wap("approve", "--publish").code == 0
    published.sql("insert into raw.orders values (5, 'n', 50, date '2024-01-05')")
    published.publish()
    assert published.wap("rollback", "--json").json["run_id"] == published.events()[-1][0]
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]
