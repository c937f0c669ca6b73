"""docs/report-json.md lists the fields of the schema of report.json."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).resolve().parents[3] / "docs" / "schema_page.py"


def load() -> Any:
    spec = importlib.util.spec_from_file_location("schema_page", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_that_of_the_schema() -> None:
    docs = load()
    assert docs.PAGE.read_text() == docs.page(), "run `make docs`"
