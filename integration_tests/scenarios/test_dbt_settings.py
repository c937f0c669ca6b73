"""dbt's own settings, in the project and in the environment: a run works with each of them."""

from __future__ import annotations

import pytest
from dbt_wap.dbt import wire
from shop import BASE, DBT, ONCE, Project, Publish

PROJECT = BASE["dbt_project.yml"].replace("core: {+schema: core, +materialized: view}", "")
FILES = {
    **BASE,
    "dbt_project.yml": PROJECT,
    "seeds/items.csv": "id,price\n1,10\n2,20\n",
    "models/marts/heavy.sql": "select * from {{ ref('items') }}",
    "models/marts/light.sql": """
select id, price + {{ var('more', 0) }} as price from {{ ref('heavy') }}
""",
    "models/marts/shown.sql": "{{ config(materialized='view') }} select * from {{ ref('light') }}",
    "models/marts/models.yml": """
models:
  - {name: light, columns: [{name: id, data_tests: [unique]}]}
  - {name: heavy, columns: [{name: id, data_tests: [unique]}]}
""",
}
"""A project without a source: `dbt ls` finds none, and warns of it."""
SETTINGS = {
    "dbt_project.yml": PROJECT.replace(
        "flags:",
        """
flags:
  write_json: false
  warn_error: true
  fail_fast: true
  debug: true
  log_level: error
  log_format: json
  log_level_file: debug
  indirect_selection: cautious
  cache_selected_only: true
  populate_cache: false
  partial_parse: false
  static_parser: false
  use_colors: true""",
    ),
    "selectors.yml": """
selectors:
  - name: light_only
    default: true
    definition:
      method: fqn
      value: "*"
      exclude: [{method: fqn, value: heavy}, "resource_type:seed"]
""",
}
ENVIRONMENT = {
    "DBT_PRINT": "0",
    "DBT_NO_PRINT": "1",
    "DBT_QUIET": "1",
    "DBT_ENGINE_LOG_LEVEL": "none",
    "DBT_LOG_FORMAT": "text",
    "DBT_WRITE_JSON": "0",
    "DBT_EXCLUDE_RESOURCE_TYPES": "test",
    "DBT_ENGINE_RESOURCE_TYPES": "seed",
    "DBT_STORE_FAILURES": "1",
    "DBT_INTROSPECT": "0",
}
ways = pytest.mark.parametrize(
    "way",
    [
        pytest.param((), id="in process"),
        pytest.param(
            ("--dbt-executable", DBT),
            id="executable",
            marks=pytest.mark.slow,
        ),
    ],
)


@ONCE
@ways
def test_a_run_works_with_all_of_them(
    publish_first: Publish, way: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Node lists, too long for an argument, go through the environment on the same way."""
    monkeypatch.setattr(wire, "LIMIT", 150)
    project = publish_first(FILES)
    log = project.root / "logs" / "dbt.log"
    log.unlink(missing_ok=True)
    project.write(SETTINGS)
    if not way:
        project.env |= ENVIRONMENT
        assert project.wap("doctor").code == 0

    project.publish("--vars", "{more: 1}", *way)

    assert project.sql("select id, price from main_marts.shown order by id") == [(1, 11), (2, 21)]
    assert project.sql("select id, price from main_marts.heavy order by id") == [(1, 10), (2, 20)]
    report = project.wap("report", "--format", "json").json
    assert report["tests"] == {"pass": 1, "warn": 0, "fail": 0, "skip": 0}
    changed = {entry["name"] for entry in report["relations"] if entry["status"] != "identical"}
    assert changed == {"light", "shown"}
    assert "model.shop.light" in log.read_text()
    assert "main_dbt_test__audit" not in project.schemas()


BATCHES = {
    **BASE,
    "models/marts/source.sql": """
{{ config(event_time='day') }}
select 1 as id, timestamp '2024-01-01' as day, '1' as text
union all select 2, timestamp '2024-01-02', 'two'
""",
    "models/marts/batched.sql": """
{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='day',
          batch_size='day', begin='2024-01-01') }}
select id, day, cast(text as integer) as number from {{ ref('source') }}
""",
}


@ONCE
def test_a_batch_that_fails_is_shown_with_its_reason(empty_project: Project) -> None:
    days = ("--event-time-start", "2024-01-01", "--event-time-end", "2024-01-03")
    result = empty_project.write(BATCHES).wap("run", "--auto-approve", *days)

    assert result.code == 1
    assert "failed batches: 2024-01-02" in result.err
    assert "Could not convert string 'two'" in result.err
    assert not [name for name in empty_project.kinds() if name.startswith("main")]
