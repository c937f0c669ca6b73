"""The link from a message to the page of a run."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from dbt_wap import links
from dbt_wap.config import Settings
from dbt_wap.report.report import Report


def page_url(
    settings: Settings, environment: Mapping[str, str], report: Report, *, signed: bool
) -> str | None:
    """Return the link to a run's page, or None if the page has no URL.

    A `signed` link also names the report that the message shows. Without a key, or without the
    library that signs, it is the plain one.
    """
    base = (settings.serve_url or "").strip().rstrip("/")
    if not base:
        return None
    link = _signed(settings, environment, report) if signed else None
    return f"{base}/go/{link}" if link else f"{base}/runs/{quote(report.run_id, safe='')}"


def _signed(settings: Settings, environment: Mapping[str, str], report: Report) -> str | None:
    home = settings.serve_home
    if home is None and settings.app_dir:
        home = links.default_home(settings.app_dir, settings.project_dir, report.project)
    key = links.key(environment, home)
    if key is None:
        return None
    shown = (report.run_id, report.target, report.created_at)
    try:
        return links.sign(key, *shown, report.expires_at)
    except (ImportError, ValueError):  # without itsdangerous, or with a time of another form
        return None
