"""A project comes from a folder or from a Git repository."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from dbt_wap.prefect.workspace import folder_of, inside


@pytest.fixture
def repository(tmp_path: Path) -> str:
    """The URL of a Git repository with a project in a folder, on the branch main."""
    root = tmp_path / "repository"
    (root / "dbt").mkdir(parents=True)
    (root / "dbt" / "dbt_project.yml").write_text("name: shop\n")
    who = ("-c", "user.name=ana", "-c", "user.email=ana@example.com")
    for command in (("init", "-q", "-b", "main"), ("add", "."), (*who, "commit", "-qm", "First")):
        subprocess.run(["git", *command], cwd=root, check=True)
    return f"file://{root}"


def test_a_folder_is_used_where_it_is(tmp_path: Path) -> None:
    with folder_of(tmp_path, None, None, None) as folder:
        assert folder == tmp_path.resolve()


def test_a_repository_is_pulled_and_removed_afterwards(repository: str) -> None:
    with folder_of(Path("dbt"), repository, "main", None) as folder:
        assert (folder / "dbt_project.yml").read_text() == "name: shop\n"
    assert not folder.exists()


def test_the_folder_is_left_after_an_error(tmp_path: Path) -> None:
    before = Path.cwd()
    with pytest.raises(FileNotFoundError), inside(tmp_path):
        Path("missing").read_text()
    assert Path.cwd() == before
