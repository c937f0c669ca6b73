"""What the runner reads from dbt_project.yml without dbt."""

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
    """Return an error whose next command is `wap init`."""
    return ConfigError("init", what, next_command="wap init")


def text_of(path: Path) -> str | None:
    """Return the text of a file with its own line endings, or None if it does not exist."""
    try:
        return path.read_bytes().decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise refusal(f"could not read {path} as UTF-8: {error}") from error


def read_yaml(path: Path, text: str, *, nodes: bool = False) -> Any:
    """Parse YAML as dbt does, or into `nodes` that know their position in the text."""
    try:
        return (yaml.compose if nodes else yaml.load)(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, TypeError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or error
        raise refusal(f"{path}{line}: invalid YAML: {problem}") from error


def read_config(folder: Path) -> dict[str, Any]:
    """Return the content of the folder's dbt_project.yml."""
    path = folder / "dbt_project.yml"
    text = text_of(path)
    if text is None:
        raise refusal(f"{path} does not exist; run this command in a dbt project")
    config = read_yaml(path, text)
    if not isinstance(config, dict):
        raise refusal(f"{path}, line 1: expected a mapping of settings")
    return config


def mapping_in(path: Path) -> Mapping[str, Any]:
    """Return the mapping in a YAML file, or {} if it cannot be read: dbt will say why."""
    try:
        found = read_yaml(path, text_of(path) or "")
    except ConfigError:
        found = None
    return found if isinstance(found, dict) else {}


def project_name(root: Path) -> str:
    """Return the name in dbt_project.yml, or else the name of the folder."""
    return str(mapping_in(root / "dbt_project.yml").get("name", root.name))


def declared_var(config: Mapping[str, Any], name: str) -> Any:
    """Return the value of a var in dbt_project.yml, or None; that for one package wins."""
    declared = config.get("vars")
    places = [*declared.values(), declared] if isinstance(declared, dict) else []
    found = (place[name] for place in places if isinstance(place, dict) and name in place)
    return next(found, None)


def macro_folders(root: Path, config: Mapping[str, Any]) -> list[Path]:
    """Return the folders of the project's macros."""
    setting = config.get("macro-paths", ["macros"])
    setting = ["macros"] if setting is None else setting
    paths = [rendered(path) for path in ([setting] if isinstance(setting, str) else setting)]
    if not paths or None in paths:
        raise refusal(
            f"{root / 'dbt_project.yml'}: could not get the folders from `macro-paths`: {setting}; "
            "set the environment variables it uses, or list the folders"
        )
    return [Path(os.path.normpath(root / path)) for path in paths if path is not None]


def packages_folder(root: Path, config: Mapping[str, Any]) -> Path:
    """Return the folder where `dbt deps` installs packages."""
    setting = config.get("packages-install-path") or "dbt_packages"
    return Path(os.path.normpath(root / (rendered(setting) or "dbt_packages")))


def rendered(value: object) -> str | None:
    """Render the env_var() calls in a setting, or return None if that fails."""

    def env_var(name: str, default: str | None = None) -> str:
        return os.environ[name] if default is None else os.environ.get(name, default)

    try:
        environment = SandboxedEnvironment(undefined=StrictUndefined)
        return environment.from_string(str(value)).render(env_var=env_var)
    except (TemplateError, KeyError, TypeError):
        return None
