"""The copy of the macros in a project that cannot install them from the repository."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path

from dbt_wap.errors import ConfigError
from dbt_wap.project_file import mapping_in, refusal

PACKAGE = "dbt_wap"
FOLDER = "dbt_wap_package"
_PARTS = ("dbt_project.yml", "packages.yml", "macros")
_SAYS = """\
# dbt_wap {version}

The macros of dbt-wap, copied here by `wap init --offline`. Commit this folder with the project, and
do not edit it: a newer `wap init` replaces it.

md5 of the other files: {digest}
"""


@dataclass(frozen=True)
class FolderCopy:
    """A folder of the project that gets the macros of this runner."""

    path: Path
    source: Path
    version: str
    why: str

    def diff(self, root: Path) -> str:
        """Describe the copy in one line; its files are not shown."""
        count = len(list(_files(self.source)))
        before = _said(self.path)
        old = f", replacing those of {before[0]}" if before else ""
        name = Path(os.path.relpath(self.path, root)).as_posix()
        return f"# {name}/: {count} files of dbt-wap {self.version}{old}\n"

    def check(self) -> None:
        """Raise an error unless the folder is new or a copy that can be replaced."""
        check_copy(self.path)

    def write(self) -> Callable[[], None]:
        """Write the copy; return a function that restores the folder."""
        fresh, old = (self.path.with_name(f".{FOLDER}.{os.getpid()}.{n}") for n in ("new", "old"))
        try:
            for name in _files(self.source):
                (fresh / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(self.source / name, fresh / name)
            says = _SAYS.format(version=self.version, digest=digest(fresh))
            (fresh / "README.md").write_text(says, encoding="utf-8")
            if self.path.exists():
                self.path.rename(old)
            fresh.rename(self.path)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
            if old.exists() and not self.path.exists():
                old.rename(self.path)

        kept = {p.relative_to(old): p.read_bytes() for p in old.rglob("*") if p.is_file()}
        shutil.rmtree(old, ignore_errors=True)

        def undo() -> None:
            shutil.rmtree(self.path)
            for name, content in kept.items():
                (self.path / name).parent.mkdir(parents=True, exist_ok=True)
                (self.path / name).write_bytes(content)

        return undo


def bundled_package() -> Path:
    """Return the folder of this runner's macros: in the wheel, or next to it in a checkout."""
    here = Path(__file__).parents[1]
    for place in (here / "package", here.parents[1]):
        if (place / "dbt_project.yml").is_file() and (place / "macros").is_dir():
            return place
    raise ConfigError(
        "demo",
        f"the macros are missing next to {here}",
        next_command="pip install --force-reinstall . in the checkout of dbt-wap",
    )


def is_current(folder: Path, source: Path) -> bool:
    """Return whether the folder has the macros of this runner."""
    return folder.is_dir() and digest(folder) == digest(source)


def check_copy(folder: Path) -> None:
    """Raise an error if the folder exists and is not an unedited copy made by `wap init`."""
    if not folder.exists() and not folder.is_symlink():
        return
    said = _said(folder) if folder.is_dir() and not folder.is_symlink() else None
    if said is None:
        raise refusal(f"{folder} was not created by `wap init`; move or rename it")
    if said[1] != digest(folder):
        raise refusal(
            f"{folder} was edited after `wap init` created it; move your changes to macros of the "
            "project and delete the folder"
        )


def holds_package(folder: Path) -> bool:
    """Return whether the folder is the dbt package dbt_wap."""
    return version_in(folder) is not None


def version_in(folder: Path) -> str | None:
    """Return the version of the dbt package dbt_wap in the folder, or None."""
    config = mapping_in(folder / "dbt_project.yml")
    return str(config.get("version")) if config.get("name") == PACKAGE else None


def digest(folder: Path) -> str:
    """Return an md5 of the files of the package that ignores git's line endings."""
    sums = md5(usedforsecurity=False)
    for name in _files(folder):
        content = (folder / name).read_bytes().replace(b"\r\n", b"\n")
        sums.update(f"{name}\n{len(content)}\n".encode() + content)
    return sums.hexdigest()


def _files(folder: Path) -> Iterator[str]:
    """Return the paths of the package's files in a folder, sorted."""
    found = []
    for part in _PARTS:
        inside = (folder / part).rglob("*") if (folder / part).is_dir() else [folder / part]
        found += [p.relative_to(folder).as_posix() for p in inside if p.is_file()]
    yield from sorted(name for name in found if "/." not in name)


def _said(folder: Path) -> tuple[str, str] | None:
    """Return the version and the md5 recorded in the folder's README.md."""
    try:
        text = (folder / "README.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    found = re.search(r"^# dbt_wap (\S+)$.*^md5 of the other files: (\w+)$", text, re.M | re.S)
    return (found[1], found[2]) if found else None
