"""`wap serve`: its options, and its users and tokens."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from dbt_wap.cli.console import Console
from dbt_wap.cli.options import App, flag, named, option, together
from dbt_wap.cli.server import is_loopback, run
from dbt_wap.config import check_project
from dbt_wap.errors import ConfigError
from dbt_wap.project_file import project_name

if TYPE_CHECKING:
    from dbt_wap.serve.home import Home
    from dbt_wap.serve.model import ServeOptions

_EXTRAS = {
    "serve": ("argon2", "itsdangerous", "limits", "starlette", "uvicorn"),
    "slack": ("slack_sdk",),
}
_MANAGING = ("add_user", "remove_user", "add_token", "remove_token")

serve_options = together(
    option("--host", metavar="ADDR", default="127.0.0.1", show_default=True, help="Listen here."),
    option(
        "--port",
        type=click.IntRange(0, 65535),
        default=8765,
        show_default=True,
        metavar="N",
        help="Listen on this port; 0 takes a free one.",
    ),
    option(
        "--public-url",
        metavar="URL",
        help="URL at which people reach the page.  [default: WAP_SERVE_URL]",
    ),
    option(
        "--home",
        metavar="DIR",
        help="Directory for users and keys, outside the project.  [default: one per project]",
    ),
    option("--open", "in_browser", is_flag=True, help="Open the page in a browser, logged in."),
    flag("--slack", "Approve and reject in Slack too."),
    option(
        "--proxy-header", metavar="NAME", help="Header in which a reverse proxy names the user."
    ),
    option(
        "--proxy-address",
        "proxy_addresses",
        metavar="ADDR",
        multiple=True,
        help="Address or network of the reverse proxy. Repeat it for several.",
    ),
    option(
        "--proxy-groups-header",
        metavar="NAME",
        help="Header in which the reverse proxy lists the user's groups.",
    ),
    option("--add-user", metavar="NAME", callback=named, help="Add a user or change a password."),
    option(
        "--remove-user",
        metavar="NAME",
        callback=named,
        help="Remove a user with their sessions, API token and Slack link.",
    ),
    option("--add-token", metavar="NAME", callback=named, help="Create an API token and print it."),
    option("--remove-token", metavar="NAME", callback=named, help="Remove an API token."),
)


def serve(app: App, given: dict[str, Any]) -> None:
    """Manage users and tokens if an option asks for it; otherwise run the server."""
    _check_installed("serve")
    from dbt_wap.links import default_home
    from dbt_wap.serve.home import Home

    project_dir = app.settings.project_dir
    check_project(project_dir)
    folder = given.pop("home")
    project = project_name(project_dir)
    standard = default_home(click.get_app_dir("dbt-wap"), project_dir, project)
    home = Home(Path(folder) if folder else standard, project_dir)
    actions = {name: given.pop(name) for name in _MANAGING}
    wanted = {name: value for name, value in actions.items() if value is not None}
    if len(wanted) > 1:
        flags = " and ".join("--" + name.replace("_", "-") for name in wanted)
        raise ConfigError("serve", f"{flags} exclude each other", next_command="wap serve")
    for name, value in wanted.items():
        _manage(app, home, name, value)
    if not wanted:
        in_browser = given.pop("in_browser")
        given["project"] = project
        run(app, home, _checked(app.console, given), in_browser)


def _check_installed(extra: str) -> None:
    missing = [module for module in _EXTRAS[extra] if find_spec(module) is None]
    if missing:
        raise ConfigError(
            "serve",
            f"wap serve needs the extra `{extra}`: {', '.join(missing)} is not installed",
            next_command=f"pip install 'dbt-wap[{extra}]'",
        )


def _manage(app: App, home: Home, action: str, name: str) -> None:
    """Add or remove a user or a token."""
    document: dict[str, object] = {"name": name}
    if action == "add_user":
        added = home.add_user(name, _password(app.console, name))
        text = f"user {name} added" if added else f"password of user {name} changed"
    elif action == "add_token":
        document["token"] = token = home.add_token(name)
        app.console.note(f"API token of {name}, shown only once:")
        text = token
    else:
        kind = "user" if action == "remove_user" else "token"
        removed = home.remove_user(name) if kind == "user" else home.remove_token(name)
        document["removed"] = removed
        text = f"{kind} {name} removed" if removed else f"no {kind} {name}, nothing to do"
    app.answer(document)
    if not app.console.as_json:
        app.console.result(text)


def _password(console: Console, name: str) -> str:
    """Ask for a password twice at a terminal, or else read it from the first line of stdin."""
    first = console.ask_secret(f"Password for {name}:")
    if console.interactive and console.ask_secret("Repeat the password:") != first:
        raise ConfigError(
            "serve", "the passwords do not match", next_command=f"wap serve --add-user {name}"
        )
    return first


def _checked(console: Console, given: dict[str, Any]) -> ServeOptions:
    """Return the options of the server. Raise ConfigError for invalid ones."""
    from dbt_wap.serve.model import ServeOptions
    from dbt_wap.serve.security.proxy import Proxy

    given["public_url"] = _public_url(given["public_url"] or os.environ.get("WAP_SERVE_URL"))
    options = ServeOptions(**given)
    if options.slack:
        _check_installed("slack")
        from dbt_wap.serve.slack import settings

        settings.read(os.environ)
    Proxy.of(options)
    https = (options.public_url or "").startswith("https:")
    if not is_loopback(options.host) and not https and not options.proxy_header:
        console.warning(
            f"warning: {options.host} is reachable from other machines, and passwords travel "
            "unencrypted. Put a reverse proxy with TLS in front, and pass its https URL as "
            "--public-url"
        )
    return options


def _public_url(url: str | None) -> str | None:
    """Return the URL without a trailing slash."""
    if not url:
        return None
    try:
        parts = urlsplit(url.rstrip("/"))
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good or parts.path or parts.query or parts.fragment or parts.username is not None:
        raise _usage(f"--public-url must be like https://wap.example.com, got {url}")
    return parts.geturl()


def _usage(what: str) -> ConfigError:
    return ConfigError("serve", what, next_command="wap serve")
