"""Relations that change kind, come, go, or name themselves."""

from __future__ import annotations

import pytest
from engine_duckdb import PROFILE
from shop import BASE, FOURTH, ONCE, ORDERS, PRODS, SHOP, TESTED, Project, Publish

SELF = {
    "models/sources.yml": SHOP["models/sources.yml"],
    "models/marts/orders.sql": """
{{ config(post_hook="create or replace table {{ this.schema }}.hooked as
                     select count(*) as n from {{ this }}") }}
select id, amount from {{ source('raw', 'orders') }}
""",
    "models/core/place.sql": """
{{ config(post_hook="comment on view {{ this }} is 'made in {{ this.schema }}'") }}
select '{{ this.schema }}' as s, '{{ this }}' as t, max(id) as id from {{ ref('orders') }}
""",
    "models/models.yml": TESTED,
}
"""A table whose hook makes one more beside it, and a view that names itself."""


def model(kind: str, columns: str = "id, amount") -> str:
    source = "{{ source('raw', 'orders') }}"
    return f"{{{{ config(materialized='{kind}') }}}} select {columns} from {source}"


SMALL = {
    "models/sources.yml": SHOP["models/sources.yml"],
    "models/models.yml": SELF["models/models.yml"],
    "models/marts/orders.sql": model("table"),
    "models/core/mirror.sql": "select * from {{ ref('orders') }}",
    "models/core/extra.sql": """
{{ config(materialized='table') }} select max(id) as id from {{ ref('mirror') }}
""",
}
"""A table, a view over it, and a table over that."""


@pytest.fixture
def small(publish_first: Publish) -> Project:
    return publish_first({**BASE, **SMALL}, ORDERS)


@pytest.mark.slow
@pytest.mark.parametrize("selection", [[], ["--select", "orders"]], ids=["all", "part"])
def test_table_becomes_view_becomes_incremental_and_back(
    small: Project, selection: list[str]
) -> None:
    tables = small.snapshot(*PRODS)

    small.write({"models/marts/orders.sql": model("view")})
    small.publish(*selection)
    assert small.kinds(*PRODS)["main_marts.orders"] == "view"
    assert small.report()["main_marts.orders"]["status"] == "changed"
    small.sql(FOURTH)
    assert small.sql("select max(id) from main_core.mirror") == [(4,)]
    views = small.snapshot(*PRODS)

    small.write({"models/marts/orders.sql": model("incremental")})
    small.publish(*selection)
    assert small.kinds(*PRODS)["main_marts.orders"] == "table"
    assert small.wap("rollback").code == 0
    assert small.snapshot(*PRODS) == views
    assert small.wap("clean", "--keep", "2").code == 0

    small.publish(*selection)
    small.write({"models/marts/orders.sql": model("table")})
    small.publish(*selection)
    assert small.kinds(*PRODS) == {name: found[0] for name, found in tables.items()}
    assert small.sql("select count(*) from main_core.mirror") == [(4,)]


@ONCE
def test_model_deleted_from_the_project(small: Project) -> None:
    before = small.snapshot(*PRODS)
    small.remove("models/core/extra.sql")

    small.publish()
    found = small.report()["main_core.extra"]
    assert (found["status"], found["publish"]) == ("removed", "keep")
    rows = {"before": 1, "after": 1, "added": 0, "removed": 0, "changed": 0}
    assert found["rows"] == {**rows, "changed": found["rows"]["changed"]}, "it stays in prod"
    assert small.snapshot(*PRODS) == before


def test_drop_removed_and_the_way_back(small: Project) -> None:
    before = small.snapshot(*PRODS)
    small.remove("models/core/mirror.sql").write({"models/core/extra.sql": "select 1 as id"})
    small.sql(FOURTH)

    small.publish("--drop-removed")

    assert small.kinds(*PRODS) == {"main_core.extra": "view", "main_marts.orders": "table"}
    assert small.wap("rollback").code == 0
    assert small.snapshot(*PRODS) == before


@ONCE
def test_disabled_model_counts_as_removed_and_comes_back(small: Project) -> None:
    small.write({"models/core/extra.sql": "{{ config(enabled=false) }} select 1 as id"})
    small.publish("--drop-removed")
    assert "main_core.extra" not in small.kinds(*PRODS)
    small.write({"models/core/extra.sql": "{{ config(materialized='table') }} select 7 as id"})

    small.publish()

    assert small.report()["main_core.extra"]["status"] == "added"
    assert small.sql("select id from main_core.extra") == [(7,)]
    assert small.wap("rollback").code == 0
    assert "main_core.extra" not in small.kinds(*PRODS)


