"""Which targets there are, and when a project is parsed again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from dbt_wap.config import Settings
from dbt_wap.errors import ConfigError
from dbt_wap.serve.targets import signature, target_names

PROFILES = """
shop:
  target: "{{ env_var('SHOP_TARGET', 'prod') }}"
  outputs:
    dev: {type: duckdb, path: "{{ env_var('NOT_SET_HERE') }}"}
    prod: {type: duckdb, path: shop.duckdb}
    audit: {type: duckdb, path: shop.duckdb}
    qa: {type: not_installed}
other:
  outputs: {only: {type: duckdb}}
empty: {}
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "dbt_project.yml").write_text("name: shop\nprofile: shop\n")
    (tmp_path / "profiles.yml").write_text(PROFILES)
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "a.sql").write_text("select 1")
    return Settings(tmp_path, profiles_dir=tmp_path)


def with_(settings: Settings, **changes: object) -> Settings:
    return Settings(**{**vars(settings), **changes})  # type: ignore[arg-type]


def test_all_targets_are_served_and_the_default_one_is_first(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert target_names(settings) == ("prod", "dev", "qa")
    monkeypatch.setenv("SHOP_TARGET", "qa")
    assert target_names(settings) == ("qa", "dev", "prod")


def test_a_given_target_is_the_only_one(settings: Settings) -> None:
    assert target_names(with_(settings, target="dev")) == ("dev",)


def test_another_profile_has_other_targets(settings: Settings) -> None:
    assert target_names(with_(settings, profile="other")) == ("only",)


def test_targets_that_build_candidates_are_left_out(settings: Settings) -> None:
    assert target_names(with_(settings, audit_target="qa")) == ("prod", "dev")
    project = settings.project_dir / "dbt_project.yml"
    for given in ("vars: {wap_audit_target: dev}", "vars: {shop: {wap_audit_target: dev}}"):
        project.write_text(f"name: shop\nprofile: shop\n{given}\n")
        assert target_names(settings) == ("prod", "audit", "qa")


@pytest.mark.parametrize("profile", ["empty", "missing"])
def test_a_profile_without_targets_is_refused(settings: Settings, profile: str) -> None:
    with pytest.raises(ConfigError, match=f"no outputs of the profile {profile}"):
        target_names(with_(settings, profile=profile))


def test_a_missing_profiles_file_is_refused(settings: Settings) -> None:
    with pytest.raises(ConfigError, match=r"profiles\.yml"):
        target_names(with_(settings, profiles_dir=settings.project_dir / "models"))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a model changes": lambda root: (root / "models/a.sql").write_text("select 22"),
    "a model is touched": lambda root: os.utime(root / "models/a.sql", ns=(1, 1)),
    "a model is added": lambda root: (root / "models/b.sql").write_text(""),
    "a model is removed": lambda root: (root / "models/a.sql").unlink(),
    "a model is renamed": lambda root: (root / "models/a.sql").rename(root / "models/c.sql"),
    "the project changes": lambda root: (root / "dbt_project.yml").write_text("name: other"),
    "the profiles change": lambda root: (root / "profiles.yml").write_text(""),
    "packages are installed": lambda root: (root / "package-lock.yml").write_text(""),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_what_dbt_parses_is_noticed(
    settings: Settings, change: Callable[[Path], object]
) -> None:
    before = signature(settings)
    assert signature(settings) == before
    change(settings.project_dir)
    assert signature(settings) != before


def test_other_files_of_the_project_do_not_count(settings: Settings) -> None:
    before = signature(settings)
    for name in ("shop.duckdb", "target/manifest.json", "logs/dbt.log"):
        path = settings.project_dir / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    assert signature(settings) == before


def test_the_folders_are_those_of_the_project(settings: Settings) -> None:
    root = settings.project_dir
    (root / "dbt_project.yml").write_text("name: shop\nprofile: shop\nmodel-paths: [sql]\n")
    before = signature(settings)
    (root / "models/a.sql").unlink()
    assert signature(settings) == before
    (root / "sql").mkdir()
    (root / "sql/a.sql").write_text("select 1")
    assert signature(settings) != before
