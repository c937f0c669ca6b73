"""The report of a run is there in every form, whole and of one relation."""

from __future__ import annotations

from pathlib import Path

import pytest
from shop import ONCE, Project

pytestmark = ONCE


def test_the_report_is_a_page_and_can_be_of_one_relation(
    published: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.sql("insert into raw.orders values (9, 'no | such <region>', 90, date '2024-01-09')")
    assert published.wap("run", "--no-publish").code == 0
    beside = Path(published.wap("status", "--json").json["report"])
    page = published.wap("report", "--format", "html").out
    assert page.startswith("<!doctype html>")
    assert page.rstrip() == beside.with_suffix(".html").read_text(encoding="utf-8").rstrip()
    assert beside.with_suffix(".md").read_text(encoding="utf-8").startswith("## Run ")

    (found,) = published.wap("report", "--relation", "ORDERS", "--json").json["relations"]
    assert (found["name"], found["rows"]["added"]) == ("orders", 1)
    for form in ("text", "markdown", "html"):
        shown = published.wap("report", "--relation", "main_marts.orders", "--format", form)
        assert shown.code == 0
        assert "\x1b" not in shown.out
        assert "totals" not in shown.out
    seen: list[str] = []
    for there_is_one in (True, False):
        answer = [there_is_one]
        monkeypatch.setattr("webbrowser.open", lambda url, all=answer: seen.append(url) or all[0])
        opened = published.wap("report", "--open")
        assert (opened.code, opened.out.strip()) == (0, str(beside.with_suffix(".html")))
        assert ("open a browser" in opened.err) != there_is_one
    one = published.wap("report", "--open", "--relation", "orders", "--json").json["report_html"]
    assert seen == [Path(p).as_uri() for p in (*[beside.with_suffix(".html")] * 2, one)]
    assert "totals" not in Path(one).read_text(encoding="utf-8")
    assert str(beside.with_suffix(".html")) in published.wap("report").out
    assert str(beside.with_suffix(".html")) in published.wap("status").out

    refused = published.wap("report", "--relation", "oders")
    assert refused.code == 2
    assert "main_marts.orders" in refused.err
