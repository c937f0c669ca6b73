"""Names that dbt-wap uses itself: refused for the project's own, and like any other for a guest."""

from __future__ import annotations

import pytest
from shop import LATE, ONCE, SHOP, Project

TABLE = "{{ config(materialized='table', NAMED) }} select 1 as id"


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"models/marts/x.sql": TABLE.replace("NAMED", "alias='_wap_relations'")}),
        pytest.param(
            {"models/marts/x.sql": TABLE.replace("NAMED", "alias='_WAP_Relations'")}, marks=ONCE
        ),
        pytest.param({"models/marts/orders__wap_kept.sql": "select 1 as id"}),
        pytest.param({"seeds/x__wap_kept.csv": "id\n1\n"}, marks=ONCE),
        pytest.param(
            {"tests/x.sql": "{{ config(store_failures=true, alias='x__wap_kept') }} select 1"},
            marks=ONCE,
        ),
        pytest.param(
            {"models/marts/x.sql": TABLE.replace("NAMED", "schema='a__wap_20240101_000000_ab12'")},
            marks=ONCE,
        ),
        pytest.param(
            {
                "dbt_project.yml": "vars:\n  wap_state_schema: main_wap\n"
                "  wap_exclude_schemas: [main_wap]",
                "models/marts/runs.sql": TABLE.replace("NAMED", "schema='wap'"),
            },
            marks=ONCE,
        ),
    ],
    ids=["inventory", "capitals", "kept", "seed", "test", "archive", "state"],
)
def test_a_reserved_name_is_refused_by_name(shop: Project, files: dict[str, str]) -> None:
    more = files.get("dbt_project.yml", "")
    shop.write({**files, "dbt_project.yml": f"{SHOP['dbt_project.yml']}{more}\n"})
    schemas = shop.schemas()

    refused = shop.wap("run", "--auto-approve")

    assert refused.code == 2, refused.err
    assert "reserved" in refused.err
    assert shop.schemas() == schemas


def test_a_guest_in_prod_with_such_a_name_is_reported_and_kept(published: Project) -> None:
    guests = ["_wap_relations", "totals__wap_kept", "orders__wap_kept"]
    published.sql(
        'create table main_marts."_wap_relations" as select 1 as x',
        "create view main_marts.totals__wap_kept as select 2 as x",
        "create table main_marts.orders__wap_kept as select 3 as x",
        LATE,
    )

    published.publish("--drop-removed")

    assert published.sql("select sum(amount) from main_marts.totals") == [(101,)]
    found = {name.split(".")[1].lower(): entry for name, entry in published.report().items()}
    assert {found[name]["publish"] for name in guests} <= {"keep", "drop"}
    assert published.sql('select x from main_marts."_wap_relations"') == [(1,)]
    assert published.wap("rollback").code == 0
    for value, name in enumerate(guests, 1):
        assert published.sql(f'select x from main_marts."{spelt(published, name)}"') == [(value,)]


def spelt(project: Project, name: str) -> str:
    """How the engine stores a name, of which only the first was typed in quotes."""
    snowflake = project.engine.name == "snowflake" and not name.startswith("_")
    return name.upper() if snowflake else name
