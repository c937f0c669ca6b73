"""Names of environments: what is refused at the start, and names that lead to the same schema."""

from __future__ import annotations

import json

import pytest
from shop import BASE, NEW, ONCE, ORDERS, Project, Publish

TESTED_BOTH = """
models:
  - {name: orders_c, columns: [{name: id, data_tests: [unique]}]}
  - {name: orders_x_main_c, columns: [{name: id, data_tests: [unique]}]}
"""
MODEL = "select id, amount from {{ source('raw', 'orders') }}"


def schemas_of(*names: str) -> dict[str, str]:
    """A project with a model `orders` in each of these schemas."""
    sources = "sources: [{name: raw, tables: [{name: orders}]}]"
    files = {"models/sources.yml": sources}
    for name in names:
        files[f"models/orders_{name}.sql"] = (
            f"{{{{ config(schema='{name}', materialized='table') }}}} {MODEL}"
        )
    return {**BASE, **files}


def error(done: object) -> str:
    return str(json.loads(done.out)["error"]["what"])  # type: ignore[attr-defined]


@ONCE
@pytest.mark.parametrize("name", ["PR_1", "pr-1", "x" * 300, ""])
def test_a_name_that_no_schema_can_have_is_refused_at_the_start(shop: Project, name: str) -> None:
    done = shop.wap("run", "--env", name, "--no-publish", "--json")
    assert done.code == 2, (done.out, done.err)
    assert shop.schemas() & {"dbt_wap"} == set()


@ONCE
def test_a_schema_of_another_candidate_is_never_opened(publish_first: Publish) -> None:
    """main_x_main_c of one environment has the audit name of main_c of another, and of none."""
    files = {**schemas_of("c", "x_main_c"), "models/models.yml": TESTED_BOTH}
    project = publish_first(files, ORDERS)
    project.sql(NEW)
    first = project.wap("run", "--env", "a", "--no-publish", "--json")
    assert first.code == 0, first.err
    before = project.snapshot("audit_a_main_c", "audit_a_main_x_main_c")
    assert len(before) == 2

    refused = project.wap("run", "--env", "a_main_x", "--no-publish", "--json")
    assert refused.code == 7, refused.err
    assert first.json["run_id"] in error(refused)
    assert "environment a" in error(refused)
    assert project.snapshot("audit_a_main_c", "audit_a_main_x_main_c") == before
    assert "audit_a_main_x_main_x_main_c" not in project.schemas()

    plain = project.wap("run", "--no-publish", "--json")
    assert plain.code == 0, plain.err
    refused = project.wap("run", "--env", "main_x", "--no-publish", "--json")
    assert refused.code == 7
    assert plain.json["run_id"] in error(refused)
    assert project.wap("discard").code == 0
    digits = project.wap("run", "--env", "1_2", "--no-publish", "--json")
    assert (digits.code, digits.json["env"]) == (0, "1_2")
