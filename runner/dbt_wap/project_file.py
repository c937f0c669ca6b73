"""dbt_project.yml, and what of it has to be known before dbt has read it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from dbt_wap.errors import ConfigError


def refusal(what: str) -> ConfigError:
    """The error says what to mend and that `wap init` comes next."""
    return ConfigError("init", what, next_command="wap init")


def text_of(path: Path) -> str | None:
    """The file's text with its own line ends, or None when there is no such file."""
    try:
        return path.read_bytes().decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise refusal(f"{path} cannot be read as UTF-8 text: {error}") from error


def read_yaml(path: Path, text: str, *, nodes: bool = False) -> Any:
    """The YAML as dbt reads it, or as nodes that know their place in the text."""
    try:
        return (yaml.compose if nodes else yaml.load)(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, TypeError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or error
        raise refusal(f"{path}{line}: not readable as YAML: {problem}") from error


def read_config(folder: Path) -> dict[str, Any]:
    """The folder's dbt_project.yml as plain data."""
    path = folder / "dbt_project.yml"
    text = text_of(path)
    if text is None:
        raise refusal(f"{path} does not exist; run this in the folder of a dbt project")
    config = read_yaml(path, text)
    if not isinstance(config, dict):
        raise refusal(f"{path}, line 1: not a mapping of settings")
    return config


def mapping_in(path: Path) -> Mapping[str, Any]:
    """What a file of YAML says, and nothing where it cannot be read: then dbt says why."""
    try:
        found = read_yaml(path, text_of(path) or "")
    except ConfigError:
        found = None
    return found if isinstance(found, dict) else {}


def project_name(root: Path) -> str:
    """The name in dbt_project.yml, or that of the folder where it cannot be read."""
    return str(mapping_in(root / "dbt_project.yml").get("name", root.name))


def macro_folders(root: Path, config: Mapping[str, Any]) -> list[Path]:
    """The folders in which dbt looks for the project's macros."""
    setting = config.get("macro-paths", ["macros"])
    setting = ["macros"] if setting is None else setting
    paths = [rendered(path) for path in ([setting] if isinstance(setting, str) else setting)]
    if not paths or None in paths:
        raise refusal(
            f"{root / 'dbt_project.yml'}: `macro-paths` is {setting}, from which no folder can be "
            "told; set the variables it needs, or write the folders there"
        )
    return [Path(os.path.normpath(root / path)) for path in paths if path is not None]


def packages_folder(root: Path, config: Mapping[str, Any]) -> Path:
    """The folder into which `dbt deps` puts the packages of the project."""
    setting = config.get("packages-install-path") or "dbt_packages"
    return Path(os.path.normpath(root / (rendered(setting) or "dbt_packages")))


def rendered(value: object) -> str | None:
    """A setting with its env_var() calls filled in, or None when that cannot be done here."""

    def env_var(name: str, default: str | None = None) -> str:
        return os.environ[name] if default is None else os.environ.get(name, default)

    try:
        environment = SandboxedEnvironment(undefined=StrictUndefined)
        return environment.from_string(str(value)).render(env_var=env_var)
    except (TemplateError, KeyError, TypeError):
        return None
