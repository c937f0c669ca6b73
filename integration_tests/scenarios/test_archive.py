"""A rollback brings back all that the publish has archived, or says why it cannot."""

from __future__ import annotations

from shop import NEW, ONCE, ORDERS, PRODS, SHOP, Project, Publish

EVERYWHERE = [
    (
        "main_marts.orders has different constraints, indexes or comments",
        "comment on table {archive}.orders is 'mine'",
        "comment on table {archive}.orders is {nothing}",
    ),
    (
        "main_marts.orders had 3 rows and now has 4 (+1)",
        "insert into {archive}.orders (id) values (77)",
        "delete from {archive}.orders where id = 77",
    ),
    (
        "main_marts.orders still has 3 rows",
        "update {archive}.orders set amount = amount + 1 where id = 2",
        "update {archive}.orders set amount = amount - 1 where id = 2",
    ),
    (
        "main_marts.extra is new",
        "create table {archive}.extra as select 1 as x",
        "drop table {archive}.extra",
    ),
    (
        "main_marts.order_log no longer exists",
        "alter table {archive}.order_log rename to {to}order_log_",
        "alter table {archive}.order_log_ rename to {to}order_log",
    ),
]
"""The error, what was done to the archive, and how to repair it."""

INVENTORY = [
    (
        "the inventory of the archive of main_marts has changed",
        "create table keep.inventory as from {archive}._wap_relations;"
        "delete from {archive}._wap_relations",
        "insert into {archive}._wap_relations from keep.inventory",
    ),
    (
        "the inventory of the archive of main_marts has changed",
        "update {archive}._wap_relations set action = 'create' where name = 'orders'",
        "update {archive}._wap_relations set action = 'replace' where name = 'orders'",
    ),
    (
        "main_marts.totals no longer exists",
        "update {archive}._wap_relations set view = null where name = 'totals'",
        "update {archive}._wap_relations set view = i.view from keep.inventory i"
        " where i.name = _wap_relations.name",
    ),
    (
        "main_marts.totals has a different definition",
        "update {archive}._wap_relations set view = replace(view, 'sum', 'max')",
        "update {archive}._wap_relations set view = i.view from keep.inventory i"
        " where i.name = _wap_relations.name",
    ),
    (
        "the inventory of the archive of main_marts no longer exists",
        "drop table {archive}._wap_relations",
        "create table {archive}._wap_relations as from keep.inventory",
    ),
    (
        "main_marts.orders is new",
        "create table keep.prints as from dbt_wap.fingerprints;"
        "delete from dbt_wap.fingerprints where phase = 'archived'",
        "insert into dbt_wap.fingerprints from keep.prints where phase = 'archived'",
    ),
]
"""The same of DuckDB's inventory, which holds the views, and of what is remembered."""


OTHER_VIEW = {
    "models/marts/totals.sql": """
{{ config(materialized='view') }}
select region, sum(amount) as amount, count(*) as n from {{ ref('orders') }} group by region
"""
}


def archive_of(project: Project) -> str:
    (name,) = {s for s in project.schemas() if s.startswith("main_marts__wap_")}
    return name


def refused(project: Project, words: str) -> None:
    """Not even a forced rollback changes anything, and it says what is wrong."""
    prod, events = project.snapshot(*PRODS), project.events()
    result = project.wap("rollback", "--force")
    assert result.code == 6, (words, result.err)
    assert words in result.err.lower(), result.err
    assert "next: wap rollback" in result.err
    assert "prod: as published" in result.err
    assert project.snapshot(*PRODS) == prod
    assert project.events() == events


def test_an_archive_that_somebody_changed_is_not_believed(published: Project) -> None:
    before = published.snapshot("main_marts")
    published.write(OTHER_VIEW).sql(NEW)
    published.publish()
    archive = archive_of(published)
    names = {"archive": archive, "to": f"{archive}.", "nothing": "''"}
    damages = list(EVERYWHERE)
    if published.engine.name == "duckdb":
        published.sql("create schema keep")
        names.update(to="", nothing="null")
        damages += INVENTORY

    for words, damage, repair in damages:
        published.sql(*damage.format(**names).split(";"))
        refused(published, words)
        published.sql(repair.format(**names))

    assert published.wap("rollback").code == 0
    assert published.snapshot("main_marts") == before


def test_an_archive_that_is_damaged_for_good_leaves_prod_as_published(published: Project) -> None:
    published.sql(NEW)
    published.publish()
    archive = archive_of(published)
    published.sql(f"drop table {archive}.order_log")

    refused(published, "main_marts.order_log no longer exists")
    assert published.wap("rollback").code == 6

    if published.engine.name == "snowflake":
        published.sql(f"create or replace view {archive}.totals as select 7 as amount")
        refused(published, "main_marts.totals has a different definition")
    published.sql("insert into raw.orders values (10, 's', 1, date '2024-01-10')")
    before = published.snapshot(*PRODS)
    published.publish()
    assert published.wap("rollback").code == 0
    assert published.snapshot(*PRODS) == before


