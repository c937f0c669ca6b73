"""A dbt project that knows the records of runs and nothing else: to parse it costs little."""

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
    """A folder with the project's name, profile, vars and macros, and dbt_wap for its one package.

    What runs are recorded and decided by is there; the models, seeds, snapshots and tests are not,
    nor the other packages. None where it cannot be made: then the project itself will do.
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
    """The file says this; one that does already is left alone."""
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        _put(path, lambda temp: temp.write_text(text, encoding="utf-8"))


def _link(path: Path, to: Path) -> None:
    """The path leads there."""
    if not path.is_symlink() or os.readlink(path) != str(to):
        _put(path, lambda temp: temp.symlink_to(to, target_is_directory=True))


def _put(path: Path, make: Callable[[Path], object]) -> None:
    """What is made is there, and nobody ever sees a half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temp = path.with_name(f".{path.name}.{os.getpid()}")
    make(temp)
    os.replace(temp, path)
