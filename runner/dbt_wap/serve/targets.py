"""The targets of a project, and a Project for each of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from dbt_wap.config import Settings
from dbt_wap.errors import ConfigError, WapError, unforeseen
from dbt_wap.model import Event, Hear
from dbt_wap.project import Project
from dbt_wap.project_file import mapping_in, read_config, rendered
from dbt_wap.serve.worker import Worker

T = TypeVar("T")


def _unheard(event: Event) -> None:
    """Ignore an event."""


_FILES = ("dbt_project.yml", "packages.yml", "dependencies.yml", "package-lock.yml", "profiles.yml")
_FOLDERS = {
    "model-paths": ["models"],
    "macro-paths": ["macros"],
    "seed-paths": ["seeds"],
    "snapshot-paths": ["snapshots"],
    "test-paths": ["tests"],
    "analysis-paths": ["analyses"],
}
"""The folders that dbt parses, and their defaults."""


def target_names(settings: Settings) -> tuple[str, ...]:
    """Return the target that was asked for, or else all of the profile, the default one first.

    Targets that only build candidates are left out: they have the runs of all others.
    """
    if settings.target:
        return (settings.target,)
    file = settings.profiles_file()
    if file is None:
        raise ConfigError("serve", "found no profiles.yml", next_command="wap doctor")
    config = read_config(settings.project_dir)
    name = settings.profile or rendered(config.get("profile"))
    profile = mapping_in(file).get(str(name))
    outputs = profile.get("outputs") if isinstance(profile, dict) else None
    if not isinstance(profile, dict) or not isinstance(outputs, dict) or not outputs:
        raise ConfigError("serve", f"{file} has no outputs of the profile {name}")
    default = rendered(profile.get("target", "default"))
    names = sorted(map(str, outputs), key=lambda each: each != default)
    building = {settings.audit_target, _audit_target(config)}
    return tuple(name for name in names if name not in building or name == default)


def _audit_target(config: Mapping[str, Any]) -> str:
    """Return the var wap_audit_target, from wherever dbt_project.yml has it."""
    given = config.get("vars")
    places = [given, *given.values()] if isinstance(given, dict) else []
    found = [place["wap_audit_target"] for place in places if "wap_audit_target" in _dict(place)]
    return str(found[-1]) if found else "audit"


def _dict(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


class Targets:
    """A Project for each target, all used on one thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._made: dict[str, tuple[int, Project]] = {}
        self._hear: Hear = _unheard
        self.worker = Worker()
        self.names = target_names(settings)

    async def call(self, target: str, work: Callable[[Project], T], hear: Hear = _unheard) -> T:
        """Do work with the project of a target when its turn comes; raise only WapErrors.

        `hear` gets the events, on the worker's thread.
        """
        return await self.worker.call(lambda: self._use(target, work, hear))

    def _use(self, target: str, work: Callable[[Project], T], hear: Hear) -> T:
        """Do the work, then close the connections: other processes may need the warehouse."""
        try:
            project = self._project(target)
            self._hear = hear
            try:
                return work(project)
            finally:
                project.release()
        except WapError:
            raise
        except BaseException as error:  # a SystemExit of dbt would end the server
            raise unforeseen(error, "serve") from error

    def _project(self, target: str) -> Project:
        """Return the project of the target, created again if the project's files have changed."""
        state = signature(self._settings)
        known = self._made.get(target)
        if known is None or known[0] != state:
            settings = replace(self._settings, target=target)
            known = self._made[target] = state, Project(settings, lambda e: self._hear(e))
        return known[1]


def signature(settings: Settings) -> int:
    """Return a number that changes with the files that dbt parses.

    It depends on the path, size and modification time of each file: dbt parses a project once, and
    these are what its own partial parsing looks at first. Installed packages count through
    package-lock.yml.
    """
    root = settings.project_dir
    folders = _folders(root, mapping_in(root / "dbt_project.yml"))
    files = [root / name for name in _FILES]
    files += [file for file in [settings.profiles_file()] if file]
    return hash(frozenset(_stamps([*files, *_files_in(folders)])))


def _folders(root: Path, config: Mapping[str, Any]) -> Iterator[Path]:
    for setting, default in _FOLDERS.items():
        paths = config.get(setting) or default
        for path in [paths] if isinstance(paths, str) else paths:
            yield root / (rendered(path) or str(path))


def _files_in(folders: Iterator[Path]) -> Iterator[Path]:
    for folder in folders:
        for parent, _, names in os.walk(folder):
            yield from (Path(parent, name) for name in names)


def _stamps(files: list[Path]) -> Iterator[tuple[str, int, int]]:
    for file in files:
        try:
            found = file.stat()
        except OSError:
            continue
        yield str(file), found.st_mtime_ns, found.st_size
