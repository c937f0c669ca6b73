"""What `wap init` does to a dbt project: the package line and the naming macro."""

from __future__ import annotations

import os
from pathlib import Path

from dbt_wap.dbt.fixed_schemas import FIXED, fixed_schemas
from dbt_wap.dbt.project_file import read_config
from dbt_wap.setup.editing import Change, Edit, apply
from dbt_wap.setup.naming_edit import naming_edits
from dbt_wap.setup.packages_edit import installed_version, local_folder, package_edits

__all__ = [
    "FIXED",
    "Change",
    "Edit",
    "apply",
    "fixed_schemas",
    "installed_version",
    "local_folder",
    "plan_init",
]


def plan_init(
    project_dir: Path, version: str, *, package_dir: Path, offline: bool = False
) -> list[Change]:
    """Every change the project still needs is listed; an empty list means it is set up.

    `package_dir` has the macros of this runner, of which an `offline` project keeps a copy.
    """
    root = Path(os.path.abspath(project_dir))
    config = read_config(root)
    return [*package_edits(root, version, package_dir, offline), *naming_edits(root, config)]
