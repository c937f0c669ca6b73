"""Vars are what dbt makes of the same text, and dbt gets that text."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from dbt_wap.errors import ConfigError
from dbt_wap.given_vars import Vars, read_vars

TEXTS = [
    "{a: 1, b: [x, true]}",
    "{a: yes, b: off, c: n, d: ~, e: Null}",
    "{day: 2026-01-01, at: 2026-01-01T10:00:00Z, b: 2001-12-14 21:59:43.10 -5}",
    "{octal: 010, hex: 0x1F, bits: 0b11, time: 1:30, big: 1_000, text: 1e5, float: 1.0e+5}",
    "{a: 1, a: 2}",
    "{a: .nan, b: .inf, c: -.inf}",
    "{'dbt_wap_audit': true, a: 1}",
    "{1: a, yes: b, 2026-01-01: c}",
    "{a: &x [1, 2], b: *x, <<: {c: 3}}",
    "{a: !!binary aGVsbG8=, b: !!set {x, y}, c: !!str 1}",
    "{}",
    "{a: 1,}",
    " {a: 1} ",
    "# what it is for\n{a: 1}  # and more",
    "{a: '#', b: \"}\"}",
    "a: yes",
    "a: yes\nb:\n  - 2026-01-01\n  - |\n    text\n",
    "  a: 1\n  b: 2\n",
    "--- {a: yes}",
    "---\na: yes\n...\n",
    "? a\n: 1",
    "!!map {a: yes}",
    "&top {a: yes}",
    "&top\na: yes",
    '{"a": {"b": null}}',
    "{\u00e4: \u00f6, b: '\U0001f600'}",
    "{a: 10000000000000000.0}",
]


@pytest.mark.parametrize("text", TEXTS)
def test_dbt_finds_in_them_what_yaml_makes_of_the_text(text: str) -> None:
    from dbt.cli.option_types import YAML

    def read(typed: str) -> Any:
        return YAML().convert(typed, type("P", (), {"opts": ["--vars"]})(), None)

    ours = {"dbt_wap_audit": False, "dbt_wap_views": ["model.a.b"]}
    given = read_vars(text)
    for form in (given, Vars.of(given.text)):
        found = read(form.with_ours(ours))
        assert repr({n: found.pop(n) for n in ours}) == repr(ours)
        assert repr(found) == repr({n: v for n, v in read(text).items() if n not in ours})


def test_what_was_typed_reaches_dbt_as_it_was_typed() -> None:
    assert "a: yes," in read_vars("{a: yes, b: 0o7}").with_ours({"x": 1})
    assert read_vars("a: yes\nb: 0o7").with_ours({"x": 1}) == "x: 1\na: yes\nb: 0o7"


@pytest.mark.parametrize("text", [None, "", "  "])
def test_nothing_is_no_vars(text: str | None) -> None:
    assert read_vars(text) == Vars()
    assert yaml.safe_load(Vars().with_ours({"x": True})) == {"x": True}


def test_an_older_record_has_a_mapping() -> None:
    assert Vars.of({}) == Vars.of("") == Vars()
    assert Vars.of({"a": "2026-01-01", "b": 1e16}).values == {"a": "2026-01-01", "b": 1e16}
    assert read_vars("{a: 2026-01-01}").values == {"a": date(2026, 1, 1)}


@pytest.mark.parametrize(
    "text",
    [
        "[1, 2]", "word", "7", "~", "null", "# nothing", "{a: [", "a: b: c", "!!python/name:os.x",
        "{a: 2026-13-45}", "{? [a] : b}", "{a: 1}\n---\n{b: 2}", "{a: *x}", "2026-01-01", "\x00",
    ],
)  # fmt: skip
def test_vars_that_dbt_would_not_take_are_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="--vars"):
        read_vars(text)
