"""A dbt project with the records of runs only, which is cheap to parse."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from dbt_wap.config import Settings
from dbt_wap.errors import ConfigError
from dbt_wap.project_file import macro_folders, packages_folder, read_config

_KEPT = ("name", "version", "config-version", "profile", "vars", "quoting", "flags")


def state_project(settings: Settings) -> Path | None:
    """Create a project with the name, profile, vars and macros of the user's, and only dbt_wap.

    It can read and write records of runs, and has no models, seeds, snapshots, tests or other
    packages. Return None if it cannot be created: then the user's project is used.
    """
    folder = settings.work_dir / "state_project"
    root = settings.project_dir
    try:
        config = read_config(root)
        paths = [str(path) for path in macro_folders(root, config) if path.is_dir()]
        package = packages_folder(root, config) / "dbt_wap"
        if not (package / "dbt_project.yml").is_file():
            return None
        ours = {**{name: config[name] for name in _KEPT if name in config}, "macro-paths": paths}
        _write(folder / "dbt_project.yml", json.dumps(ours, indent=1, default=str))
        _link(folder / "dbt_packages" / "dbt_wap", package.resolve())
    except (ConfigError, OSError):
        return None
    return folder


def _write(path: Path, text: str) -> None:
    """Write the text to the file, unless it already is there."""
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        _put(path, lambda temp: temp.write_text(text, encoding="utf-8"))


def _link(path: Path, to: Path) -> None:
    """Make the path a link to a folder, unless it already is."""
    if not path.is_symlink() or os.readlink(path) != str(to):
        _put(path, lambda temp: temp.symlink_to(to, target_is_directory=True))


def _put(path: Path, make: Callable[[Path], object]) -> None:
    """Create a file or link atomically."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temp = path.with_name(f".{path.name}.{os.getpid()}")
    make(temp)
    os.replace(temp, path)