@pytest.mark.slow
def test_relations_that_name_themselves_name_prod(empty_project: Project) -> None:
    shop = empty_project.write({**BASE, **SELF})
    shop.sql(ORDERS)
    for count in (3, 4):
        shop.publish()

        assert shop.sql("select * from main_core.place") == [
            ("main_core", shop.engine.relation("main_core", "place"), count)
        ]
        assert shop.warehouse.comment("main_core", "place") == "made in main_core"
        assert shop.sql("select n from main_marts.hooked") == [(count,)]
        if count == 3:
            shop.sql(FOURTH)
    before = shop.snapshot(*PRODS)
    shop.sql("delete from raw.orders where id = 1")
    shop.publish()
    assert shop.wap("rollback").code == 0
    assert shop.snapshot(*PRODS) == before


@ONCE
def test_view_named_like_the_folder_of_tables_is_made_alone(empty_project: Project) -> None:
    shop = empty_project.write({**BASE, "models/sources.yml": SHOP["models/sources.yml"]})
    shop.write(
        {
            "models/models.yml": SELF["models/models.yml"],
            "models/marts/orders.sql": model("table", "*, now() as built"),
            "models/marts.sql": """
{{ config(materialized='view', schema='top') }} select max(id) as id from {{ ref('orders') }}
""",
        }
    ).sql(ORDERS)
    assert shop.wap("run", "--no-publish").code == 0
    audited = shop.sql("select distinct built from audit_main_marts.orders")
    shop.sql(FOURTH)

    result = shop.wap("approve", "--publish")

    assert result.code == 0, result.err
    assert shop.sql("select id from main_top.marts") == [(3,)]
    assert shop.sql("select distinct built from main_marts.orders") == audited


@pytest.mark.only_on("duckdb", reason="the other database is an attached file")
def test_models_of_another_database_are_refused_and_can_be_left_out(small: Project) -> None:
    profile = PROFILE.replace(
        "threads: 2}", "threads: 2, attach: [{path: lake.duckdb, alias: a_lake}]}"
    )
    small.write(
        {
            "profiles.yml": profile,
            "models/marts/far.sql": "{{ config(database='a_lake') }} select 1 as id",
        }
    )
    before = small.snapshot(*PRODS)
    small.sql(FOURTH)

    refused = small.wap("run", "--auto-approve")
    assert refused.code == 2, refused.err
    assert "model.shop.far" in refused.err
    assert small.snapshot(*PRODS) == before

    small.publish("--exclude", "far")
    assert small.sql("select count(*) from main_marts.orders") == [(4,)]
    assert small.wap("rollback").code == 0
    assert small.snapshot(*PRODS) == before


@pytest.mark.slow
@ONCE
@pytest.mark.parametrize("when", ["on-run-start", "on-run-end"])
def test_hook_that_fails_in_the_audit_build_stops_the_run(small: Project, when: str) -> None:
    before = small.snapshot(*PRODS)
    table = "{{ 'no_such_table' if var('dbt_wap_audit', false) else source('raw', 'orders') }}"
    hook = f"""{when}: "select count(*) from {table}"\n"""
    small.write({"dbt_project.yml": SHOP["dbt_project.yml"] + hook}).sql(FOURTH)

    assert small.wap("run", "--auto-approve").code == 1

    assert small.snapshot(*PRODS) == before
    assert small.wap("publish").code == 3
    small.write({"dbt_project.yml": SHOP["dbt_project.yml"]})
    small.publish()


@ONCE
def test_view_that_became_a_table_before_the_yes_is_not_built_in_prod(small: Project) -> None:
    small.write({"models/core/mirror.sql": "select id from {{ ref('orders') }}"})
    assert small.wap("run", "--no-publish").code == 0
    config = SHOP["dbt_project.yml"].replace(
        "core: {+schema: core, +materialized: view}", "core: {+schema: core, +materialized: table}"
    )
    small.write({"dbt_project.yml": config})

    assert small.wap("approve", "--publish").code == 0

    assert small.kinds(*PRODS)["main_core.mirror"] == "view"
    assert small.sql("select count(*) from main_core.mirror") == [(3,)]


@pytest.mark.only_on("duckdb", reason="the kinds are those of dbt-duckdb")
@pytest.mark.parametrize("kind", ["external", "table_function"])
def test_kinds_that_write_outside_a_schema_are_refused(small: Project, kind: str) -> None:
    before, schemas = small.snapshot(*PRODS), small.schemas()
    location = small.root / "orders.parquet"
    text = (
        model(kind).replace("')", f"', location='{location}')", 1)
        if kind == "external"
        else model(kind)
    )
    small.write({"models/marts/orders.sql": text}).sql(FOURTH)

    result = small.wap("run", "--auto-approve")

    assert result.code == 2, result.err
    assert "model.shop.orders" in result.err
    assert not location.exists()
    assert small.schemas() == schemas
    assert small.snapshot(*PRODS) == before
