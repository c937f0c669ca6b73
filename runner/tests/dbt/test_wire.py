"""Node lists of any length, and texts of any characters, reach dbt."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from dbt_wap.dbt import wire
from dbt_wap.dbt.wire import as_yaml, fitted, last_asked, progress_in
from hypothesis import example, given, settings
from hypothesis import strategies as st


def together(value: Any, env: dict[str, str]) -> Any:
    """What the macro `from_runner` does."""
    if isinstance(value, dict) and "wap_parts" in value:
        return json.loads("".join(env[f"{value['of']}{n}"] for n in range(value["wap_parts"])))
    return value


@pytest.mark.parametrize("limit", [60, 100_000])
def test_no_text_is_longer_than_linux_takes(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "LIMIT", limit)
    ids = [f"model.shop.größe_{number}" for number in range(6000 if limit > 60 else 20)]
    args = {
        "selected": ids,
        "places": {"shop": {"main": dict.fromkeys(ids, "x")}},
        "dry_run": False,
        "context": {"actor": "me", "vars": "{a: yes}" * len(ids)},
    }

    small, env = fitted(args)

    texts = [json.dumps(small), *(f"{name}={value}" for name, value in env.items())]
    assert max(len(text.encode()) for text in texts) < limit + 300
    context = small.pop("context")
    whole = {name: together(value, env) for name, value in small.items()}
    assert {**whole, "context": {**context, "vars": together(context["vars"], env)}} == args


def test_what_fits_is_left_alone() -> None:
    args = {"run": None, "context": {"vars": ""}}
    assert fitted(args) == (args, {})


@settings(derandomize=True, deadline=None, database=None)
@given(st.text(), st.text('\\ud83d😀u"\n'))
@example("\\", "\\\\ud83d\\ude00 \U0010ffff \x85\u2028\ufeff\x00")
def test_every_text_reaches_dbt_as_it_is(one: str, two: str) -> None:
    args = {"reason": one, two: [two]}
    for loader in (yaml.SafeLoader, yaml.CSafeLoader):
        assert yaml.load(as_yaml(args), loader) == args
    assert as_yaml(args).isascii()


def test_an_error_is_about_what_was_asked_last() -> None:
    first, second = "wap: comparing 2 of 3 shop.marts.b", "wap: asking 1 of 9: shop.m a, b.c rows"
    assert last_asked([first, "other", second, "wap: 3 of 4"]) == "shop.m a, b.c rows"
    assert last_asked([second, first]) == "shop.marts.b"
    assert last_asked([first, "wap: judging the candidate"]) is None
    assert last_asked([first, "wap: hashing 50 of 60 tables"]) == "hashing 50 of 60 tables"
    assert last_asked(["wap: comparing", f"a {first}", "wap: comparing 2 of x"]) is None


def test_a_line_of_progress_names_a_relation_without_its_database() -> None:
    assert progress_in("wap: comparing 2 of 3 shop.marts.b\nc") == "auditing 2 of 3: marts.b\nc"
    assert progress_in("wap: comparing 2 of 3 b") == "auditing 2 of 3: b"
    assert progress_in("wap: reading prod and the candidate") == "reading prod and the candidate"
    assert progress_in("wap: compared 2 of 3 b") is None
