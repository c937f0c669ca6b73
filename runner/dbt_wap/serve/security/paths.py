"""Paths: which are open, and which a login may lead to. Pure."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

_OPEN = {"/login", "/healthz", "/api/v1/healthz", "/api/v1/openapi.json"}
_OPEN_BELOW = ("/login/", "/static/")
_SIGNED = {"/slack/interactions", "/slack/commands"}
"""What Slack calls; its own signature is checked there."""

_LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]{0,2000}")
"""A path on this server: printable ASCII without backslashes, which browsers read as slashes."""


def is_api(path: str) -> bool:
    """Return whether JSON is expected."""
    return path == "/api" or path.startswith("/api/")


def is_open(path: str) -> bool:
    """Return whether everyone may read it."""
    return path in _OPEN or path.startswith(_OPEN_BELOW)


def is_anonymous(path: str) -> bool:
    """Return whether the path is open to people who are not logged in."""
    return path == "/healthz" or path.startswith("/static/") or path in _SIGNED


def local(text: str | None) -> str:
    """Return a path on this server to go to after a login; / instead of anything else."""
    if not text or not _LOCAL.fullmatch(text) or re.match(r"/(?:login|logout|api)\b", text):
        return "/"
    return text


def login(method: str, path: str, query: str) -> str:
    """Return the path of the login that leads back; for a form, back to the page that had it."""
    if method not in ("GET", "HEAD"):
        path, query = path.rpartition("/")[0], ""
    back = local(quote(path) + ("?" + query if query else ""))
    return "/login" if back == "/" else "/login?" + urlencode({"next": back})
