"""The page is self-contained, accessible, and never treats a value as markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from dbt_wap.report.html import DETAILED
from dbt_wap.report.selection import only
from made_lineage import grown, large
from made_reports import (
    HOSTILE,
    RUN,
    entry,
    everywhere,
    gate,
    gated,
    html,
    huge,
    report,
    rich,
    side,
)

VOID = {"meta", "br"}
INLINE = {"a", "bdi", "code", "span"}
EXPOSURE = ("https://bi.example/kpi", "node end", "noopener noreferrer")
"""The one link that leads away from a page: to an exposure, without a word about the page."""

SHAPES = {"circle", "path", "rect", "polyline"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
SHOWN = [
    pytest.param((name, full), id=f"{name}{' in full' if full else ''}")
    for name in ("rich", "hostile", "same", "empty", "wide")
    for full in (False, True)
]
PAGES = {
    "rich": rich(),
    "hostile": everywhere(HOSTILE[5]),
    "same": report(entry(status="identical"), verdict="pass"),
    "empty": report(verdict="pass"),
    "wide": huge(60, 200),
    "lineage": grown(),
    "large lineage": large(60),
}


class Page(HTMLParser):
    """The elements of a page with the text in each; a tag that is not closed is an error."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.of_pictures = 0
        """How many titles are those of a picture or of a part of one."""
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), f"an attribute of {tag} is there twice"
        self.elements.append((tag, dict(attrs)))
        self.of_pictures += tag == "title" and "svg" in self.open
        if tag not in VOID:
            self.open.append(tag)
        if tag not in INLINE:
            self.texts.append((tag, " "))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in SHAPES
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        """The attributes of every element of these tags, in the order of the page."""
        return [attrs for tag, attrs in self.elements if tag in tags]

    @property
    def links(self) -> list[str]:
        return [attrs["href"] or "" for attrs in self.all("a")]

    @property
    def text(self) -> str:
        """What a person reads, white space folded."""
        told = (data for tag, data in self.texts if tag not in ("style", "title"))
        return " ".join("".join(told).split())


@pytest.fixture(
    scope="module", params=[(name, full) for name in PAGES for full in (False, True)], ids=str
)
def page(request: pytest.FixtureRequest) -> Page:
    """Each of the pages, of the whole run and of relations in full."""
    name, full = request.param
    return Page(html(PAGES[name], full=full))


def test_ids_are_unique_and_whatever_is_referred_to_is_there(page: Page) -> None:
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    labels = " ".join(attrs.get("aria-labelledby") or "" for _, attrs in page.elements).split()
    links = [href.removeprefix("#") for href in page.links if href.startswith("#")]
    assert links
    assert {*labels, *links} <= set(ids)


