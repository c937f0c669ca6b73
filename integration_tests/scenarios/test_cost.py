"""What an operation costs follows the relations that changed: bounds by calls and queries."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container
from pathlib import Path
from typing import Any

import pytest
from dbt_common.clients.jinja import BaseMacroGenerator
from engines import Engine
from shop import BASE, Shelf

MOST = {
    "plan_build": 0,
    "take_lock": 0,
    "clone_schema": 1,
    "preflight": 0,
    "record_results": 4,
    "diff_report": 13,
}
"""How many macro calls one more unchanged relation with a test may add to an operation."""

Calls = Counter[str]


GATES = {"max_null_increase": 0, "freshness": {"column": "day", "block": "20000 days"}}


def models(many: int, changed: int = 0, gates: dict[str, Any] | None = None) -> dict[str, str]:
    """Return that many models: tables, of which some are changed, each with a view of it, and a
    test and gates of each table."""
    files = {}
    for at in range(many // 2):
        name = "b" if at < changed else "a"
        table = "{{ config(materialized='table') }} select 1 as id, '" + name + "' as name"
        row = "select 2, 'c', cast('2026-01-02' as date)"
        files[f"models/marts/t{at}.sql"] = (
            f"{table}, cast('2026-01-01' as date) as day union all {row}"
        )
        files[f"models/marts/v{at}.sql"] = f"select id from {{{{ ref('t{at}') }}}}"
        model = {"name": f"t{at}", "columns": [{"name": "id", "data_tests": ["unique"]}]}
        options = {"config": {"meta": {"dbt_wap": gates}}} if gates else {}
        files[f"models/marts/t{at}.yml"] = json.dumps({"models": [model | options]})
    return files


def counting(patch: pytest.MonkeyPatch, macros: Container[str] | None = None) -> Calls:
    """Count the calls of these macros, by default of all, by the macro that dbt called first: the
    operation, hook or node."""
    counted, stack, call = Calls(), [], BaseMacroGenerator.call_macro

    def count(self: Any, *args: Any, **kwargs: Any) -> Any:
        stack.append(str(self.get_name()))
        counted[stack[0]] += macros is None or stack[-1] in macros
        try:
            return call(self, *args, **kwargs)
        finally:
            stack.pop()

    patch.setattr(BaseMacroGenerator, "call_macro", count)
    return counted


def test_one_more_unchanged_relation_costs_a_few_macro_calls(
    shelf: Shelf, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = counting(monkeypatch)
    of = {many: Calls(calls) for many in (8, 24)}
    for many in of:
        files, publish = {**BASE, **models(many)}, ("run", "--auto-approve")
        project = shelf.take(tmp_path / str(many), engine, files, (), publish)
        calls.clear()
        assert project.wap("run").code == 0
        of[many] = Calls(calls)

    grown = {name: (of[24][name] - of[8][name]) / 16 for name in MOST}
    assert {name: most for name, most in grown.items() if most > MOST[name]} == {}
    assert min(of[8][name] for name in MOST) > 10


QUESTIONS = 8
"""The most statements that an audit adds for four small relations that changed, and their views:
rows, keys, profiles, segments, names and gates, each about all of them."""


def test_an_audit_asks_about_sets(
    shelf: Shelf, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements = counting(monkeypatch, {"run_query"})
    of: dict[tuple[int, int], int] = {}
    for many in (8, 24):
        publish = ("run", "--auto-approve")
        files = {**BASE, **models(many, 0, GATES)}
        project = shelf.take(tmp_path / str(many), engine, files, (), publish)
        for changed in (0, 4):
            project.write(models(many, changed, GATES))
            statements.clear()
            assert project.wap("run").code == (4 if changed else 0)
            of[many, changed] = statements["diff_report"]

    assert of[24, 0] == of[8, 0]
    assert of[24, 4] - of[24, 0] <= QUESTIONS
    assert of[24, 4] - of[8, 4] <= 1
