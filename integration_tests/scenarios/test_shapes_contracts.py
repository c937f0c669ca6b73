"""What a publish carries besides rows: constraints, indexes, comments."""

from __future__ import annotations

from typing import Any

import pytest
from shop import BASE, FOURTH, ORDERS, PRODS, SHOP, Project, Publish

pytestmark = pytest.mark.only_on(
    "duckdb", reason="what it checks is how DuckDB keeps constraints, indexes and comments"
)
WEST = "insert into raw.orders values (4, 'w', 40, date '2024-01-04')"
CONTRACTS = {
    "models/sources.yml": SHOP["models/sources.yml"],
    "models/marts/regions.sql": "select distinct region from {{ source('raw', 'orders') }}",
    "models/marts/orders.sql": """
{{ config(indexes=[{'columns': ['amount']}, {'columns': ['id', 'region'], 'unique': true}]) }}
select id, region, amount from {{ source('raw', 'orders') }}
""",
    "models/marts/log.sql": """
{{ config(materialized='incremental', unique_key='id', incremental_strategy='append',
          on_schema_change='fail', indexes=[{'columns': ['id']}]) }}
select id, amount from {{ source('raw', 'orders') }}
{% if is_incremental() %} where id > (select max(id) from {{ this }}) {% endif %}
""",
    "models/core/big.sql": "select id from {{ ref('orders') }} where amount > 10",
    "models/models.yml": """
models:
  - name: regions
    config: {contract: {enforced: true}}
    constraints: [{type: primary_key, columns: [region]}]
    columns: [{name: region, data_type: varchar}]
  - name: orders
    description: Orders, 'as they came'
    config: {contract: {enforced: true}, persist_docs: {relation: true, columns: true}}
    constraints:
      - {type: unique, columns: [id, amount]}
      - {type: foreign_key, columns: [region], to: "ref('regions')", to_columns: [region]}
    columns:
      - name: id
        data_type: integer
        description: "The; id"
        constraints: [{type: not_null}, {type: primary_key}]
        data_tests: [unique]
      - {name: region, data_type: varchar}
      - {name: amount, data_type: integer, constraints: [{type: check, expression: "amount >= 0"}]}
  - name: log
    config: {contract: {enforced: true}}
    columns:
      - {name: id, data_type: integer, constraints: [{type: not_null}]}
      - {name: amount, data_type: integer}
  - name: big
    description: The big ones
    config: {persist_docs: {relation: true, columns: true}}
    columns: [{name: id, description: its id}]
""",
}
"""Parent and child tables with every kind of constraint, an indexed incremental model, a view."""


@pytest.fixture
def contracted(publish_first: Publish) -> Project:
    return publish_first({**BASE, **CONTRACTS}, ORDERS)


def facts(project: Project) -> dict[str, Any]:
    """All that is kept beside the rows, of the prod schemas."""
    prod = "where schema_name in ('main_marts', 'main_core')"
    return {
        "constraints": project.sql(
            f"select table_name, constraint_text from duckdb_constraints() {prod} order by all"
        ),
        "indexes": project.sql(
            f"select table_name, is_unique, expressions from duckdb_indexes() {prod} order by all"
        ),
        "comments": project.sql(
            f"select table_name, comment from duckdb_tables() {prod} and comment <> ''"
            f" union all select view_name, comment from duckdb_views() {prod} and comment <> ''"
            " union all select table_name || '.' || column_name, comment"
            f" from duckdb_columns() {prod} and comment <> '' order by all"
        ),
    }


def test_first_publish_has_them_all(contracted: Project) -> None:
    assert facts(contracted) == {
        "constraints": [
            ("log", "NOT NULL"),
            ("orders", "CHECK((amount >= 0))"),
            ("orders", "FOREIGN KEY (region) REFERENCES main_marts.regions(region)"),
            ("orders", "NOT NULL"),
            ("orders", "PRIMARY KEY(id)"),
            ("orders", "UNIQUE(id, amount)"),
            ("regions", "NOT NULL"),
            ("regions", "PRIMARY KEY(region)"),
        ],
        "indexes": [
            ("log", False, "[id]"), ("orders", False, "[amount]"), ("orders", True, "[id, region]"),
        ],
        "comments": [
            ("big", "The big ones"), ("big.id", "its id"),
            ("orders", "Orders, 'as they came'"), ("orders.id", "The; id"),
        ],
    }  # fmt: skip


