"""Where the project and its connection come from: a folder or a repository, a file or a block."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from prefect.blocks.core import Block
from prefect.blocks.system import Secret
from prefect.runner.storage import BlockStorageAdapter, GitRepository
from prefect.utilities.asyncutils import run_coro_as_sync

from dbt_wap.config import Settings
from dbt_wap.errors import ConfigError

_URLS = ("https://", "http://", "ssh://", "git@", "file://")


@contextmanager
def folder_of(
    project_dir: Path, repository: str | None, branch: str | None, token: str | None
) -> Iterator[Path]:
    """Give the folder of the project, which is inside the repository if there is one.

    `repository` is the URL of a Git repository, or a storage block as type/name. `token` is the
    name of the secret block that has an access token.
    """
    if repository is None:
        yield project_dir.resolve()
        return
    with TemporaryDirectory(prefix="wap-project-") as folder:
        storage: GitRepository | BlockStorageAdapter
        if repository.startswith(_URLS):
            secret = {"access_token": Secret.load(token)} if token else None
            storage = GitRepository(repository, secret, "project", branch, pull_interval=None)
        else:
            block: Any = Block.load(repository)
            storage = BlockStorageAdapter(block, pull_interval=None)
        storage.set_base_path(Path(folder))
        run_coro_as_sync(storage.pull_code())
        yield (storage.destination / project_dir).resolve()


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Work in the folder, as people do: a profile may have a path that is relative to it."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def connected(settings: Settings, profile: str | None) -> Iterator[Settings]:
    """Give the settings with the connection of a dbt CLI profile block, or of the project.

    References to Prefect's blocks and variables in profiles.yml are resolved, as by prefect-dbt.
    The files with secrets exist only within the block of this context.
    """
    with ExitStack() as stack:
        file = settings.profiles_file()
        if profile:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="wap-profile-")))
            settings = _with_block(settings, profile, folder)
        elif file and "prefect." in file.read_text(encoding="utf-8"):
            from prefect_dbt import PrefectDbtSettings

            found = PrefectDbtSettings(profiles_dir=file.parent, project_dir=settings.project_dir)
            folder = Path(stack.enter_context(found.resolve_profiles_yml()))
            settings = replace(settings, profiles_dir=folder)
        yield settings


def _with_block(settings: Settings, name: str, folder: Path) -> Settings:
    """Write the profile of a block to profiles.yml in the folder; JSON is YAML too."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "prefect_dbt.cli is deprecated", UserWarning)
        from prefect_dbt.cli import DbtCliProfile
    try:
        block = DbtCliProfile.load(name)
    except ValueError as error:
        next_command = "prefect block ls, then pass the name of a dbt-cli-profile block"
        raise ConfigError("prefect", str(error), next_command=next_command) from error
    text = json.dumps(block.get_profile())
    (folder / "profiles.yml").write_text(text, encoding="utf-8")
    target = settings.target or block.target
    return replace(settings, profiles_dir=folder, profile=block.name, target=target)
