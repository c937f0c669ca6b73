"""Chromium and axe-core, for the tests that look at pages."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

AXE = Path(__file__).resolve().parents[2] / ".venv" / "axe.min.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """Return the path of Chromium; skip without it or axe, or fail if WAP_NEED_BROWSER is set."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    lacks = "Chromium" if not found else "" if AXE.is_file() else f"axe-core ({AXE.name})"
    if lacks:
        why = f"{lacks} is not here: `make browser` brings it"
        (pytest.fail if os.environ.get("WAP_NEED_BROWSER") else pytest.skip)(why)
    return str(found)
