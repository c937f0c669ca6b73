"""Planned edits of a user's files: shown as a diff, written whole or not at all."""

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
    """One file that `wap init` wants to write; `before` is None when it does not exist yet."""

    path: Path
    before: str | None
    after: str
    why: str

    def diff(self, root: Path) -> str:
        """The edit is shown as a unified diff that `git apply` takes in `root`."""
        name = Path(os.path.relpath(self.path, root)).as_posix()
        old, new = (re.findall(r"[^\n]*\n|[^\n]+", t) for t in (self.before or "", self.after))
        source = "/dev/null" if self.before is None else f"a/{name}"
        lines = difflib.unified_diff(old, new, source, f"b/{name}")
        end = "\n\\ No newline at end of file\n"
        return "".join(line if line.endswith("\n") else line + end for line in lines)

    def check(self) -> None:
        """The file is still what the plan saw, or nothing is written."""
        if text_of(self.path) != self.before:
            raise refusal(f"{self.path} was changed in the meantime; nothing was written")

    def write(self) -> Callable[[], None]:
        """The file is as planned; what puts it back."""
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
    """What `wap init` wants to write: one file, or a whole folder."""

    @property
    def path(self) -> Path:
        """What is written."""

    @property
    def why(self) -> str:
        """The reason, for the user."""

    def diff(self, root: Path) -> str:
        """The change is shown."""

    def check(self) -> None:
        """What is there is what the plan saw, or it is refused."""

    def write(self) -> Callable[[], None]:
        """The change is on disk; what takes it back."""


def apply(changes: Sequence[Change]) -> None:
    """Every change is on disk, or none of them."""
    for change in changes:
        change.check()
    done: list[Callable[[], None]] = []
    for change in changes:
        try:
            done.append(change.write())
        except OSError as error:
            for undo in reversed(done):
                undo()
            what = f"{change.path} cannot be written: {error.strerror}; nothing was changed"
            raise refusal(what) from error


def check_place(path: Path, root: Path) -> None:
    """The file can be written, and lies inside the project however its folders are linked."""
    for part in (path, *path.parents):
        if part.is_symlink() and not part.exists():
            raise refusal(
                f"{part} is a link to {os.readlink(part)}, which does not exist; "
                "make that, or remove the link"
            )
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(os.path.realpath(root)):
        raise refusal(f"{path} is {real}, outside the project, where other projects may read it")
    near = next(part for part in (real, *real.parents) if part.exists())
    if near != real and not near.is_dir():
        raise refusal(f"{near} is a file, and {path} needs a folder there")
    for part in (near, real.parent) if near == real else (near,):
        if not os.access(part, os.W_OK):
            raise refusal(f"{part} may not be written by this user; make it writable")


def _replace(path: Path, text: str) -> None:
    """The file holds the text, with the mode it had; no reader ever saw a half of it."""
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
    """The text, ending in a line end unless it is empty."""
    return text if not text or text.endswith("\n") else text + eol
