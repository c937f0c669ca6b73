"""Where the project is, which vars it is given, and who acts."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from dbt_wap.config import (
    Settings,
    actor,
    caller,
    check_project,
    git_sha,
)
from dbt_wap.errors import ConfigError
from dbt_wap.given_vars import read_vars

ACTORS = ("WAP_ACTOR", "GITHUB_ACTOR", "GITLAB_USER_LOGIN", "BUILDKITE_BUILD_CREATOR")


@pytest.fixture(autouse=True)
def clean_env(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the caller reaches a test."""
    for name in list(os.environ):
        if name.startswith(("WAP_", "DBT_", "GIT_")) or name in ACTORS:
            monkeypatch.delenv(name)


def test_a_folder_without_a_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no dbt_project\.yml"):
        check_project(tmp_path)
    (tmp_path / "dbt_project.yml").touch()
    check_project(tmp_path)


def test_the_actor_is_the_one_that_the_ci_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "me")
    assert actor() == "me"
    for name in reversed(ACTORS):
        monkeypatch.setenv(name, name.lower())
        assert actor() == name.lower()


def test_a_user_without_a_name_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", unknown)
    assert actor() == "unknown"


def test_the_commit_is_that_of_the_project_or_none(tmp_path: Path) -> None:
    assert git_sha(tmp_path) is None
    assert git_sha(tmp_path / "missing") is None
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run([*git, "init", "-q"], cwd=tmp_path, check=True)
    assert git_sha(tmp_path) is None
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "a"], cwd=tmp_path, check=True)
    assert len(git_sha(tmp_path) or "") == 40


def test_a_caller_says_who_it_is_and_its_vars(tmp_path: Path) -> None:
    said = caller(Settings(tmp_path, vars=read_vars("{a: yes}")))
    assert said["runner"] is True
    assert said["vars"] == "{a: yes}"


def test_profiles_are_found_where_dbt_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, named, project, home = (tmp_path / n for n in ("given", "named", "project", "home"))
    monkeypatch.setattr(Path, "home", lambda: home)
    settings = Settings(project)
    assert settings.profiles_file() is None
    for folder in (home / ".dbt", project, named, given):
        folder.mkdir(parents=True)
        (folder / "profiles.yml").touch()
    assert settings.profiles_file() == project / "profiles.yml"
    monkeypatch.setenv("DBT_PROFILES_DIR", str(named))
    assert settings.profiles_file() == named / "profiles.yml"
    assert Settings(project, profiles_dir=given).profiles_file() == given / "profiles.yml"
