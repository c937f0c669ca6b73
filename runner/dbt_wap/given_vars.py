"""The text of --vars: parsed as dbt parses it, and passed on unchanged in meaning."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from dbt_wap.errors import ConfigError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""dbt-core reads YAML 1.1: `yes` is true, and 2026-01-01 is a date."""

ENV_VAR = "wap_env"
"""The var that names the environment of a candidate."""


@dataclass(frozen=True)
class Vars:
    """The vars of a command: the text that was typed, and its values."""

    text: str = ""
    values: Mapping[Any, Any] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, recorded: object) -> Vars:
        """Return the vars of a recorded run: a string, or a mapping in older records."""
        if isinstance(recorded, Mapping):
            return read_vars(_dumped(recorded)) if recorded else cls()
        return read_vars(str(recorded))

    def with_ours(self, ours: Mapping[str, Any]) -> str:
        """Return the text for dbt: what was typed, plus our own vars."""
        values = {**ours, **{n: v for n, v in self.values.items() if n not in ours}}
        woven = _woven(self.text, ours)
        if woven is not None and _dumped(_loaded(woven)) == _dumped(values):
            return woven
        return _dumped(values)


def read_vars(text: str | None) -> Vars:
    """Parse --vars, or raise ConfigError if dbt would not accept it."""
    if not text or not text.strip():
        return Vars()
    try:
        values = _loaded(text)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise _refusal(f"--vars is not YAML: {error}") from error
    if not isinstance(values, dict):
        raise _refusal(f"--vars must be a mapping, got {text!r}")
    if ENV_VAR in values:
        raise ConfigError(
            "vars", f"{ENV_VAR} may not be in --vars: pass --env", next_command="wap run --env NAME"
        )
    return Vars(text if values else "", values)


def _refusal(what: str) -> ConfigError:
    return ConfigError("vars", what, next_command="wap run --vars '{key: value}'")


def _loaded(text: str) -> Any:
    return yaml.load(text, Loader=_Loader)


def _dumped(values: Mapping[Any, Any]) -> str:
    """Return the values as YAML: JSON has no dates, and YAML reads its 1e+16 as a string."""
    text: str = yaml.safe_dump(
        dict(values), default_flow_style=True, width=10**9, allow_unicode=True, sort_keys=False
    )
    return text.strip()


def _woven(text: str, ours: Mapping[str, Any]) -> str | None:
    """Return the text with our vars in front, so that any dbt reads the rest exactly as typed.

    Return None if the form of the text does not allow that.
    """
    added = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in ours.items()]
    root = yaml.compose(text, Loader=yaml.SafeLoader) if text else None
    if root is None:
        return "{" + ", ".join(added) + "}"
    at = root.start_mark.index
    if text[at : at + 1] == "{":
        return text[: at + 1] + ", ".join(added) + ", " + text[at + 1 :]
    if root.start_mark.column == 0 and text[at : at + 1] not in "&!":
        return text[:at] + "".join(f"{line}\n" for line in added) + text[at:]
    return None