def test_second_publish_and_rollback_keep_them(contracted: Project) -> None:
    before, rows = facts(contracted), contracted.snapshot(*PRODS)
    contracted.sql(WEST)

    contracted.publish()

    assert contracted.sql("select count(*) from main_marts.orders") == [(4,)]
    assert contracted.sql("select id from main_marts.log order by id") == [(1,), (2,), (3,), (4,)]
    assert facts(contracted) == before
    with pytest.raises(Exception, match="Constraint"):
        contracted.sql("insert into main_marts.orders values (9, 'nowhere', 1)")
    assert contracted.wap("rollback").code == 0
    assert facts(contracted) == before
    assert contracted.snapshot(*PRODS) == rows


def test_nothing_changed_is_nothing_changed(contracted: Project) -> None:
    assert contracted.wap("run").code == 0

    statuses = {entry["status"] for entry in contracted.report().values()}
    assert statuses == {
        "identical",
        "unchanged_definition",
    }


BUSY = """
models:
  - name: busy
    config:
      contract: {enforced: true}
      persist_docs: {relation: true, columns: true}
      meta: {dbt_wap: {allow_lost_constraints: %s}}
    description: %s
    constraints: [%s]
    columns:
"""
COLUMN = "      - {name: %s, data_type: %s, description: %s, constraints: [%s]}\n"


def test_each_change_of_a_definition_is_named(publish_first: Publish) -> None:
    files = {
        **BASE,
        "dbt_project.yml": SHOP["dbt_project.yml"] + "vars: {wap_require_tests: false}\n",
        "models/marts/busy.sql": """
{{ config(indexes=[{'columns': ['b']}, {'columns': ['a', 'b'], 'unique': true}]) }}
select 1 as id, 2 as a, 3 as b, 'x' as c
""",
        "models/marts/busy.yml": BUSY % ("true", "one", "{type: unique, columns: [a, b]}")
        + COLUMN % ("id", "integer", "the id", "{type: not_null}, {type: primary_key}")
        + COLUMN % ("a", "integer", "a", "{type: not_null}, {type: check, expression: 'a > 0'}")
        + COLUMN % ("b", "integer", "b", "")
        + COLUMN % ("c", "varchar", "c", "{type: not_null}"),
        "models/marts/told.sql": """
{{ config(materialized='view') }} select id from {{ ref('busy') }}
""",
        "models/marts/told.yml": """
models:
  - name: told
    config: {persist_docs: {relation: true, columns: true}}
    columns: [{name: id, description: one}]
""",
        "models/marts/order.sql": "select 1 as a, 2 as b",
        "models/marts/spelt.sql": "select 1 as a, 'x' collate nocase as b",
    }
    shop = publish_first(files)
    told = files["models/marts/told.yml"].replace("description: one", "description: two")
    shop.write(
        {
            "models/marts/busy.sql": """
{{ config(indexes=[{'columns': ['id']}]) }}
select 1 as id, 2 as A, 3 as b, 'x' as c, 5 as fresh
""",
            "models/marts/busy.yml": BUSY % ("false", "two", "{type: unique, columns: [b]}")
            + COLUMN % ("id", "integer", "the id", "")
            + COLUMN % ("A", "integer", "an a", "{type: check, expression: 'A > 0'}")
            + COLUMN % ("b", "integer", "b", "{type: not_null}")
            + COLUMN % ("c", "varchar", "c", "{type: not_null}")
            + COLUMN % ("fresh", "integer", "new", "{type: not_null}"),
            "models/marts/told.yml": told,
            "models/marts/order.sql": "select 2 as b, 1 as a",
            "models/marts/spelt.sql": """
{{ config(post_hook='alter table {{ this }} alter A set default 7') }}
select 1 as A, 'x' as b
""",
        }
    )

    result = shop.wap("run")

    assert result.code == 3, result.err

    report = shop.report()
    busy = report["main_marts.busy"]
    assert busy["definition_changes"] == {
        "constraints": {
            "added": ["not null b", "unique (b)"],
            "removed": ["not null a", "not null id", "primary key (id)", "unique (a, b)"],
        },
        "indexes": {"added": ["index (id)"], "removed": ["index (b)", "unique index (a, b)"]},
        "comments": ["", "A"],
    }
    assert busy["columns"]["recased"] == [{"name": "A", "before": "a"}]
    assert [(r["gate"], r["outcome"]) for r in busy["gate"]["results"]] == [
        ("allow_lost_constraints", "block")
    ]
    assert report["main_marts.told"]["definition_changes"] == {"comments": ["id"]}
    assert report["main_marts.spelt"]["definition_changes"] == {
        "collations": [{"name": "b", "before": "nocase", "after": None}],
        "defaults": [{"name": "A", "before": None, "after": "7"}],
    }
    assert report["main_marts.order"]["columns"]["reordered"]
    assert report["main_marts.order"]["definition_changes"] == {}


