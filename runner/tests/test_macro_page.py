"""docs/macros.md and `dbt docs` show the public macros, and no others."""

from __future__ import annotations

import macro_page


def test_the_page_and_the_hidden_macros_are_those_of_the_sources() -> None:
    assert macro_page.PAGE.read_text() == macro_page.page(), "run `make docs`"
    assert macro_page.PRIVATE.read_text() == macro_page.private(), "run `make docs`"


def test_dbt_docs_show_no_macro_that_the_page_does_not() -> None:
    folders = [path.name for path in macro_page.MACROS.iterdir() if path.is_dir()]
    told = [entry for folder in folders for entry in macro_page.documented(folder)]
    shown = {entry["name"] for entry in told if entry.get("docs") != {"show": False}}
    assert {"clone_schema", "swap_schema", "is_audit", "prod_schema_of"} <= shown
    assert all(f"### `{name}`\n" in macro_page.PAGE.read_text() for name in shown)
