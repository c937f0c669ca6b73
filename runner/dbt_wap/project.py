"""What `wap init` does to a dbt project: the package line and the naming macro."""

from __future__ import annotations

import os
from pathlib import Path

from dbt_wap.editing import Edit, apply, read_config
from dbt_wap.naming_edit import naming_edits
from dbt_wap.packages_edit import package_edits

__all__ = ["Edit", "apply", "plan_init"]


def plan_init(project_dir: Path, version: str, *, package_dir: Path | None = None) -> list[Edit]:
    """Every edit the project still needs is listed; an empty list means it is set up."""
    root = Path(os.path.abspath(project_dir))
    config = read_config(root)
    return [*package_edits(root, version, package_dir), *naming_edits(root, config)]
