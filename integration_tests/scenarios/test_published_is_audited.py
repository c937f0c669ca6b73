"""Prod gets what was audited: where the candidate is published decides nothing, nor do settings."""

from __future__ import annotations

import pytest
from shop import BASE, DBT, ONCE, ORDERS, SHOP, TESTED, Project, Publish

NORTH = "insert into raw.orders values (4, 'n', 40, date '2024-01-04')"
CORE = "models/core/{}.sql"
SOURCE = "select id, region from {{ source('raw', 'orders') }}"
VIEWS = {
    "by_env": SOURCE + " where region = '{{ env_var('SHOP_REGION', 'n') }}'",
    "by_var": SOURCE + " where region = '{{ var('region', 'n') }}'",
    "by_macro": SOURCE + " where region = '{{ region() }}'",
    "by_package": SOURCE + " where region = '{{ helper.region() }}'",
    "by_code": SOURCE + " where region = 's'",
    "by_config": SOURCE + " where region = 's' -- as a view",
    "by_time": SOURCE + " where '{{ run_started_at }}' <> '{{ invocation_id }}'",
    "by_clock": SOURCE + " where '{{ modules.datetime.datetime.now() }}' <> ''",
    "by_data": """
{% set regions = dbt_utils_like_values(ref('orders')) if execute else [] %}
select {% for r in regions %} max(case when region = '{{ r }}' then id end) as {{ r }}, {% endfor %}
max(id) as id from {{ ref('orders') }}
""",
}
"""Views whose SQL depends on something beside the code, and what changes between run and yes."""

MACROS = """
{% macro region() %}s{% endmacro %}
{% macro dbt_utils_like_values(relation) %}
    {% set rows = run_query('select distinct region from ' ~ relation ~ ' order by 1').rows %}
    {% do return(rows | map(attribute=0) | list) %}
{% endmacro %}
"""
PACKAGE = {
    "helper/dbt_project.yml": "name: helper\nversion: '1.0'\n",
    "helper/macros/region.sql": "{% macro region() %}s{% endmacro %}",
}
FILES = {
    **BASE,
    **PACKAGE,
    "dbt_project.yml": BASE["dbt_project.yml"],
    "macros/region.sql": MACROS,
    "models/sources.yml": SHOP["models/sources.yml"],
    "models/models.yml": TESTED,
    "models/marts/orders.sql": "select * from {{ source('raw', 'orders') }}",
    **{CORE.format(name): text for name, text in VIEWS.items()},
}
ELSEWHERE = {
    "macros/region.sql": MACROS.replace("%}s{%", "%}n{%"),
    "helper/macros/region.sql": "{% macro region() %}n{% endmacro %}",
    CORE.format("by_code"): SOURCE,
    CORE.format("by_config"): "{{ config(materialized='table') }} " + VIEWS["by_config"],
}
SOUTH = {"SHOP_REGION": "s"}


@pytest.fixture
def shop(publish_first: Publish) -> Project:
    """A table, published; the views are still to come."""
    files = {n: text for n, text in FILES.items() if not n.startswith("models/core/")}
    return publish_first(files, ORDERS)


def install(project: Project) -> None:
    """The package stands where `dbt deps` would put it."""
    link = project.root / "dbt_packages" / "helper"
    if not link.exists():
        link.symlink_to(project.root / "helper", target_is_directory=True)


def texts(project: Project, prefix: str) -> dict[str, str]:
    """The definitions of the views, as prod would have them; quotes of names do not count."""
    found = project.view_texts()
    wanted = {n: text for n, text in found.items() if n.startswith(f"{prefix}main_core.")}
    return {
        n.removeprefix(prefix): " ".join(
            text.replace("audit_main", "main").replace('"', "").split()
        )
        for n, text in wanted.items()
    }


@pytest.mark.everywhere
def test_the_place_of_the_publish_decides_nothing(shop: Project) -> None:
    install(shop)
    shop.write({CORE.format(name): text for name, text in VIEWS.items()})
    shop.env = dict(SOUTH)
    shop.sql(NORTH)
    made = shop.wap("run", "--no-publish", "--vars", "{region: s}")
    assert made.code == 0, made.err
    audited = texts(shop, "audit_")
    assert set(audited) == {f"main_core.{name}" for name in VIEWS}

    shop.write(ELSEWHERE).env = {"SHOP_REGION": "n", "DBT_EMPTY": "1", "DBT_FULL_REFRESH": "1"}
    done = shop.wap("approve", "--publish")

    assert done.code == 0, done.err
    assert texts(shop, "") == audited
    assert shop.sql("select id from main_core.by_env") == [(2,)]
    assert shop.sql("select count(*) from main_marts.orders") == [(4,)]
    assert not {s for s in shop.schemas() if s.startswith("audit_")}


ORDER = "select id, region from {{ ref('orders') }}"
OWN_NAME = ORDER + " where '{{ this.schema }}' <> '{{ env_var('SHOP_REGION', 'n') }}'"
COMMENT = """{{{{ config(post_hook="comment on view {{{{ this }}}} is '{}'") }}}} """
HOOKED = COMMENT.format("x") + ORDER + " where region = '{{ env_var('SHOP_REGION', 'n') }}'"
HOOK_BY_ENV = COMMENT.format("{{ env_var('SHOP_REGION') }}") + ORDER


OWN_NAME_BY_TIME = OWN_NAME + " and '{{ run_started_at }}' <> ''"
ONLY_DBT = "there a view gets another definition by losing what its hooks did"


