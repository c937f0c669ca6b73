"""docs/report-json.md lists the fields of the schema of report.json."""

from __future__ import annotations

import schema_page


def test_the_page_is_that_of_the_schema() -> None:
    assert schema_page.PAGE.read_text() == schema_page.page(), "run `make docs`"
