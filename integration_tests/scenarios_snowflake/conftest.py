"""Scenarios of what is special about Snowflake; the others run on it as well (scenarios/)."""

from __future__ import annotations

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Nothing here is for another engine."""
    only = pytest.mark.only_on("snowflake", reason="it is about Snowflake alone")
    for item in items:
        if "scenarios_snowflake" in item.nodeid:
            item.add_marker(only)
