"""Planned edits of a user's files: shown as a diff, and written all or not at all."""

from __future__ import annotations

import difflib
import os
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dbt_wap.project_file import refusal, text_of


@dataclass(frozen=True)
class Edit:
    """A file that `wap init` writes; `before` is None for a new file."""

    path: Path
    before: str | None
    after: str
    why: str

    def diff(self, root: Path) -> str:
        """Return the edit as a unified diff that `git apply` accepts in `root`."""
        name = Path(os.path.relpath(self.path, root)).as_posix()
        old, new = (re.findall(r"[^\n]*\n|[^\n]+", t) for t in (self.before or "", self.after))
        source = "/dev/null" if self.before is None else f"a/{name}"
        lines = difflib.unified_diff(old, new, source, f"b/{name}")
        end = "\n\\ No newline at end of file\n"
        return "".join(line if line.endswith("\n") else line + end for line in lines)

    def check(self) -> None:
        """Raise an error if the file changed after the edit was planned."""
        if text_of(self.path) != self.before:
            raise refusal(f"{self.path} changed while wap init ran; nothing was written")

    def write(self) -> Callable[[], None]:
        """Write the file; return a function that restores it."""
        path = self.path.resolve()
        made = [folder for folder in path.parents if not folder.exists()]
        _replace(path, self.after)

        def undo() -> None:
            if self.before is not None:
                _replace(path, self.before)
                return
            path.unlink()
            for folder in made:
                folder.rmdir()

        return undo


class Change(Protocol):
    """A file or folder that `wap init` writes."""

    @property
    def path(self) -> Path:
        """The file or folder."""

    @property
    def why(self) -> str:
        """The reason, for the user."""

    def diff(self, root: Path) -> str:
        """Return the change as text."""

    def check(self) -> None:
        """Raise an error if the change cannot be applied."""

    def write(self) -> Callable[[], None]:
        """Apply the change; return a function that reverts it."""


def apply(changes: Sequence[Change]) -> None:
    """Apply all changes or none."""
    for change in changes:
        change.check()
    done: list[Callable[[], None]] = []
    for change in changes:
        try:
            done.append(change.write())
        except OSError as error:
            for undo in reversed(done):
                undo()
            what = f"could not write {change.path}: {error.strerror}; nothing was changed"
            raise refusal(what) from error


def check_place(path: Path, root: Path) -> None:
    """Raise an error unless the file is writable and inside the project, links followed."""
    for part in (path, *path.parents):
        if part.is_symlink() and not part.exists():
            raise refusal(
                f"{part} is a link to {os.readlink(part)}, which does not exist; "
                "create it or remove the link"
            )
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(os.path.realpath(root)):
        raise refusal(f"{path} is {real}, outside the project, where other projects may use it")
    near = next(part for part in (real, *real.parents) if part.exists())
    if near != real and not near.is_dir():
        raise refusal(f"{near} is a file, but {path} needs a folder there")
    for part in (near, real.parent) if near == real else (near,):
        if not os.access(part, os.W_OK):
            raise refusal(f"{part} is not writable; change its permissions")


def _replace(path: Path, text: str) -> None:
    """Write the text to a file atomically and keep its mode."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temp = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temp.write_bytes(text.encode("utf-8"))
        if path.exists():
            shutil.copymode(path, temp)
        os.replace(temp, path)
    finally:
        temp.unlink(missing_ok=True)


def closed(text: str, eol: str) -> str:
    """Return the text with a newline at its end, unless it is empty."""
    return text if not text or text.endswith("\n") else text + eol
