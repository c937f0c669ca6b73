"""The .yml files describe each macro with its header comment."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "macro_docs.py"


def load() -> Any:
    spec = importlib.util.spec_from_file_location("macro_docs", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_descriptions_are_the_headers_of_the_macros() -> None:
    stale = [path.name for path, text in load().pages().items() if path.read_text() != text]
    assert stale == [], "run `make docs`"
