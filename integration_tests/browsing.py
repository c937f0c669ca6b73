"""People at a browser, for scenarios: what they see, and everything that the browser reports."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from browsers import AXE, chromium
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

PATIENCE = 30_000
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
WINDOW = {"width": 1280, "height": 900}
OF_AN_ANSWER = "Failed to load resource: the server responded with a status of"
"""Pages may have such a status, but none of their parts: `_miss` hears of those."""
AXE_RUN = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  return {
    faults: found.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))]),
    passes: found.passes.length,
    wide: document.documentElement.scrollWidth - innerWidth,
    lang: document.documentElement.lang,
  };
}"""
SHOTS = os.environ.get("WAP_SHOTS")
"""A folder for a picture of every page that a test looks at."""


def browsers() -> Iterator[Browser]:
    """Yield Chromium, and end the loop of playwright after it: other tests have their own."""
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Visitor:
    """A person with a browser of their own."""

    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, browser: Browser, url: str, *, javascript: bool = True) -> Visitor:
        """Return a visitor of the site who has no cookies yet."""
        context = browser.new_context(
            base_url=url, java_script_enabled=javascript, viewport=WINDOW, locale="en-US"
        )
        context.set_default_timeout(PATIENCE)
        visitor = cls(context, context.new_page())
        visitor.page.on("console", visitor._hear)
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        visitor.page.on("requestfailed", visitor._fail)
        visitor.page.on("response", visitor._miss)
        return visitor

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(OF_AN_ANSWER):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _miss(self, answer: Response) -> None:
        if answer.status >= 400 and answer.request.resource_type != "document":
            self.complaints.append(f"{answer.url}: {answer.status}")

    def _fail(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # left the page meanwhile
            self.complaints.append(f"{request.url}: {request.failure}")

    def go(self, path: str) -> int:
        """Open a page of the site; return the status of the answer."""
        answer = self.page.goto(path)
        assert answer
        return answer.status

    def text(self) -> str:
        """Return the text of the page as shown, on one line."""
        return " ".join(self.page.locator("body").inner_text().split())

    def see(self, words: str) -> None:
        """Wait until the page shows these words."""
        self.page.get_by_text(words).first.wait_for()

    def tab_to(self, selector: str) -> None:
        """Press Tab until this element has the focus."""
        wanted = self.page.locator(selector)
        for _ in range(100):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("each => each === document.activeElement"):
                return
        raise AssertionError(f"the keyboard does not reach {selector}")

    def look(self, name: str) -> None:
        """Assert that axe finds nothing and that the page fits, at both widths and schemes."""
        page = self.page
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": WINDOW["height"]})
                found = page.evaluate(AXE_RUN)
                where = f"{name}, {scheme}, {width}"
                if SHOTS:
                    page.screenshot(path=Path(SHOTS) / f"{where}.png", full_page=True)
                assert found["faults"] == [], where
                assert found["passes"] > 8, where
                assert found["wide"] <= 0, where
                assert found["lang"] == "en", where
        page.set_viewport_size({**WINDOW})  # type: ignore[typeddict-item]
        page.emulate_media(color_scheme="light")

    def leave(self) -> None:
        """Close the browser; assert that it complained of nothing on any page."""
        self.context.close()
        assert self.complaints == []