def test_parent_alone_changes_under_its_child(contracted: Project) -> None:
    before = facts(contracted)
    contracted.write(
        {"models/marts/regions.sql": CONTRACTS["models/marts/regions.sql"] + " union select 'z'"}
    )

    contracted.publish()

    assert contracted.sql("select count(*) from main_marts.regions") == [(3,)]
    assert facts(contracted) == before
    assert contracted.wap("rollback").code == 0
    assert contracted.sql("select count(*) from main_marts.regions") == [(2,)]
    assert facts(contracted) == before


def test_child_alone_is_selected(contracted: Project) -> None:
    before = facts(contracted)
    contracted.sql(FOURTH)

    contracted.publish("--select", "orders")

    assert contracted.sql("select count(*) from main_marts.orders") == [(4,)]
    assert contracted.sql("select count(*) from main_marts.log") == [(3,)]
    assert facts(contracted) == before


def test_parent_alone_cannot_be_rebuilt_under_its_child(contracted: Project) -> None:
    """DuckDB does not rename a table that a foreign key names, and dbt renames to rebuild."""
    before = contracted.snapshot(*PRODS)
    contracted.sql(WEST)

    assert contracted.wap("run", "--auto-approve", "--select", "regions").code == 1

    assert contracted.snapshot(*PRODS) == before


def test_child_that_left_the_project_still_binds_its_parent(contracted: Project) -> None:
    before = facts(contracted)
    orders = contracted.sql("select * from main_marts.orders order by id")
    text = CONTRACTS["models/models.yml"]
    start, end = text.index("  - name: orders"), text.index("  - name: log")
    contracted.remove("models/marts/orders.sql", "models/core/big.sql").write(
        {
            "models/models.yml": (text[:start] + text[end:]).split("  - name: big")[0],
            "models/marts/regions.sql": CONTRACTS["models/marts/regions.sql"] + " union select 'z'",
        }
    )

    result = contracted.wap("run", "--auto-approve")

    assert result.code == 3, result.err
    contracted.write(
        {"dbt_project.yml": SHOP["dbt_project.yml"] + "vars: {wap_require_tests: false}\n"}
    )
    contracted.publish()
    assert contracted.sql("select count(*) from main_marts.regions") == [(3,)]
    assert contracted.sql("select * from main_marts.orders order by id") == orders
    assert facts(contracted) == before
    assert contracted.wap("rollback").code == 0
    assert contracted.sql("select count(*) from main_marts.regions") == [(2,)]
    assert facts(contracted) == before


def test_constraint_and_comment_alone_are_a_change(contracted: Project) -> None:
    text = (
        CONTRACTS["models/models.yml"]
        .replace("amount >= 0", "amount > 0")
        .replace("its id", "the id")
    )
    contracted.write({"models/models.yml": text})

    contracted.publish()

    now = facts(contracted)
    assert ("orders", "CHECK((amount > 0))") in now["constraints"]
    assert ("big.id", "the id") in now["comments"]
    assert contracted.wap("rollback").code == 0
    assert ("orders", "CHECK((amount >= 0))") in facts(contracted)["constraints"]
    assert ("big.id", "its id") in facts(contracted)["comments"]


def test_broken_constraint_never_reaches_prod(contracted: Project) -> None:
    before = contracted.snapshot(*PRODS)
    contracted.sql("insert into raw.orders values (5, 'n', -1, date '2024-01-05')")

    assert contracted.wap("run", "--auto-approve").code == 1

    assert contracted.snapshot(*PRODS) == before
