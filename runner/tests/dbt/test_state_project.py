"""The project of ours in which the records of runs are read."""

from __future__ import annotations

import json
from pathlib import Path

from dbt_wap.config import Settings
from dbt_wap.dbt.state_project import state_project

CONFIG = """
name: shop
profile: "{{ env_var('P') }}"
macro-paths: [../shared, macros]
models: {shop: {+enabled: false}}
on-run-end: "{{ gone() }}"
quoting: {schema: true}
vars: {wap_state_schema: records, since: 2024-01-01, other: {wap_keep: 2}}
"""


def test_it_has_what_records_depend_on_and_no_nodes(tmp_path: Path) -> None:
    root = tmp_path / "shop"
    (root / "macros").mkdir(parents=True)
    (root / "dbt_project.yml").write_text(CONFIG)
    assert state_project(Settings(root)) is None, "dbt deps has not run"
    package = root / "dbt_packages" / "dbt_wap"
    package.mkdir(parents=True)
    (package / "dbt_project.yml").write_text("name: dbt_wap")
    (root / "dbt_packages" / "other").mkdir()

    folder = state_project(Settings(root))

    assert folder is not None
    file = folder / "dbt_project.yml"
    made = json.loads(file.read_text())
    assert made == {
        "name": "shop",
        "profile": "{{ env_var('P') }}",
        "macro-paths": [str(root / "macros")],
        "quoting": {"schema": True},
        "vars": {"wap_state_schema": "records", "since": "2024-01-01", "other": {"wap_keep": 2}},
    }
    assert [p.resolve() for p in (folder / "dbt_packages").iterdir()] == [package]
    before = file.stat().st_mtime_ns
    assert state_project(Settings(root)) == folder
    assert file.stat().st_mtime_ns == before, "nothing is written again: dbt's cache stays good"