def test_headings_go_down_one_level_at_a_time(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_say_what_they_are_and_what_their_heads_are_for(page: Page) -> None:
    tags = [tag for tag, _ in page.elements]
    assert tags.count("caption") == tags.count("table")
    assert {attrs.get("scope") for attrs in page.all("th")} <= {"col", "row", "rowgroup"}
    boxes = [attrs for attrs in page.all("div") if attrs.get("class") == "scroll"]
    assert len(boxes) == tags.count("table")
    assert all((box["tabindex"], box["role"]) == ("0", "group") for box in boxes)


def test_pictures_have_a_name(page: Page) -> None:
    for attrs in page.all("svg"):
        named = attrs.get("role") == "img" and (attrs.get("aria-label") or "").strip()
        titled = attrs.get("role") == "group" and attrs.get("aria-labelledby") == "lineage-title"
        assert named or titled or attrs.get("aria-hidden") == "true"


def test_the_page_has_landmarks_and_a_way_past_the_head(page: Page) -> None:
    tags = [tag for tag, _ in page.elements]
    assert [tags.count(tag) for tag in ("header", "main", "footer")] == [1, 1, 1]
    assert tags.count("title") - page.of_pictures == 1
    assert page.all("html")[0]["lang"] == "en"
    assert page.all("a")[0]["href"] == "#main"


def test_nothing_comes_from_elsewhere_and_nothing_runs(page: Page) -> None:
    allowed = {"main", "section", "article", "div", "span", "details", "summary", "code", "pre"}
    allowed |= {"html", "head", "meta", "title", "style", "body", "header", "footer", "nav", "a"}
    allowed |= {"h1", "h2", "h3", "h4", "p", "b", "br", "ul", "li", "dl", "dt", "dd", "time", "bdi"}
    allowed |= {"table", "caption", "thead", "tbody", "tr", "th", "td", "ins", "del", "svg", "defs"}
    allowed |= {"pattern", "g", "text", "desc", *SHAPES}
    assert {tag for tag, _ in page.elements} <= allowed
    names = {name for _, attrs in page.elements for name in attrs}
    assert not [name for name in names if name.startswith("on") or name in ("src", "style")]
    away = [attrs for attrs in page.all("a") if not (attrs["href"] or "").startswith("#")]
    assert {(a["href"], a["class"], a["rel"]) for a in away} <= {EXPOSURE}
    style = "".join(data for tag, data in page.texts if tag == "style")
    assert set(re.findall(r"url\((.*?)\)", style)) == {"#hatch"}
    assert "@import" not in style
    policies = [a["content"] for a in page.all("meta") if a.get("http-equiv")]
    assert policies == [POLICY]


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_adds_no_element_and_hides_none(value: str, full: bool) -> None:
    pages = [html(everywhere(each), full=full) for each in (value, "x")]
    assert pages[0].encode()
    shown, harmless = (
        [each for each in Page(page).elements if each[1].get("class") not in ("ws", "nil")]
        for page in pages
    )
    assert [tag for tag, _ in shown] == [tag for tag, _ in harmless]
    assert [set(attrs) for _, attrs in shown] == [set(attrs) for _, attrs in harmless]
    assert all(char.isprintable() or char == "\n" for char in pages[0])


def test_the_page_says_what_the_report_says() -> None:
    shown = Page(html(rich())).text
    for said in (
        "Blocked The audit failed. Nothing was published.",
        "marts.orders: 8.3 % of its rows are removed, the limit is 5 %",
        "Warning marts.orders: the share of NULL in amount rose",
        "gate max_growth by grace, 2026-11-21 10:20 UTC: the backfill of May",
        "Prod changed since the clone: core.customers",
        "relations changed 6 unchanged 3 rows added +296",
        "block max_removed 5 % 8.3 % more rows are removed",
        "30 % of rows differ, usually 0.2 % over 9 runs",
        "amount 2,290 21 %",
        "was 12.50 → is 1250.00",
        "was empty → is ··two··spaces·",
        "was NULLstring → is line one\\n line two\\tand a tab",
        "amount DECIMAL(12,2) before 1.0 % 8,204 0.10 1999.00 412.07",
        "ignored columns: loaded_at",
        "values not shown: email",
        "+where amount > 0",
        "fail not_null_orders_amount 2,410 Got 2410 results",
        "drop 1: marts.old_orders",
        "lost: SELECT on marts.old_orders to bi: the relation is gone",
        f'override max_removed wap approve {RUN} --override max_removed --reason "..."',
        "3 relations core.customers core.regions core.dates",
    ):
        assert said in shown, said


def test_the_lineage_is_a_picture_with_links_and_the_same_in_words() -> None:
    made = html(grown())
    shown = Page(made)
    for said in (
        "comes from raw.orders got 5,000 rows; the rest follows",
        "reaches 2 models, 1 exposure (Weekly KPI)",
        "raw.orders (source, +5,000 rows), to marts.stg_orders",
        "marts.orders (model, changed), from marts.stg_orders, marts.regions, to Weekly KPI",
        "its code did not change; the data of marts.stg_orders did",
    ):
        assert said in shown.text, said
    drawn = made.partition('<svg class="lineage"')[2].partition("</svg>")[0]
    assert re.findall(r'<a class="(.*?)" href="(.*?)"', drawn) == [
        ("node changed", "#r2"),
        ("node changed", "#r1"),
        ("node end", "https://bi.example/kpi"),
    ]
    assert re.findall("<title>(.*?)</title>", drawn) == [
        "raw.orders, source, +5,000 rows",
        "marts.stg_orders, model, changed",
        "marts.regions, model, unchanged",
        "marts.orders, model, changed",
        "Weekly KPI, exposure",
    ]
    assert re.findall(r'<path class="(edge.*?)" d="(.*?)"', drawn) == [
        ("edge", "M377 77C405 77 405 49 433 49"),
        ("edge moves", "M160 21C188 21 188 21 216 21"),
        ("edge moves", "M377 21C405 21 405 49 433 49"),
        ("edge moves", "M565 49C593 49 593 49 621 49"),
    ]
    assert re.findall(r'<rect x="(\d+)" y="(\d+)" width="(\d+)"', drawn) == [
        ("0", "0", "160"),
        ("216", "0", "161"),
        ("216", "56", "161"),
        ("433", "28", "132"),
        ("621", "28", "117"),
    ]


def test_the_page_of_a_large_lineage_folds_what_is_unchanged() -> None:
    shown = Page(html(large(260))).text
    assert re.search(r"= 37 more models unchanged", shown)
    assert "316, in words" in shown


def test_one_relation_in_full_has_its_cause_and_no_lineage() -> None:
    shown = Page(html(only(grown(), "orders"), full=True)).text
    assert "its code did not change; the data of marts.stg_orders did" in shown
    assert "Lineage" not in shown


def test_null_the_empty_string_and_the_string_null_are_different_elements() -> None:
    rows = [{"v": None}, {"v": ""}, {"v": "NULL"}, {"v": "empty"}]
    page = html(report(entry(sample={"added": rows, "removed": [], "changed": []})))
    cells = re.findall(r"<td>(<bdi class=\"v\">.*?</bdi>)</td>", page)
    assert cells == [
        '<bdi class="v"><span class="nil">NULL</span></bdi>',
        '<bdi class="v"><span class="nil">empty</span></bdi>',
        '<bdi class="v">NULL<span class="nil">string</span></bdi>',
        '<bdi class="v">empty</bdi>',
    ]


def test_no_value_of_a_masked_column_is_looked_for() -> None:
    shown = Page(html(only(rich(), "orders"), full=True))
    email = shown.text.partition("email VARCHAR before")[2]
    assert email.startswith(" <0.1 % 11,000 masked masked masked masked after")


def test_a_page_of_500_relations_and_1000_columns_stays_small_and_says_what_is_missing() -> None:
    page = html(huge())
    assert len(page) < 2_000_000
    shown = Page(page)
    assert len(shown.all("article")) == 501
    assert f"this page has details of the first {DETAILED} relations" in shown.text
    assert "and 970 more columns" in shown.text
    assert f"wap report {RUN} --relation marts.wide" in shown.text
    assert all("open" not in attrs for attrs in shown.all("details"))


def test_a_few_relations_are_unfolded_but_for_their_profiles() -> None:
    states = ["open" in attrs for attrs in Page(html(rich())).all("details")]
    assert states.count(True) > states.count(False) > 0


def test_a_report_from_the_warehouse_says_that_it_has_no_values() -> None:
    assert "No sample rows or profiles" in html(report(entry(sample=None)))
    assert "No sample rows or profiles" not in html(rich())


def test_one_relation_has_every_column() -> None:
    shown = Page(html(only(huge(3, 900), "wide"), full=True)).text
    assert "column_with_a_longish_name_899" in shown
    assert "Overview" not in shown


def test_a_lone_histogram_has_the_scale_of_both() -> None:
    bins = [0] * 19 + [5]
    column = {
        "name": "a",
        "type": "INTEGER",
        "bins": ["0", "9"],
        "before": side(histogram=bins),
        "after": side(histogram=[0] * 20),
    }
    made = entry(profile={"rows": {"before": 5, "after": 5}, "columns": [column]})
    pictures = [a for a in Page(html(report(made))).all("svg") if "hist" in (a.get("class") or "")]
    assert [each["aria-label"] for each in pictures] == [
        "before: 20 equal bins, most rows in bin 20: 5"
    ]


def test_an_overridden_gate_is_shown_with_its_relation() -> None:
    made: dict[str, Any] = report(entry(gate=gated(gate("overridden"))))
    assert Page(html(made)).text.count("overridden") >= 2


def test_the_bar_has_room_for_all_that_moved() -> None:
    rows = {"before": 480, "after": 480, "added": 480, "removed": 470, "changed": 1}
    (bar,) = re.findall(r'<svg class="bar".*?</svg>', html(report(entry(rows=rows))))
    assert "480 added, 470 removed, 1 changed, of 960 rows before and after" in bar
    parts = re.findall(r'class="(\w+)" x="([\d.]+)" width="([\d.]+)"', bar)
    assert [name for name, _, _ in parts] == ["added", "removed", "changed"]
    assert all(float(wide) >= 1 for _, _, wide in parts)
    assert sum(float(wide) for _, _, wide in parts) <= 100
