"""The page in a real browser: axe finds no fault, it fits a phone, and keeps its own policy."""

from __future__ import annotations

import json
import re
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from browsers import AXE, chromium
from dbt_wap.report.selection import only
from made_lineage import grown, large
from made_reports import HOSTILE, everywhere, html, long_types, rich

pytestmark = pytest.mark.browser

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--enable-logging=stderr", "--virtual-time-budget=20000", "--window-size=1400,1000"),
)
SCHEMES = {"dark": "0", "light": "1"}
WIDTHS = (360, 1280)
ASK = """
axe.run(document, {resultTypes: ["violations"]}).then(found => parent.postMessage({
  faults: found.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))]),
  passes: found.passes.length,
  wide: document.documentElement.scrollWidth - innerWidth,
  room: innerWidth,
  dark: matchMedia("(prefers-color-scheme: dark)").matches,
}, "*"));
"""
FRAMES = """<!doctype html><meta name="color-scheme" content="light dark"><title>frames</title>
<script>const answers = []; addEventListener("message", event => {
  answers.push(event.data);
  const answer = document.createElement("script");
  answer.type = "application/json";
  answer.id = "answer" + answers.length;
  answer.textContent = JSON.stringify(answers);
  document.body.append(answer);
});</script>
"""
"""Where the page is looked at: no window of a browser is as narrow as a phone, but a frame is."""
PAGES = {
    "rich": html(rich()),
    "in full": html(only(rich(), "orders"), full=True),
    "long types": html(long_types()),
    "hostile": html(everywhere(HOSTILE[5] + "x" * 500)),
    "lineage": html(grown()),
    "large lineage": html(large(60)),
}


@pytest.fixture(scope="session")
def browser() -> str:
    return chromium()


def look(browser: str, page: Path, scheme: str) -> tuple[str, str]:
    """The page after it was shown, and what the browser complained of."""
    done = subprocess.run(
        [
            browser,
            *FLAGS,
            f"--user-data-dir={page.parent / 'profile'}",
            f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}",
            "--dump-dom",
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout, "\n".join(re.findall(r".*CONSOLE.*", done.stderr))


def opened(page: str) -> str:
    """A copy in which everything is unfolded and axe may run."""
    page = page.replace("<details>", "<details open>")
    page = re.sub(r"<meta http-equiv=.*?>", "", page)
    code = AXE.read_text(encoding="utf-8").replace("</script", "<\\/script")
    return page.replace("</body>", f"<script>{code}</script><script>{ASK}</script></body>")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_fault_and_the_page_is_as_wide_as_the_window(
    browser: str, tmp_path: Path, name: str, scheme: str
) -> None:
    (tmp_path / "page.html").write_text(opened(PAGES[name]), encoding="utf-8")
    frame = '<iframe src="page.html" style="width: {}px; height: 900px; border: 0"></iframe>'
    around = tmp_path / "frames.html"
    around.write_text(FRAMES + "".join(map(frame.format, WIDTHS)), encoding="utf-8")
    shown, _ = look(browser, around, scheme)
    found = re.search(rf'id="answer{len(WIDTHS)}">(.*?)</script>', shown, re.DOTALL)
    assert found, "axe did not answer"
    answers: list[dict[str, Any]] = json.loads(unescape(found[1]))
    assert sorted(answer["room"] for answer in answers) == list(WIDTHS)
    for answer in answers:
        assert answer["faults"] == []
        assert answer["passes"] > 15
        assert answer["dark"] == (scheme == "dark")
        assert answer["wide"] <= 0


@pytest.mark.parametrize("name", PAGES)
def test_the_page_keeps_the_policy_that_it_states(browser: str, tmp_path: Path, name: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGES[name], encoding="utf-8")
    _, complaints = look(browser, page, "light")
    assert complaints == ""


def test_a_script_in_the_page_would_not_run(browser: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    script = "<script>document.title = 'ran'</script></body>"
    page.write_text(PAGES["rich"].replace("</body>", script), encoding="utf-8")
    shown, complaints = look(browser, page, "light")
    assert "Content Security Policy" in complaints
    assert "<title>ran" not in shown
