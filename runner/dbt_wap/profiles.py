"""What the runner reads from profiles.yml without dbt."""

from __future__ import annotations

from dataclasses import dataclass

from dbt_wap.config import Settings
from dbt_wap.errors import ConfigError
from dbt_wap.project_file import mapping_in, read_config, rendered


@dataclass(frozen=True)
class Profile:
    """A profile and its targets; `default` is None if only dbt can tell the default target."""

    name: str
    default: str | None
    targets: tuple[str, ...]


def read_profile(settings: Settings) -> Profile:
    """Return the profile that dbt uses. Raise ConfigError if it has no targets."""
    file = settings.profiles_file()
    if file is None:
        raise ConfigError("profile", "found no profiles.yml")
    config = read_config(settings.project_dir)
    name = str(settings.profile or rendered(config.get("profile")))
    profile = mapping_in(file).get(name)
    outputs = profile.get("outputs") if isinstance(profile, dict) else None
    if not isinstance(profile, dict) or not isinstance(outputs, dict) or not outputs:
        raise ConfigError("profile", f"{file} has no outputs of the profile {name}")
    default = rendered(profile.get("target", "default"))
    return Profile(name, default, tuple(map(str, outputs)))
