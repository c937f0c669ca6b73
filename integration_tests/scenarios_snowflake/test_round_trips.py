"""The round trips of a publish do not grow with the number of schemas and relations.

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
    ("schemas", "relations", "grants", "most"), [(1, 2, False, 30), (5, 4, True, 40)]
)
def test_a_publish_takes_few_round_trips(
    monkeypatch: pytest.MonkeyPatch, schemas: int, relations: int, grants: bool, most: int
) -> None:
    clean(monkeypatch)
    log = measure(schemas, relations, grants, 1.0)["publish"]
    assert count(log)["round_trips"] <= most, of_kinds(log)
