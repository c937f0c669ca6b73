"""Two values that differ are never shown alike, whatever their types and wherever they differ."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from shop import BASE, Publish

LONG = "repeat('x', 1000)"
PAIRS = {
    "far_apart": (f"{LONG} || 'a' || {LONG}", f"{LONG} || 'b' || {LONG}"),
    "longer": ("repeat('x', 200)", "repeat('x', 201)"),
    "longer_yet": ("repeat('x', 300)", "repeat('x', 301)"),
    "accent": ("'caf\u00e9'", "'cafe\u0301'"),
    "letter": ("'paypal'", "'p\u0430ypal'"),
    "newline": ("chr(10)", "chr(92) || 'n'"),
    "blank": ("'a '", "'a\u00b7'"),
    "nothing": ("''", "''''''"),
    "no_value": ("cast(null as varchar)", "'NULL'"),
}
OWN_PAIRS = {
    "duckdb": {
        "exactness": ("cast(0.1 as float)", "cast(0.1 as double)"),
        "member": (
            "cast(union_value(num := 1) as union(num integer, str varchar))",
            "cast(union_value(str := '1') as union(num integer, str varchar))",
        ),
        "members": (
            "[cast(union_value(num := 1) as union(num integer, str varchar))]",
            "[cast(union_value(str := '1') as union(num integer, str varchar))]",
        ),
        "variant": ("cast(1 as variant)", "cast('1' as variant)"),
        "document": ("cast('{\"a\":1}' as json)", "cast('{\"a\": 1}' as json)"),
    },
    "snowflake": {
        "variant": ("to_variant(1)", "to_variant('1')"),
        "micro": (
            "to_timestamp_ntz('2026-01-01 00:00:00.000001')",
            "to_timestamp_ntz('2026-01-01 00:00:00.000002')",
        ),
    },
}


KEYED = """
models:
  - name: keyed
    config: {meta: {dbt_wap: {key: id}}}
    columns: [{name: id, data_tests: [unique]}]
"""


def model(pairs: Mapping[str, tuple[str, str]], side: int) -> str:
    """A table with a row of one side of each pair."""
    values = "".join(f", {pair[side]} as {name}" for name, pair in pairs.items())
    return f"{{{{ config(materialized='table') }}}} select 1 as id{values}"


@pytest.mark.everywhere
def test_values_that_differ_do_not_look_alike(publish_first: Publish) -> None:
    files = {"models/models.yml": KEYED, "models/keyed.sql": "select 1 as id"}
    project = publish_first({**BASE, **files})
    engine = project.engine
    pairs = {**PAIRS, **OWN_PAIRS[engine.name]}
    for side in (0, 1):
        files = {f"models/{name}.sql": model(pairs, side) for name in ("keyed", "keyless")}
        project.write(files)
        ran = project.wap("run", "--auto-approve" if side == 0 else "--no-publish")
        assert ran.code == 0, ran.err

    entries = project.report()
    shown = engine.shown
    for name in ("main.keyed", "main.keyless"):
        sample = entries[name]["sample"]
        rows = sample["changed"] or [{"before": sample["removed"][0], "after": sample["added"][0]}]
        before, after = rows[0]["before"], rows[0]["after"]
        told = {shown(column) for column in after if after[column] != before[column]}
        assert set(pairs) - told <= {"exactness"}, name
    window = entries["main.keyed"]["sample"]["changed"][0]["after"]
    (far,) = [value for column, value in window.items() if shown(column) == "far_apart"]
    assert (far["start"], far["length"], far["text"][40]) == (960, 2001, "b")

    page = project.wap("report", "--relation", "keyed", "--format", "text").out
    flat = re.sub(r"\s+", " ", page.lower())
    assert "letter: paypal → p\\u0430ypal" in flat
    assert "nothing: '' → '' «string»" in flat
    assert "newline: \\n → \\\\n" in flat
    if engine.name == "duckdb":
        assert "exactness: 0.1 «float» → 0.1 «double»" in flat
