"""The .yml files describe each macro with its header comment."""

from __future__ import annotations

import macro_docs


def test_the_descriptions_are_the_headers_of_the_macros() -> None:
    stale = [path.name for path, text in macro_docs.pages().items() if path.read_text() != text]
    assert stale == [], "run `make docs`"
