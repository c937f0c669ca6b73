"""Where a project writes the schema of its snapshots down, so that no naming macro is asked."""

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
  is the same in both modes, so this snapshot would be built in prod. In SQL write
    target_schema=dbt_wap.audit_schema_name('snapshots')
  in YAML, where macros are not known,
    target_schema: "{{ 'audit_' if var('dbt_wap_audit', false) else '' }}snapshots"
  with your schema in the place of `snapshots`\
"""


def fixed_schemas(root: Path) -> list[str]:
    """File and line of each `target_schema` that is the same in both naming modes, and its text."""
    config = mapping_in(root / "dbt_project.yml")
    found = []
    for path in [root / "dbt_project.yml", *_files(root, config)]:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        for number, line in enumerate(lines, start=1):
            if _SETTING.match(line) and not _PASSES.search(line):
                found.append(f"{path.relative_to(root).as_posix()}, line {number}: {line.strip()}")
    return found


def with_places(error: ConfigError, root: Path) -> ConfigError:
    """The refusal of nodes that no naming macro names, with file and line of what they say."""
    places = fixed_schemas(root) if "target_schema" in error.what else []
    if places:
        error.what += "\nit says so in\n  " + "\n  ".join(places)
    return error


def _files(root: Path, config: Mapping[str, Any]) -> Iterator[Path]:
    """The files in which dbt looks for snapshots and what is said of them."""
    for setting, default in (("snapshot-paths", "snapshots"), ("model-paths", "models")):
        for folder in config.get(setting) or [default]:
            for base, _, names in sorted(os.walk(root / (rendered(folder) or default))):
                for name in sorted(names):
                    path = Path(base, name)
                    if name.endswith((".sql", ".yml", ".yaml")) and path.is_relative_to(root):
                        yield path