@pytest.mark.parametrize(
    "text",
    [
        OWN_NAME_BY_TIME,
        pytest.param(HOOKED, marks=pytest.mark.only_on("duckdb", reason=ONLY_DBT)),
    ],
    ids=["name", "hook"],
)
def test_what_dbt_makes_again_is_what_was_audited(shop: Project, text: str) -> None:
    shop.write({CORE.format("by_env"): text}).env = dict(SOUTH)
    assert shop.wap("run", "--no-publish").code == 0
    audited = texts(shop, "audit_")

    shop.env = {"SHOP_REGION": "n"}
    done = shop.wap("approve", "--publish")

    assert done.code == 0, done.err
    assert texts(shop, "") == audited
    assert "audit" not in shop.view_texts()["main_core.by_env"]
    comment = "x" if text == HOOKED else None
    assert shop.warehouse.comment("main_core", "by_env") == comment


@pytest.mark.parametrize(
    "text",
    [HOOK_BY_ENV, pytest.param(HOOKED, marks=pytest.mark.not_on("duckdb", reason=ONLY_DBT))],
    ids=["by environment", "code"],
)
def test_a_view_with_hooks_is_published_where_it_was_built(shop: Project, text: str) -> None:
    shop.write({CORE.format("by_env"): text}).env = dict(SOUTH)
    assert shop.wap("run", "--no-publish").code == 0
    run_id = shop.wap("status", "--json").json["run_id"]
    before = shop.snapshot()

    shop.env = {"SHOP_REGION": "n"}
    refused = shop.wap("approve", "--publish")
    assert refused.code == 2, refused.err
    assert "model.shop.by_env" in refused.err
    assert "prod: unchanged" in refused.err
    assert f"next: wap publish {run_id}" in refused.err
    assert shop.snapshot() == before
    assert not [s for s in shop.kinds() if s.startswith("main_core.")]
    assert shop.wap("status", "--json").json["status"] == "approved"

    shop.env = dict(SOUTH)
    done = shop.wap("publish")
    assert done.code == 0, done.err
    assert "audit" not in shop.view_texts()["main_core.by_env"]
    assert shop.sql("select count(*) from main_core.by_env") == [(3 if text == HOOK_BY_ENV else 1,)]
    comment = "s" if text == HOOK_BY_ENV else "x"
    assert shop.warehouse.comment("main_core", "by_env") == comment


@ONCE
def test_a_publish_that_cannot_be_is_given_up(shop: Project) -> None:
    shop.write({CORE.format("by_env"): HOOK_BY_ENV}).env = dict(SOUTH)
    assert shop.wap("run", "--no-publish").code == 0
    shop.env = {"SHOP_REGION": "n"}
    assert shop.wap("approve", "--publish").code == 2

    assert shop.wap("discard").code == 0
    shop.publish()

    assert shop.warehouse.comment("main_core", "by_env") == "n"


# -- settings that decide what is built ------------------------------------------------------------

SETTINGS = {
    "DBT_EMPTY": "1",
    "DBT_ENGINE_EMPTY": "1",
    "DBT_SAMPLE": "1 day",
    "DBT_EVENT_TIME_START": "2030-01-01",
    "DBT_EVENT_TIME_END": "2030-01-02",
    "DBT_RESOURCE_TYPES": "seed",
    "DBT_EXCLUDE_RESOURCE_TYPES": "model",
    "DBT_INDIRECT_SELECTION": "empty",
    "DBT_FULL_REFRESH": "1",
    "DBT_DEFER": "1",
}


@ONCE
@pytest.mark.parametrize("way", ["in process", pytest.param("executable", marks=pytest.mark.slow)])
def test_settings_of_the_environment_decide_no_build(published: Project, way: str) -> None:
    published.sql(NORTH, "delete from raw.orders where id = 1")
    published.env = dict(SETTINGS)
    arguments = []
    if way == "executable":
        arguments = ["--dbt-executable", DBT]

    result = published.wap("run", "--auto-approve", *arguments)

    assert result.code == 0, result.err
    assert "DBT_EMPTY" in result.err
    assert published.sql("select id from main_marts.orders order by id") == [(2,), (3,), (4,)]
    assert published.sql("select count(*) from main_marts.order_log") == [(4,)], "not built again"
    assert "where false" not in published.view_texts()["main_marts.totals"]
    assert published.wap("report", "--format", "json").json["tests"]["pass"] == 6


@ONCE
def test_settings_that_were_given_are_reported(published: Project) -> None:
    rows = ["--empty", "--sample", "1 day"]
    times = ["--event-time-start", "2024-01-01", "--event-time-end", "2024-01-02"]
    given = ["--select", "orders totals", *rows, *times]
    result = published.wap("run", "--no-publish", *given, "--vars", "{region: s}")
    assert result.code == 0, result.err
    report = published.wap("report", "--format", "json").json
    assert report["built_with"] == [*given, "--vars", "{region: s}"]
    (warning,) = report["warnings"]
    assert all(flag in warning for flag in (*rows[:2], *times))
    for form in ("text", "markdown", "html"):
        assert "--empty" in published.wap("report", "--format", form).out
    assert published.wap("approve", "--publish").code == 0
    assert published.sql("select count(*) from main_marts.orders") == [(0,)]


@ONCE
def test_event_times_go_together(published: Project) -> None:
    schemas = published.schemas()
    assert published.wap("run", "--event-time-start", "2024-01-01").code == 2
    assert published.schemas() == schemas


@ONCE
def test_by_hand_an_empty_build_is_reported(published: Project) -> None:
    assert published.dbt("run-operation", "clone_schema").code == 0
    assert published.dbt("build", "--target", "audit", "--empty").code == 0
    assert published.dbt("run-operation", "diff_report").code == 0
    assert [
        w for w in published.wap("report", "--format", "json").json["warnings"] if "--empty" in w
    ]
