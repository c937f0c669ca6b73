"""docs/api.md lists what the OpenAPI document says."""

from __future__ import annotations

import api_page


def test_the_page_is_that_of_the_document() -> None:
    assert api_page.PAGE.read_text() == api_page.page(), "run `make docs`"
