"""Models of other packages, and schemas that stay out of a publish."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from shop import BASE, FOURTH, ONCE, ORDERS, PRODS, REPOSITORY, SHOP, TESTED, Project

MODELS = {
    "models/sources.yml": SHOP["models/sources.yml"],
    "models/marts/orders.sql": "select * from {{ source('raw', 'orders') }}",
    "models/models.yml": TESTED,
}
TINY = {
    "dbt_project.yml": """
name: tiny
version: "1.0"
models:
  tiny: {+schema: tiny, +materialized: view}
vars:
  tiny: {factor: 1}
""",
    "models/tiny_days.sql": """
{{ config(materialized='table') }}
select day, count(*) * {{ var('factor') }} as n from {{ source('tiny_raw', 'orders') }} group by day
""",
    "models/tiny_max.sql": """
with tiny_days as (select * from {{ ref('tiny_days') }}) select max(n) as n from tiny_days
""",
    "models/models.yml": """
sources:
  - {name: tiny_raw, schema: raw, tables: [{name: orders}]}
models:
  - {name: tiny_days, columns: [{name: day, data_tests: [unique]}]}
""",
}
OWN_NAMING = """
{% macro generate_schema_name(custom_schema_name=none, node=none) -%} tiny_own {%- endmacro %}
"""
LOGGER = {
    "dbt_project.yml": """
name: logger
version: "1.0"
models:
  logger: {+schema: logs}
on-run-end: "{{ logger.write_log() }}"
""",
    "models/run_log.sql": """
{{ config(materialized='incremental') }}
select cast(null as varchar) as command, cast(null as int) as nodes where false
""",
    "macros/write_log.sql": """
{% macro write_log() %}
    {% if execute %}
        insert into {{ graph.nodes['model.logger.run_log'].relation_name }}
        values ('{{ flags.WHICH }}', {{ results | length }})
    {% endif %}
{% endmacro %}
""",
}
LANDING = {
    "dbt_project.yml": SHOP["dbt_project.yml"].replace(
        "seeds:\n  shop: {+schema: core}",
        "seeds:\n  shop:\n    +schema: core\n    landing: {+schema: landing}",
    )
    + "vars: {wap_exclude_schemas: [main_landing, MAIN_LOGS]}\n",
    "seeds/landing/customers.csv": "id,name\n1,Ann\n2,Bob\n3,Cid\n",
    "seeds/regions.csv": "region,label\nn,North\ns,South\n",
    "models/sources.yml": """
sources:
  - {name: raw, tables: [{name: orders}]}
  - {name: landing, schema: main_landing, tables: [{name: customers}]}
""",
    "models/core/named.sql": """
select o.*, c.name, r.label from {{ source('raw', 'orders') }} o
join {{ source('landing', 'customers') }} c on c.id = o.id
join {{ ref('regions') }} r using (region)
""",
    "models/marts/orders.sql": """
select named.id, named.name, label, c.name as again
from {{ ref('named') }} join {{ ref('customers') }} c using (id)
""",
    "models/models.yml": """
models:
  - name: orders
    columns:
      - name: id
        data_tests: [unique, relationships: {arguments: {to: ref('customers'), field: id}}]
seeds:
  - {name: customers, columns: [{name: id, data_tests: [unique]}]}
