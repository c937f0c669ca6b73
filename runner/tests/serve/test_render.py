"""Pages are rendered with the person who is logged in, and load only files that never change."""

from __future__ import annotations

import re
from pathlib import Path

from dbt_wap.model import Person
from dbt_wap.report.html import body, style
from dbt_wap.report.report import read_report
from dbt_wap.serve import render as rendering
from dbt_wap.serve.render import STATIC, render, static_url
from made_lineage import grown
from made_reports import rich
from starlette.applications import Starlette
from starlette.requests import Request

TEMPLATES = Path(rendering.__file__).parent / "templates"


def request(person: Person | None = None) -> Request:
    app = Starlette()
    app.state.project = "shop"
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "app": app}
    return Request({**scope, "state": {"person": person}})


def page(person: Person | None) -> str:
    answer = render(
        request(person), "fault.html", 404, title="A & B", what="x", error=None, retry=""
    )
    assert answer.status_code == 404
    return bytes(answer.body).decode()


def test_a_page_says_who_is_logged_in_and_how() -> None:
    text = page(Person("<ana>", "page", "password"))
    assert "&lt;ana&gt;" in text
    assert "logged in with a password" in text
    assert 'action="/logout"' in text
    assert "A &amp; B" in text


def test_only_people_who_logged_in_here_can_log_out_here() -> None:
    assert "logged in by the proxy" in page(Person("ana", "page", "proxy"))
    assert "/logout" not in page(Person("ana", "page", "proxy")) + page(None)


def test_the_url_of_a_file_changes_with_its_content() -> None:
    urls = {static_url(path.name) for path in STATIC.iterdir()} | {static_url("report.css")}
    assert all(re.fullmatch(r"/static/[a-z.]+\?v=[0-9a-f]{12}", url) for url in urls)
    assert len({url.split("=")[1] for url in urls}) == len(urls)


def test_nothing_in_a_page_needs_an_inline_style_or_script() -> None:
    for path in TEMPLATES.glob("*.html"):
        text = path.read_text()
        assert not re.search(r"<style|\bstyle=|\bon[a-z]+=\"|<script(?! src=)", text), path.name
    for made in (rich(), grown()):
        report = str(body(read_report(made)))
        assert not re.search(r"<style|\bstyle=|<script", report)


def test_the_stylesheet_of_the_pages_restyles_no_class_of_the_report() -> None:
    def styled(text: str) -> set[str]:
        """Return the classes of the elements that the rules of a stylesheet style."""
        selectors = re.sub(r"\{[^{}]*\}", ",", re.sub(r"/\*.*?\*/|@[^{]*\{", "", text, flags=re.S))
        subjects = (re.split(r"[\s>+~]+", each.strip())[-1] for each in selectors.split(","))
        return {name for each in subjects for name in re.findall(r"\.([a-z][a-z-]*)", each)}

    ours = styled((STATIC / "app.css").read_text())
    assert {"box", "primary"} <= ours
    assert ours & styled(style()) <= {"soft", "bad"}
