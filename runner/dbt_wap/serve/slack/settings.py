"""The tokens and secrets of the Slack app, from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dbt_wap.errors import ConfigError


@dataclass(frozen=True)
class SlackSettings:
    """How to reach Slack. `app_token` is for Socket Mode, `signing_secret` for HTTP."""

    bot_token: str = field(repr=False)
    app_token: str | None = field(repr=False)
    signing_secret: str | None = field(repr=False)
    api_url: str | None

    @property
    def app_id(self) -> str | None:
        """Return the id of the app, which is a part of its app-level token."""
        parts = (self.app_token or "").split("-")
        return parts[2] if len(parts) > 3 and parts[0] == "xapp" else None


def read(environment: Mapping[str, str]) -> SlackSettings:
    """Return the settings. Raise ConfigError for one that is missing."""
    given = {name: environment.get(f"WAP_SLACK_{name}") or None for name in _NAMES}
    for name, example in (("BOT_TOKEN", "xoxb-..."), ("CHANNEL", "C0...")):
        if not given[name]:
            raise _missing(f"WAP_SLACK_{name}", f"WAP_SLACK_{name}={example}")
    if not given["APP_TOKEN"] and not given["SIGNING_SECRET"]:
        either = "WAP_SLACK_APP_TOKEN (Socket Mode) or WAP_SLACK_SIGNING_SECRET (HTTP)"
        raise _missing(either, "WAP_SLACK_APP_TOKEN=xapp-...")
    return SlackSettings(
        str(given["BOT_TOKEN"]), given["APP_TOKEN"], given["SIGNING_SECRET"], given["API_URL"]
    )


_NAMES = ("BOT_TOKEN", "CHANNEL", "APP_TOKEN", "SIGNING_SECRET", "API_URL")


def _missing(name: str, example: str) -> ConfigError:
    what = f"--slack requires the environment variable {name}"
    return ConfigError("serve", what, next_command=f"export {example}")
