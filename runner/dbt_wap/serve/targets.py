"""The targets of a project, and a Project for each of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from dbt_wap.config import Settings
from dbt_wap.errors import WapError, unforeseen
from dbt_wap.model import Event, Hear
from dbt_wap.profiles import read_profile
from dbt_wap.project import Project
from dbt_wap.project_file import declared_var, mapping_in, rendered
from dbt_wap.serve.worker import Worker

T = TypeVar("T")


def unheard(event: Event) -> None:
    """Ignore an event."""


_AUDIT = "wap_audit_target"
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
    profile = read_profile(settings)
    names = sorted(profile.targets, key=lambda each: each != profile.default)
    audit_target = declared_var(mapping_in(settings.project_dir / "dbt_project.yml"), _AUDIT)
    building = {settings.audit_target, str(audit_target or "audit")}
    return tuple(name for name in names if name not in building or name == profile.default)


class Targets:
    """A Project for each target, all used on one thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._made: dict[str, tuple[int, Project]] = {}
        self._hear: Hear = unheard
        self.worker = Worker()
        self.names = target_names(settings)

    async def call(self, target: str, work: Callable[[Project], T], hear: Hear = unheard) -> T:
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
            settings = replace(self._settings, target=target, env=None)
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
