"""The report names audit schemas that are in rows of the candidate, before a publish."""

from __future__ import annotations

from shop import LATE, ONCE, SHOP, Project

UNION = """
{{ config(materialized='table', meta={'dbt_wap': {'key': 'id', 'ignore': ['_dbt_source']}}) }}
select
    id,
    amount,
    cast('{{ ref("orders") }}' as varchar) as _dbt_source,
    'on "' || upper('{{ ref("orders").schema }}') || '"' as loud,
    case when id = 2 then 'x' else '' end || '{{ ref("orders").schema }}' || '2' as near
    {nested}
from {{ ref('orders') }}
"""
NESTED = """,
    [{'at': '{{ ref("orders") }}', 'n': id}] as steps,
    case when id > 1 then '{"at": "{{ ref("orders").schema }}"}'::json end as doc,
    map {'{{ ref("orders").schema }}': 1} as counted
"""


def audit_names(project: Project, relation: str) -> dict[str, int]:
    shown, entry = project.engine.shown, project.report()[relation]
    return {shown(name): rows for name, rows in entry["audit_names"].items()}


def test_columns_that_would_take_one_to_prod_are_named_with_their_rows(published: Project) -> None:
    nested = NESTED if published.engine.name == "duckdb" else ""
    published.write({"models/marts/every.sql": UNION.replace("{nested}", nested)})
    published.sql("update raw.orders set amount = 21 where id = 2")
    assert published.wap("run").code == 4
    more = {"steps": 3, "doc": 2, "counted": 3} if nested else {}
    assert audit_names(published, "main_marts.every") == {"_dbt_source": 3, "loud": 3, **more}
    assert audit_names(published, "main_marts.orders") == {}
    for form in ("text", "markdown", "html"):
        said = published.wap("report", "--format", form).out.lower().replace("\\", "")
        assert "_dbt_source in 3 row" in " ".join(said.split()), form
    assert published.wap("approve", "--publish").code == 0

    published.sql(LATE)
    assert published.wap("run").code == 4

    rows = published.report()["main_marts.every"]["rows"]
    assert (rows["added"], rows["changed"]) == (1, 1)
    more = {"steps": 2, "doc": 1, "counted": 2} if nested else {}
    assert audit_names(published, "main_marts.every") == {"_dbt_source": 2, "loud": 2, **more}


LOGGER = {
    "dbt_project.yml": """
name: elementary
version: "1.0"
models:
  elementary: {+schema: logs}
on-run-end: "{{ elementary.write_log() }}"
""",
    "models/run_log.sql": """
{{ config(materialized='incremental') }}
select cast(null as varchar) as relation where false
""",
    "macros/write_log.sql": """
{% macro write_log() %}
    {% if execute and flags.WHICH == 'build' %}
        insert into {{ graph.nodes['model.elementary.run_log'].relation_name }}
        values ('{{ graph.nodes['model.elementary.run_log'].relation_name }}')
    {% endif %}
{% endmacro %}
""",
}
"""A package of the name of a well-known one that logs where things were built."""


def doctor(project: Project) -> list[str]:
    checks = project.wap("doctor", "--json").json
    return [c["what"] for c in checks if c["ok"] and "wap_exclude_schemas" in c["what"]]


@ONCE
def test_a_package_that_logs_is_reported_by_doctor_and_in_the_report(published: Project) -> None:
    assert doctor(published) == []
    published.write(
        {
            "packages.yml": published.root.joinpath("packages.yml").read_text()
            + "  - local: elementary\n",
            **{f"dbt_packages/elementary/{name}": text for name, text in LOGGER.items()},
        }
    )

    (warning,) = doctor(published)

    assert "elementary" in warning
    assert "main_logs" in warning
    published.publish()
    assert audit_names(published, "main_logs.run_log") == {"relation": 1}
    published.publish()
    assert audit_names(published, "main_logs.run_log") == {"relation": 1}
    assert published.sql("select count(*) from main_logs.run_log") == [(2,)]

    excluded = "\nvars: {wap_exclude_schemas: [main_logs]}\n"
    published.write({"dbt_project.yml": SHOP["dbt_project.yml"] + excluded})
    assert doctor(published) == []
