"""Finds snapshots with a fixed `target_schema`, which dbt does not pass to a naming macro."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dbt_wap.errors import ConfigError
from dbt_wap.project_file import mapping_in, rendered

_SETTING = re.compile(r"""(?!\s*(?:#|--|\{#)).*\btarget_schema["']?\s*[=:]""")
_PASSES = re.compile(r"dbt_wap|generate_schema_name")
FIXED = """\
An audit build uses this schema too, so it would build the snapshot in prod.
  In SQL, write
    target_schema=dbt_wap.audit_schema_name('snapshots')
  In YAML, which cannot call macros, write
    target_schema: "{{ 'audit_' if var('dbt_wap_audit', false) else '' }}snapshots"
  Replace `snapshots` with your schema.\
"""


def fixed_schemas(root: Path) -> list[str]:
    """Return the file, line and text of each `target_schema` that ignores the naming mode."""
    config = mapping_in(root / "dbt_project.yml")
    found = []
    for path in [root / "dbt_project.yml", *_files(root, config)]:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        for number, line in enumerate(lines, start=1):
            if _SETTING.match(line) and not _PASSES.search(line):
                found.append(f"{path.relative_to(root).as_posix()}, line {number}: {line.strip()}")
    return found


def with_places(error: ConfigError, root: Path) -> ConfigError:
    """Add to an error about fixed schemas the files and lines that set them."""
    places = fixed_schemas(root) if "target_schema" in error.what else []
    if places:
        error.what += "\ntarget_schema is set in\n  " + "\n  ".join(places)
    return error


def _files(root: Path, config: Mapping[str, Any]) -> Iterator[Path]:
    """Return the files that can define or configure snapshots."""
    for setting, default in (("snapshot-paths", "snapshots"), ("model-paths", "models")):
        for folder in config.get(setting) or [default]:
            for base, _, names in sorted(os.walk(root / (rendered(folder) or default))):
                for name in sorted(names):
                    path = Path(base, name)
                    if name.endswith((".sql", ".yml", ".yaml")) and path.is_relative_to(root):
                        yield path
