"""Takes the screenshot of the README, of the report of the demo, in Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PICTURES = Path(__file__).resolve().parents[1] / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTH, HEIGHT = 1160, 790
"""The part of the page that is shown, in pixels: the verdict, the totals and the overview."""


def main() -> None:
    """Write docs/pictures/report.png."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not browser:
        sys.exit("make screenshots: there is no Chromium; `make browser` installs it")
    PICTURES.mkdir(exist_ok=True)
    wap = Path(sys.executable).with_name("wap")
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "LOGNAME": "ana"}
        subprocess.run(
            [wap, "demo", "--yes", "--dir", folder],
            env=environment,
            check=True,
            capture_output=True,
        )
        page = max(Path(folder).glob("target/wap/runs/*/report.html"))
        shot = [f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={PICTURES / 'report.png'}"]
        subprocess.run(
            [browser, "--headless", "--no-sandbox", "--hide-scrollbars", *shot, page.as_uri()],
            check=True,
            capture_output=True,
        )


if __name__ == "__main__":
    main()
