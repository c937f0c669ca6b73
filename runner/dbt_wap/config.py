"""Where the project is, which target is prod, and who acts."""

from __future__ import annotations

import getpass
import os
import socket
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dbt_wap.errors import ConfigError
from dbt_wap.given_vars import Vars


@dataclass(frozen=True)
class Settings:
    """What every command needs to know of the project and of the caller."""

    project_dir: Path
    profiles_dir: Path | None = None
    profile: str | None = None
    target: str | None = None
    audit_target: str | None = None
    vars: Vars = field(default_factory=Vars)
    own_vars: Mapping[str, Any] = field(default_factory=dict)
    dbt_executable: str | None = None
    report_url: str | None = None

    @property
    def work_dir(self) -> Path:
        """Where the runner keeps manifests and reports: inside dbt's own target folder."""
        return self.project_dir / "target" / "wap"

    def profiles_file(self) -> Path | None:
        """The profiles.yml that dbt reads, where there is one."""
        folders: list[Path | str | None] = (
            [self.profiles_dir]
            if self.profiles_dir
            else [os.environ.get("DBT_PROFILES_DIR"), self.project_dir, Path.home() / ".dbt"]
        )
        files = (Path(folder) / "profiles.yml" for folder in folders if folder)
        return next((file for file in files if file.is_file()), None)

    def report_path(self, run_id: str) -> Path:
        """Where report.json of a run lies on this machine, once it was made here."""
        return self.work_dir / "runs" / run_id / "report.json"


def check_project(project_dir: Path) -> None:
    """There is a dbt project in the folder, or the command ends here."""
    if not (project_dir / "dbt_project.yml").is_file():
        raise ConfigError(
            "project",
            f"no dbt_project.yml in {project_dir}",
            next_command="wap demo, or cd into a dbt project, or --project-dir DIR",
        )


def readable(text: str) -> str:
    """The text as UTF-8 has it, also where Python took its bytes for those of another locale."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def actor() -> str:
    """Who acts: the user that the CI names, else the user of the machine."""
    for name in ("WAP_ACTOR", "GITHUB_ACTOR", "GITLAB_USER_LOGIN", "BUILDKITE_BUILD_CREATOR"):
        if os.environ.get(name):
            return readable(os.environ[name])
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def git_sha(project_dir: Path) -> str | None:
    """The commit that is checked out, or None outside a git work tree."""
    try:
        done = subprocess.run(
            ["git", "rev-parse", "HEAD"],
            cwd=project_dir,
            capture_output=True,
            text=True,
            timeout=10,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() or None if done.returncode == 0 else None


def caller(settings: Settings) -> dict[str, Any]:
    """What the runner says of itself to every macro that it calls."""
    return {
        "runner": True,
        "actor": actor(),
        "host": socket.gethostname(),
        "pid": os.getpid(),
        "git_sha": git_sha(settings.project_dir),
        "vars": settings.vars.text,
    }
