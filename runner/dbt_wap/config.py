"""The settings of a command: project, target, caller."""

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
    """Settings that every command needs.

    `env` is the environment of the candidate, or None. `serve_url` is where people reach the page
    of `wap serve`, `serve_home` the folder of its keys. Without it, that is a folder in `app_dir`,
    which is one per user.
    """

    project_dir: Path
    profiles_dir: Path | None = None
    profile: str | None = None
    target: str | None = None
    audit_target: str | None = None
    env: str | None = None
    vars: Vars = field(default_factory=Vars)
    own_vars: Mapping[str, Any] = field(default_factory=dict)
    dbt_executable: str | None = None
    report_url: str | None = None
    serve_url: str | None = None
    serve_home: Path | None = None
    app_dir: Path | None = None

    @property
    def work_dir(self) -> Path:
        """The folder for manifests and reports, inside dbt's target folder."""
        return self.project_dir / "target" / "wap"

    def profiles_file(self) -> Path | None:
        """Return the profiles.yml that dbt reads, if there is one."""
        folders: list[Path | str | None] = (
            [self.profiles_dir]
            if self.profiles_dir
            else [os.environ.get("DBT_PROFILES_DIR"), self.project_dir, Path.home() / ".dbt"]
        )
        files = (Path(folder) / "profiles.yml" for folder in folders if folder)
        return next((file for file in files if file.is_file()), None)

    def report_path(self, run_id: str) -> Path:
        """Return the path of a run's report.json, if it was made on this machine."""
        return self.work_dir / "runs" / run_id / "report.json"


def check_project(project_dir: Path) -> None:
    """Raise ConfigError unless the folder has a dbt project."""
    if not (project_dir / "dbt_project.yml").is_file():
        raise ConfigError(
            "project",
            f"no dbt_project.yml in {project_dir}",
            next_command="wap demo, or cd to a dbt project, or pass --project-dir DIR",
        )


def readable(text: str) -> str:
    """Return the text as UTF-8, even if Python decoded its bytes with another locale."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def actor() -> str:
    """Return the user named by WAP_ACTOR or the CI system, or else the user of the machine."""
    for name in ("WAP_ACTOR", "GITHUB_ACTOR", "GITLAB_USER_LOGIN", "BUILDKITE_BUILD_CREATOR"):
        if os.environ.get(name):
            return readable(os.environ[name])
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def git_sha(project_dir: Path) -> str | None:
    """Return the commit that is checked out, or None outside a git work tree."""
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
    """Return what the runner tells every macro about its caller."""
    return {
        "runner": True,
        "actor": actor(),
        "door": "cli",
        "identity": "shell",
        "groups": [],
        "host": socket.gethostname(),
        "pid": os.getpid(),
        "git_sha": git_sha(settings.project_dir),
        "vars": settings.vars.text,
    }
