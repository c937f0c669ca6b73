"""Vars are what dbt makes of the same text, through a whole run; ids of runs are never numbers."""

from __future__ import annotations

import json
import re

import yaml
from ruamel.yaml import YAML
from shop import ONCE, ORDERS, SHOP, TESTED, Project, Publish

READS = {
    **SHOP,
    "models/marts/orders.sql": """
select id, $${{ var("typed", "none") }}$$ as typed from {{ ref('stg_orders') }}
""",
    "models/marts/totals.sql": """
{{ config(materialized='view') }}
select id, typed, $${{ var("typed", "none") }}$$ as now from {{ ref('orders') }}
""",
    "models/models.yml": TESTED,
}
TEXT = "{typed: [2026-01-01, yes, 010, 1:30, 1e5, 2026-01-01 10:00:00Z, 1.0e+20], a: 1, a: 2}"


@ONCE
def test_vars_are_what_dbt_makes_of_the_same_text(publish_first: Publish) -> None:
    """In the build, and in the views that are made again by a publish that is given none."""
    project = publish_first(READS, ORDERS)

    done = project.wap("run", "--no-publish", "--vars", TEXT)

    assert done.code == 0, done.err
    assert project.wap("approve", "--publish").code == 0
    typed = str(yaml.safe_load(TEXT)["typed"])
    assert "datetime.date(2026, 1, 1), True, 8, 90, '1e5'" in typed
    assert project.sql("select distinct typed, now from main_marts.totals") == [(typed, typed)]


def ids(project: Project) -> set[str]:
    return {run_id for run_id, _, _ in project.events()}


@ONCE
def test_an_id_is_no_number_and_one_that_is_was_an_id(published: Project) -> None:
    (first,) = ids(published)
    assert re.fullmatch(r"\d{8}_\d{6}_[g-z][0-9a-f]{3}", first)
    assert yaml.safe_load(first) == YAML(typ="safe").load(first) == first

    def by_hand(macro: str, args: str) -> str:
        result = published.dbt("run-operation", f"dbt_wap.{macro}", "--args", args)
        assert (result.code == 0) == ("20260731" in args), result.out
        return result.out

    by_hand("clone_schema", "{run_id: 20260731_101502_0012}")
    assert ids(published) == {first, "20260731_101502_0012"}
    assert "20260731_101502_0012" in by_hand("discard", "{run: 20260731_1015}")
    assert published.events()[-1][1] == "discarded"
    assert "put it in quotes" in by_hand("discard", "{run: .inf}")
    assert "yyyymmdd_hhmmss_xxxx" in by_hand("clone_schema", "{run_id: tonight}")
    assert json.loads(published.wap("status", "20260731_1015", "--json").out)["run_id"] != first
