"""`wap init`: adds the package and the naming macro to a dbt project."""

from __future__ import annotations

import os
from pathlib import Path

from dbt_wap.config import check_project
from dbt_wap.dbt.fixed_schemas import FIXED, fixed_schemas
from dbt_wap.model import Event, Hear
from dbt_wap.project_file import read_config
from dbt_wap.setup.editing import Change, apply
from dbt_wap.setup.naming_edit import naming_edits
from dbt_wap.setup.package_copy import bundled_package
from dbt_wap.setup.packages_edit import installed_version, local_folder, package_edits
from dbt_wap.version import __version__


def init(root: Path, hear: Hear, *, offline: bool = False) -> dict[str, object]:
    """Show and make each change the project needs; return the changes and the next command."""
    check_project(root)
    edits = plan_init(root, __version__, package_dir=bundled_package(), offline=offline)
    for edit in edits:
        hear(Event("result", f"# {edit.why}\n{edit.diff(root)}"))
    apply(edits)
    deps = edits or installed_version(root) != __version__
    then = "dbt deps, then wap doctor" if deps else "wap doctor"
    for place in fixed_schemas(root):
        hear(Event("result", f"{place}\n  {FIXED}"))
    hear(Event("result", f"next: {then}" if edits else f"nothing to change; next: {then}"))
    if deps and not local_folder(root):
        hear(Event("note", "if dbt deps cannot reach the repository: wap init --offline"))
    changed = [Path(os.path.relpath(edit.path, root)).as_posix() for edit in edits]
    return {"changed": changed, "next": then}


def plan_init(
    project_dir: Path, version: str, *, package_dir: Path, offline: bool = False
) -> list[Change]:
    """Return the changes that the project still needs; none if it is set up.

    `package_dir` has the macros of this runner; an `offline` project keeps a copy of them.
    """
    root = Path(os.path.abspath(project_dir))
    config = read_config(root)
    return [*package_edits(root, version, package_dir, offline), *naming_edits(root, config)]
