"""Compiled macros that are kept between processes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dbt_common.clients import jinja
from dbt_wap.dbt.bytecode import keep_compiled

MACRO = "{% macro total(a, b=2) %}{% do return(a + b) %}{% endmacro %}"


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What dbt compiles itself, with the cache in a folder of the test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    texts: list[str] = []
    own = jinja.MacroFuzzEnvironment.__mro__[1].compile

    def compile_and_tell(self: Any, source: str, *args: Any, **options: Any) -> Any:
        texts.append(source)
        return own(self, source, *args, **options)

    monkeypatch.setattr(jinja.MacroFuzzEnvironment, "compile", compile_and_tell)
    yield texts
    keep_compiled.cache_clear()


def start() -> None:
    """Do what a new process does."""
    keep_compiled.cache_clear()
    keep_compiled()


def make(source: str) -> Any:
    """Compile a text as dbt does, and return its module."""
    return jinja.get_template(source, {}).make_module({"return": lambda value: value})


def test_a_macro_is_compiled_once_and_then_taken_from_the_cache(compiled: list[str]) -> None:
    start()
    first = make(MACRO)
    start()
    again = make(MACRO)

    assert compiled == [MACRO]
    assert first.dbt_macro__total.arguments == again.dbt_macro__total.arguments == ("a", "b")


def test_a_changed_macro_is_compiled_again(compiled: list[str]) -> None:
    start()
    make(MACRO)
    start()
    changed = make(MACRO.replace("a, b=2", "c"))

    assert changed.dbt_macro__total.arguments == ("c",)
    assert len(compiled) == 2


def test_only_macros_are_kept(compiled: list[str], tmp_path: Path) -> None:
    start()
    make("select {{ 1 + 1 }} as {% macro %}".replace("{% macro %}", "two"))
    make("{{ 'a password' }}")

    assert len(compiled) == 2
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def test_a_damaged_file_does_not_matter(compiled: list[str], tmp_path: Path) -> None:
    start()
    make(MACRO)
    (file,) = (each for each in tmp_path.rglob("*.cache"))
    for end in [0, 20, 30, file.stat().st_size - 9]:
        file.write_bytes(file.read_bytes()[:end])
        start()
        assert make(MACRO).dbt_macro__total.arguments == ("a", "b")


def test_without_a_folder_dbt_compiles_as_always(compiled: list[str], tmp_path: Path) -> None:
    start()
    [folder] = tmp_path.iterdir()
    folder.rmdir()
    make(MACRO)
    folder.write_text("no folder")
    start()
    make(MACRO)

    assert compiled == [MACRO, MACRO]
