"""docs/macros.md and `dbt docs` show the public macros, and no others."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "macro_page.py"


def load() -> Any:
    spec = importlib.util.spec_from_file_location("macro_page", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


docs = load()


def test_the_page_and_the_hidden_macros_are_those_of_the_sources() -> None:
    assert docs.PAGE.read_text() == docs.page(), "run `make docs`"
    assert docs.PRIVATE.read_text() == docs.private(), "run `make docs`"


def test_dbt_docs_show_no_macro_that_the_page_does_not() -> None:
    folders = [path.name for path in docs.MACROS.iterdir() if path.is_dir()]
    told = [entry for folder in folders for entry in docs.documented(folder)]
    shown = {entry["name"] for entry in told if entry.get("docs") != {"show": False}}
    assert {"clone_schema", "swap_schema", "is_audit", "prod_schema_of"} <= shown
    assert all(f"### `{name}`\n" in docs.PAGE.read_text() for name in shown)
