"""The round trips of a run and of a publish do not grow with the number of schemas and relations.

They are counted in the emulator's log, by benchmarks/snowflake_statements.py, whose figures are in
docs/snowflake.md. Unlike a duration, a count is the same on every machine.
"""

from __future__ import annotations

import pytest
from engine_snowflake import need_emulator
from shop import clean

from benchmarks.snowflake_statements import count, measure, of_kinds

need_emulator()


@pytest.mark.parametrize(
    ("schemas", "relations", "grants", "run", "publish"),
    [(1, 2, False, 46, 30), (5, 4, True, 52, 40)],
)
def test_a_run_and_a_publish_take_few_round_trips(
    monkeypatch: pytest.MonkeyPatch,
    schemas: int,
    relations: int,
    grants: bool,
    run: int,
    publish: int,
) -> None:
    """`run` is what dbt-wap adds to what dbt itself sends in a build."""
    clean(monkeypatch)
    log = measure(schemas, relations, grants, 1.0)
    found = count(log["run"])
    assert found["round_trips"] - found["of_dbt"] <= run, of_kinds(log["run"])
    assert count(log["publish"])["round_trips"] <= publish, of_kinds(log["publish"])
