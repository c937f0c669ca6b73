"""The text of --vars, read as dbt reads it, and handed on so that dbt finds the same in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from dbt_wap.errors import ConfigError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""What dbt-core takes: YAML 1.1, in which `yes` is true, and 2026-01-01 a date."""


@dataclass(frozen=True)
class Vars:
    """The vars that somebody gave: the text as it was typed, and what YAML makes of it."""

    text: str = ""
    values: Mapping[Any, Any] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, recorded: object) -> Vars:
        """The vars of a run, as its record has them: a text, or a mapping of an older record."""
        if isinstance(recorded, Mapping):
            return read_vars(_dumped(recorded)) if recorded else cls()
        return read_vars(str(recorded))

    def with_ours(self, ours: Mapping[str, Any]) -> str:
        """The text for dbt: what was typed and our own vars, which nobody else sets."""
        values = {**ours, **{n: v for n, v in self.values.items() if n not in ours}}
        woven = _woven(self.text, ours)
        if woven is not None and _dumped(_loaded(woven)) == _dumped(values):
            return woven
        return _dumped(values)


def read_vars(text: str | None) -> Vars:
    """What --vars holds, or ConfigError says why dbt would not take it."""
    if not text or not text.strip():
        return Vars()
    try:
        values = _loaded(text)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise _refusal(f"--vars is not YAML: {error}") from error
    if not isinstance(values, dict):
        raise _refusal(f"--vars must be a mapping, got {text!r}")
    return Vars(text if values else "", values)


def _refusal(what: str) -> ConfigError:
    return ConfigError("vars", what, next_command="wap run --vars '{key: value}'")


def _loaded(text: str) -> Any:
    return yaml.load(text, Loader=_Loader)


def _dumped(values: Mapping[Any, Any]) -> str:
    """YAML that reads as these values; JSON has no dates, and its 1e+16 is a text in YAML."""
    text: str = yaml.safe_dump(
        dict(values), default_flow_style=True, width=10**9, allow_unicode=True, sort_keys=False
    )
    return text.strip()


def _woven(text: str, ours: Mapping[str, Any]) -> str | None:
    """The text with our vars before those in it, so that any dbt makes of the rest what it makes
    of what was typed; None where the text has a form that nothing can be put into."""
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
