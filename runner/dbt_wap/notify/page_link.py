"""The link from a message to the page of a run."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from dbt_wap.report.report import Report


def page_url(environment: Mapping[str, str], report: Report) -> str | None:
    """Return the link to a run's page under WAP_SERVE_URL, or None if that is not set."""
    base = environment.get("WAP_SERVE_URL", "").strip().rstrip("/")
    return f"{base}/runs/{quote(report.run_id, safe='')}" if base else None
