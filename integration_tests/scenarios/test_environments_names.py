"""Names of environments that lead to the same schema."""

from __future__ import annotations

import json

from shop import BASE, NEW, ONCE, ORDERS, Publish

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
def test_a_schema_of_another_candidate_is_never_opened(publish_first: Publish) -> None:
    """main_x_main_c of one environment has the audit name of main_c of another."""
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

    digits = project.wap("run", "--env", "1_2", "--no-publish", "--json")
    assert (digits.code, digits.json["env"]) == (0, "1_2")
