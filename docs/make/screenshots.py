"""Takes the screenshots of the README in Chromium: the report of the demo, and its page."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dbt_wap.demo import generate
from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).resolve().parents[1] / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTH, HEIGHT = 1160, 790
"""The part of a page that is shown, in pixels."""

WAP = Path(sys.executable).with_name("wap")
PASSWORD = "correct horse battery"
RULE = """
vars:
  wap_approvers: [ben, cleo]
  wap_forbid_self_approval: true
"""


def main() -> None:
    """Write report.png, lineage.png and page.png to docs/pictures."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not path:
        sys.exit("make screenshots: there is no Chromium; `make browser` installs it")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = Path(made) / "demo"
        wap("demo", "--yes", "--dir", folder, who="ana")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(max(folder.glob("target/wap/runs/*/report.html")).as_uri())
        page.screenshot(path=PICTURES / "report.png")
        page.locator("section", has=page.locator("#lineage")).screenshot(
            path=PICTURES / "lineage.png"
        )
        with served(folder, Path(made) / "home") as url:
            open_run(page, url)
            page.screenshot(path=PICTURES / "page.png")
        browser.close()


def wap(*arguments: str | Path, who: str, **how: Any) -> None:
    """Run `wap` as a user; it succeeds, or ends with a run that needs approval."""
    done = subprocess.run(
        [WAP, *arguments], env={**os.environ, "LOGNAME": who}, capture_output=True, **how
    )
    assert done.returncode in (0, 4), done.stderr.decode()


@contextmanager
def served(folder: Path, home: Path) -> Iterator[str]:
    """Serve the demo with a run that needs approval and a rule for it; yield the URL."""
    project = folder / "dbt_project.yml"
    project.write_text(project.read_text() + RULE)
    generate.load(folder / "employment.duckdb", list(range(2020, 2026)))
    wap("run", who="ana", cwd=folder)
    serve = ("serve", "--home", home)
    user = (*serve, "--add-user", "ben")
    wap(*user, who="ana", cwd=folder, input=f"{PASSWORD}\n".encode())
    listen = [WAP, *serve, "--port", "0", "--json"]
    process = subprocess.Popen(listen, cwd=folder, stdout=subprocess.PIPE)
    try:
        assert process.stdout
        lines = iter(process.stdout.readline, b"}\n")
        yield json.loads(b"".join(lines) + b"}")["url"]
    finally:
        process.terminate()
        process.wait()


def open_run(page: Page, url: str) -> None:
    """Log in, and open the run that needs approval."""
    page.goto(url)
    page.get_by_label("Name").fill("ben")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_text("Review").first.click()
    page.get_by_label("Comment").fill("Figures of 2025 match the preliminary release.")


if __name__ == "__main__":
    main()
