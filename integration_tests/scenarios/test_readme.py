"""The terminal session in the README is what the demo prints."""

from __future__ import annotations

from pathlib import Path

import cast
import pytest
from shop import REPOSITORY


@pytest.mark.only_on("duckdb", "the demo runs on DuckDB")
def test_the_demo_prints_what_the_readme_shows(tmp_path: Path) -> None:
    readme = (REPOSITORY / "README.md").read_text()
    assert "](docs/pictures/cast.svg)" in readme
    assert all(f"`wap {command}`" in readme for command in cast.SHOWN)
    outputs = {command: cast.played(command, tmp_path) for command in cast.SHOWN}
    drawn = cast.picture(outputs)
    assert cast.CAST.read_text() == drawn, "run `make screenshots`"
    assert "cd demo; wap serve --open" in outputs["demo --yes"]