def test_what_a_forced_publish_has_overrun_comes_back(published: Project) -> None:
    """What is remembered is what was archived, not what was cloned."""
    published.sql(NEW)
    assert published.wap("run", "--no-publish").code == 0
    published.sql("update main_marts.orders set amount = 99 where id = 2")
    late = published.snapshot(*PRODS)
    assert published.wap("approve").code == 0
    assert published.wap("publish").code == 6
    assert published.wap("publish", "--force").code == 0
    assert published.snapshot(*PRODS) != late

    assert published.wap("rollback").code == 0

    assert published.snapshot(*PRODS) == late


def test_the_first_publish_is_undone_by_name_alone(published: Project) -> None:
    prod, run_id = published.snapshot(*PRODS), published.events()[0][0]
    published.sql("create table main_marts.guest as select 1 as x")

    for command in (published.wap("rollback"), published.wap("rollback", "--dry-run")):
        assert command.code == 2, command.err
        assert f"next: wap rollback {run_id}" in command.err
        assert "main_marts.orders" in command.err.lower()
        assert "guest" not in command.err.lower() or published.engine.name == "snowflake"
    assert published.events()[-1][1] == "published"

    published.sql("drop table main_marts.guest")
    assert published.snapshot(*PRODS) == prod
    assert published.wap("rollback", run_id).code == 0
    assert published.snapshot(*PRODS) == {}
    again = published.wap("rollback")
    assert again.code == 0, again.err


@ONCE
def test_the_first_publish_is_undone_by_force(published: Project) -> None:
    assert published.wap("rollback", "--force").code == 0
    assert published.snapshot(*PRODS) == {}


@ONCE
def test_a_first_publish_over_what_dbt_had_built_has_a_way_back(
    empty_project: Project,
) -> None:
    shop = empty_project.write(SHOP)
    shop.sql(ORDERS)
    assert shop.dbt("build").code == 0
    before = shop.snapshot("main_marts")
    shop.sql(NEW)
    shop.publish()
    assert shop.snapshot("main_marts") != before

    assert shop.wap("rollback").code == 0

    assert shop.snapshot("main_marts") == before


@ONCE
def test_everything_that_an_archive_can_hold_comes_back(publish_first: Publish) -> None:
    """Constraints, indexes, comments, names that need quotes, a foreign key, an odd view."""
    files = {
        "models/marts/odd.sql": "{{ config(materialized='view') }} select * from (values (1)) v(x)",
        "models/marts/null.sql": "{{ config(materialized='table') }} select 1 as id",
    }
    shop = publish_first({**SHOP, **files}, ORDERS)
    shop.sql(
        "alter table main_marts.orders alter id set not null",
        "create unique index by_id on main_marts.orders (id)",
        "comment on column main_marts.orders.id is 'it''s \"one\"'",
        "comment on view main_marts.odd is 'all'",
    )
    before = shop.snapshot("main_marts")
    odd = before.pop("main_marts.odd")
    shop.write(
        {
            "models/marts/odd.sql": "{{ config(materialized='view') }} select 2 as x",
            "models/marts/null.sql": "{{ config(materialized='table') }} select 2 as id",
        }
    )
    shop.sql(NEW)
    shop.publish()

    result = shop.wap("rollback")

    assert result.code == 0, result.err
    after = shop.snapshot("main_marts")
    assert after.pop("main_marts.odd")[2] == odd[2], "its text is wrapped once more each time"
    assert after == before


def test_archives_of_old_runs_are_dropped(published: Project) -> None:
    """Also of a run that is older than all others that a command reads."""
    published.sql(NEW)
    published.publish()
    archive = archive_of(published)
    run = archive.removeprefix("main_marts__wap_")
    old = [f"20200101_00000{n}_abcd" for n in range(9)]
    for n, name in enumerate(old):
        published.sql(
            "insert into dbt_wap.runs (project, run_id, created_at, requested_by, target, place,"
            f" vars, schemas, options) select project, replace(run_id, '{run}', '{name}'),"
            f" created_at, requested_by, target, place, vars, replace(schemas, '{run}', '{name}'),"
            f" options from dbt_wap.runs where run_id = '{run}'",
            "insert into dbt_wap.events (project, run_id, seq, happened_at, event, status, actor,"
            f" detail) select project, '{name}', seq - 1000 * ({n} + 1), happened_at, event,"
            f" status, actor, detail from dbt_wap.events where run_id = '{run}'",
            f"create schema main_marts__wap_{name}",
        )

    result = published.wap("clean", "--json")

    assert result.code == 0, result.err
    assert [s for s in published.schemas() if s.startswith("main_marts__wap_")] == [archive]
    assert sum(name in result.out for name in old) == len(old)
