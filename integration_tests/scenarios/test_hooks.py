"""The project's own hooks: they run in the audit build, and never when views are made again."""

from __future__ import annotations

import pytest
from shop import DBT, ONCE, SHOP, Project

LOG = "create table main.log (what varchar, in_audit varchar)"
ROW = "insert into {{ target.schema }}.log values ('%s', '{{ var('dbt_wap_audit', false) }}')"
HOOKS = f"""
on-run-start:
  - "{ROW % "start"}"
  - "{{{{ log('hello', info=true) }}}}"
on-run-end:
  - "select 1; update main.log set what = what where 1 = 0"
  - "{{% for s in [1] %}} insert into main.kept select region from {{{{ ref('regions') }}}}
    where 1 = 0 -- not; drop table x
    {{% endfor %}}"
  - "delete from {{{{ ref('order_log') }}}} where 1 = 0"
  - "{{{{ noted() }}}}"
"""
PACKAGE = {
    "tool/dbt_project.yml": f'name: tool\nversion: "1.0"\non-run-end: "{ROW % "tool"}"\n',
    "macros/noted.sql": "{% macro noted() %}{% endmacro %}",
    "models/marts/totals.sql": """
{{ config(materialized='view', post_hook="insert into main.log values ('view', '{{ this }}')") }}
select '{{ this.schema }}' as place, sum(amount) as amount, region from {{ ref('orders') }}
group by region
""",
}


@pytest.fixture
def hooked(published: Project) -> Project:
    """Hooks of the project and of a package, and a view that dbt itself must make again."""
    kept = "create table main.kept (region varchar)"
    published.sql("create schema if not exists main", LOG, kept)
    published.write({**PACKAGE, "dbt_project.yml": SHOP["dbt_project.yml"] + HOOKS})
    link = published.root / "dbt_packages" / "tool"
    link.symlink_to(published.root / "tool", target_is_directory=True)
    return published


def test_hooks_run_once_and_the_report_names_what_they_write(hooked: Project) -> None:
    result = hooked.wap("run", "--no-publish")
    assert result.code == 0, result.err
    ran = hooked.sql("select what, in_audit from main.log where what <> 'view' order by what")
    assert ran == [("start", "True"), ("tool", "True")]

    assert hooked.wap("approve", "--publish").code == 0

    assert hooked.sql("select count(*) from main.log where what <> 'view'") == [(2,)]
    assert hooked.sql("select distinct place from main_marts.totals") == [("main_marts",)]
    views = {name for (name,) in hooked.sql("select in_audit from main.log where what = 'view'")}
    assert len(views) > 1 or hooked.engine.name == "snowflake"
    told = hooked.wap("report", "--format", "json").json["hooks"]
    assert [sentence.split(" (")[0] for sentence in told] == [
        "on-run-end 1 of shop writes to main.log",
        "on-run-end 1 of tool writes to main.log",
        "on-run-end 2 of shop writes to main.kept",
        "on-run-end 4 of shop: could not tell what it writes",
        "on-run-start 1 of shop writes to main.log",
    ]


@ONCE
def test_doctor_and_every_form_of_the_report_tell_of_hooks(hooked: Project) -> None:
    told = hooked.wap("doctor", "--json").json
    whole = [check["what"] for check in told if "on-run-" in check["what"]]
    assert len(whole) == 5
    hooked.sql("update raw.orders set amount = 11 where id = 1")
    assert hooked.wap("run", "--no-publish").code == 0
    for form in ("text", "markdown", "html"):
        assert "on-run-end 1 of tool writes to" in hooked.wap("report", "--format", form).out


@ONCE
def test_an_executable_that_cannot_leave_hooks_out_is_reported_of(hooked: Project) -> None:
    assert hooked.wap("run", "--no-publish").code == 0

    result = hooked.wap("approve", "--publish", "--dbt-executable", DBT)

    assert result.code == 0, result.err
    assert "on-run hooks" in result.err
    assert hooked.sql("select distinct place from main_marts.totals") == [("main_marts",)]
