"""`wap doctor` finds rules of targets that the profile does not have."""

from __future__ import annotations

from pathlib import Path

import pytest
from dbt_wap.config import Settings
from dbt_wap.setup.doctor import targets_with_rules

PROFILES = """
shop: {outputs: {dev: {type: duckdb}, prod: {type: duckdb}}}
other: {outputs: {qa: {type: duckdb}}}
"""


def checked(folder: Path, declared: str, profile: str | None = None) -> list[str]:
    """Return the checks of a project that declares these vars."""
    (folder / "dbt_project.yml").write_text(f"name: shop\nprofile: shop\nvars: {declared}\n")
    (folder / "profiles.yml").write_text(PROFILES)
    settings = Settings(folder, profiles_dir=folder, profile=profile)
    return [str(check) for check in targets_with_rules(settings)]


@pytest.mark.parametrize("vars_", ["{{wap_targets: {}}}", "{{shop: {{wap_targets: {}}}}}"])
def test_a_rule_of_an_unknown_target_fails(tmp_path: Path, vars_: str) -> None:
    rules = "{prod: {wap_min_approvals: 2}, prd: {wap_min_approvals: 2}}"
    [told] = checked(tmp_path, vars_.format(rules))
    assert told.startswith("fail  ")
    assert "wap_targets names prd, which is not a target of profile shop\n" in told
    assert "do: use one of dev, prod in dbt_project.yml" in told


def test_another_profile_has_other_targets(tmp_path: Path) -> None:
    [told] = checked(tmp_path, "{wap_targets: {prod: {}}}", profile="other")
    assert "wap_targets names prod, which is not a target of profile other" in told


def test_rules_of_known_targets_pass(tmp_path: Path) -> None:
    [told] = checked(tmp_path, "{wap_targets: {prod: {wap_min_approvals: 2}}}")
    assert told == "ok    the profile has the targets in wap_targets"


@pytest.mark.parametrize("declared", ["", "{}", "{wap_targets: {}}", "{wap_targets: x}", "x"])
def test_without_rules_of_targets_there_is_no_check(tmp_path: Path, declared: str) -> None:
    assert checked(tmp_path, declared) == []


def test_a_profile_that_cannot_be_read_is_left_to_dbt(tmp_path: Path) -> None:
    assert checked(tmp_path, "{wap_targets: {prod: {}}}", profile="missing") == []
