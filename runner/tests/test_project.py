"""The Python API is what its page says; what it does is shown by the scenarios."""

from __future__ import annotations

import re
from importlib.resources import files
from inspect import getmembers, isfunction, signature
from pathlib import Path

import dbt_wap
import pytest
from dbt_wap import Project, Settings
from dbt_wap.errors import ConfigError

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "python-api.md").read_text()
METHODS = {name: each for name, each in getmembers(Project, isfunction) if name[0] != "_"}
AROUND = {"install", "page", "release"}


def test_every_method_is_on_the_page_with_its_arguments() -> None:
    rows = dict(re.findall(r"^\| `(\w+)\((.*?)\)` \|", PAGE, re.MULTILINE))
    assert set(rows) == set(METHODS) - AROUND
    for name, given in rows.items():
        told = [re.sub(r"=|\".*\"", "", each).strip() for each in given.split(",") if given]
        (_, *known) = signature(METHODS[name]).parameters
        assert [each or "step" for each in told] == known, name


def test_what_the_package_offers_is_there_and_typed() -> None:
    assert all(hasattr(dbt_wap, name) for name in dbt_wap.__all__)
    assert (files(dbt_wap) / "py.typed").is_file()


def test_a_folder_without_a_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no dbt_project\.yml"):
        Project(Settings(tmp_path))