""",
}


def install(project: Project, name: str, files: Mapping[str, str]) -> Project:
    """The files are a package that the project has installed."""
    project.write({f"dbt_packages/{name}/{path}": text for path, text in files.items()})
    return project.write(
        {"packages.yml": f"packages:\n  - local: {REPOSITORY}\n  - local: dbt_packages/{name}\n"}
    )


@pytest.fixture
def tiny(empty_project: Project) -> Project:
    empty_project.write({**BASE, **MODELS}).sql(ORDERS)
    return install(empty_project, "tiny", TINY)


@pytest.fixture
def landing(empty_project: Project) -> Project:
    """A project whose publishes leave out one schema of its seeds, and that of a log package."""
    empty_project.write({**BASE, **LANDING}).sql(ORDERS)
    shop = install(empty_project, "logger", LOGGER)
    done = shop.dbt("build", "--select", "customers", "run_log", "--indirect-selection", "cautious")
    assert done.code == 0, done.out
    return shop


@pytest.mark.slow
@ONCE
def test_models_of_a_package_are_published_with_the_rest(tiny: Project) -> None:
    schemas = ["main_tiny", "main_marts"]
    tiny.publish()
    before = tiny.snapshot(*schemas)
    assert set(before) == {"main_tiny.tiny_days", "main_tiny.tiny_max", "main_marts.orders"}
    tiny.sql("insert into raw.orders values (4, 's', 40, date '2024-01-03')")

    tiny.publish()

    assert tiny.sql("select * from main_tiny.tiny_max") == [(2,)]
    assert tiny.wap("rollback").code == 0
    assert tiny.snapshot(*schemas) == before
    part = tiny.wap(
        "run",
        "--auto-approve",
        "--select",
        "package:tiny",
        "--vars",
        "{tiny: {factor: 5}, factor: 5}",
    )
    assert part.code == 0, part.err
    assert tiny.sql("select * from main_tiny.tiny_max") == [(10,)]
    assert tiny.sql("select count(*) from main_marts.orders") == [(3,)]


@ONCE
def test_package_with_naming_of_its_own_is_refused(tiny: Project) -> None:
    install(tiny, "tiny", {"macros/naming.sql": OWN_NAMING})
    schemas = tiny.schemas()

    result = tiny.wap("run", "--auto-approve")

    assert result.code == 2, result.err
    assert "model.tiny.tiny_days" in result.err
    assert "model.tiny.tiny_max" in result.err
    assert tiny.schemas() - {"dbt_wap"} == schemas
    tiny.publish("--exclude", "package:tiny")
    assert tiny.sql("select count(*) from main_marts.orders") == [(3,)]
    assert "tiny_own" not in tiny.schemas()


@pytest.mark.slow
@ONCE
def test_package_with_naming_of_its_own_can_be_left_out(tiny: Project) -> None:
    install(tiny, "tiny", {"macros/naming.sql": OWN_NAMING})
    tiny.write(
        {"dbt_project.yml": SHOP["dbt_project.yml"] + "vars: {wap_exclude_schemas: [tiny_own]}\n"}
    )
    assert tiny.dbt("build", "--select", "package:tiny").code == 0
    before = tiny.snapshot("tiny_own")
    tiny.sql(FOURTH)

    tiny.publish()

    assert tiny.sql("select count(*) from main_marts.orders") == [(4,)]
    assert tiny.snapshot("tiny_own") == before


def test_excluded_schemas_are_read_and_not_touched(landing: Project) -> None:
    excluded = landing.snapshot("main_landing")
    landing.sql("delete from raw.orders where id = 3")
    for count in (2, 3):
        result = landing.wap("run", "--auto-approve", "--json")

        assert result.code == 0, result.err
        assert result.json["tests"] == {"pass": 3, "warn": 0, "fail": 0, "skip": 0}
        prods = {landing.engine.shown(pair["prod"]) for pair in result.json["schemas"]}
        assert prods == {"main_core", "main_marts"}
        assert landing.sql("select count(*) from main_marts.orders") == [(count,)]
        assert landing.snapshot("main_landing") == excluded
        assert not {
            s for s in landing.schemas() if ("landing" in s and s != "main_landing") or "audit" in s
        }
        if count == 2:
            landing.sql("insert into raw.orders values (3, 'n', 30, date '2024-01-03')")
    assert not [s for s in landing.schemas() if s.startswith(("main_landing__", "main_logs__"))]


@ONCE
def test_broken_reference_to_an_excluded_seed_blocks(landing: Project) -> None:
    landing.publish()
    before = landing.snapshot("main_marts", "main_core", "main_landing")
    landing.sql("delete from main_landing.customers where id = 1")
    text = LANDING["models/marts/orders.sql"].replace(
        "join {{ ref('customers') }}", "left join {{ ref('customers') }}"
    )
    named = LANDING["models/core/named.sql"].replace(
        "join {{ source('landing'", "left join {{ source('landing'"
    )
    landing.write({"models/marts/orders.sql": text, "models/core/named.sql": named})

    assert landing.wap("run", "--auto-approve").code == 3

    landing.sql("insert into main_landing.customers values (1, 'Ann')")
    assert {k: v[2] for k, v in landing.snapshot(*PRODS).items()} == {
        k: v[2] for k, v in before.items() if "landing" not in k
    }


@ONCE
def test_hooks_go_on_writing_to_their_excluded_schema(landing: Project) -> None:
    count = "select count(*) from main_logs.run_log where command = 'build'"
    before = landing.sql(count)[0][0]

    landing.publish()

    assert landing.sql(count) == [(before + 1,)]
    assert not {s for s in landing.schemas() if "logs" in s and s != "main_logs"}
    landing.sql(FOURTH)
    assert landing.wap("run", "--no-publish").code == 0
    assert landing.wap("approve", "--publish").code == 0
    assert landing.sql(count) == [(before + 2,)]


@ONCE
@pytest.mark.parametrize("selection", ["customers", "run_log", "nothing_like_it"])
def test_nothing_to_build_is_said_and_changes_nothing(landing: Project, selection: str) -> None:
    before = landing.snapshot("main_landing", "main_logs")
    schemas = landing.schemas()

    result = landing.wap(
        "run", "--auto-approve", "--select", selection, "--exclude", "test_type:data"
    )

    assert result.code == 2, result.err
    assert landing.snapshot("main_landing", "main_logs") == before
    assert landing.schemas() == schemas
