"""dbt's settings in the project and the environment, and which of them the runner passes on."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from typing import Any

from dbt_wap.config import Settings
from dbt_wap.project_file import mapping_in

_DECIDING = [
    *("EMPTY", "SAMPLE", "EVENT_TIME_START", "EVENT_TIME_END", "FULL_REFRESH", "INTROSPECT"),
    *("RESOURCE_TYPES", "EXCLUDE_RESOURCE_TYPES", "INDIRECT_SELECTION", "STORE_FAILURES"),
    *("DEFER", "DEFER_TO_STATE", "DEFER_STATE", "FAVOR_STATE", "FAVOR_STATE_MODE"),
    *("PARTIAL_PARSE_FILE_PATH", "PARTIAL_PARSE_FILE_DIFF"),
    *("EXPORT_SAVED_QUERIES", "INCLUDE_SAVED_QUERY"),
]
"""dbt's flags that decide what is built. In the environment they would affect every dbt command of
a run, including those after the audit, so they only count as options of `wap`."""

_HEARD = {
    "QUIET": "false",
    "DEBUG": "false",
    "LOG_LEVEL": "info",
    "WRITE_JSON": "true",
    "PRINT": None,
    "NO_PRINT": None,
    "LOG_FORMAT": None,
}
"""Settings that the runner needs to read dbt's output; None removes the variable."""

_FILE = {"LOG_LEVEL_FILE": "LOG_LEVEL", "LOG_FORMAT_FILE": "LOG_FORMAT"}
"""Settings of dbt's log file, which default to those of the terminal."""


def ignored_settings() -> list[str]:
    """Return environment variables that would change what dbt builds, and that are ignored."""
    return [name for each in _DECIDING for name in _names(each) if name in os.environ]


def project_flags(settings: Settings) -> Mapping[str, Any]:
    """Return `flags:` of dbt_project.yml, or `config:` of profiles.yml, where they used to be."""
    flags = mapping_in(settings.project_dir / "dbt_project.yml").get("flags")
    profiles = settings.profiles_file()
    if not flags and profiles:
        flags = mapping_in(profiles).get("config")
    return flags if isinstance(flags, dict) else {}


def variables(flags: Mapping[str, Any], *, own: bool) -> dict[str, str | None]:
    """Return the environment variables of a dbt command; None removes a variable.

    `flags` are the project's. An `own` command is one of the runner, not the user's build.
    """
    changes: dict[str, str | None] = dict.fromkeys(ignored_settings())
    for name, lead in _FILE.items():
        kept = _set(name) or flags.get(name.lower()) or _set(lead) or flags.get(lead.lower())
        changes[f"DBT_{name}"] = str(kept or "debug")
    for name, value in _HEARD.items():
        changes.update(dict.fromkeys(_names(name)), **{f"DBT_{name}": value})
    if own:
        for name, value in [("WARN_ERROR", "false"), ("WARN_ERROR_OPTIONS", "{}")]:
            changes.update(dict.fromkeys(_names(name)))
            if flags.get(name.lower()):
                changes[f"DBT_{name}"] = value
        changes.update(dict.fromkeys(_names("FAIL_FAST")), DBT_FAIL_FAST="false")
    return changes


@contextlib.contextmanager
def in_environment(changes: Mapping[str, str | None]) -> Iterator[None]:
    """Change the environment within the block; dbt in process reads it for each command."""
    before = {name: os.environ.get(name) for name in changes}
    _change(changes)
    try:
        yield
    finally:
        _change(before)


def _change(changes: Mapping[str, str | None]) -> None:
    for name, value in changes.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _names(name: str) -> tuple[str, str]:
    return f"DBT_{name}", f"DBT_ENGINE_{name}"


def _set(name: str) -> str | None:
    old, new = _names(name)
    return os.environ.get(new) or os.environ.get(old)
