"""People approve, reject, publish and roll back on the pages of `wap serve`, in Chromium."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import quote

import duckdb
import pytest
from browsing import Visitor, browsers
from dbt_wap import links
from engine_duckdb import DuckDB
from playwright.sync_api import Browser
from serving import PASSWORD, Served, add_user
from shop import ONCE, ORDERS, REPOSITORY, SHOP, Project, Shelf, clean, wait_until

from integration_tests.slack_emulator import SlackEmulator

pytestmark = [pytest.mark.browser, ONCE]

PUBLISH = "Approve and publish"
MANIFEST = REPOSITORY / "examples/slack/manifest.yml"
GATED = {
    "models/marts/orders.sql": """
{{ config(meta={'dbt_wap': {'max_growth': '0%'}}) }}
select o.id, o.region, r.label, o.amount, o.day
from {{ ref('stg_orders') }} o left join {{ ref('regions') }} r using (region)
"""
}
RULE = """
vars: {wap_approvers: [ana, ben], wap_min_approvals: 2}
"""
SLOW_VIEW = """
{{ config(materialized='view', post_hook='select 1') }}
{% if execute and not dbt_wap.is_audit() %}
    {% do run_query("select * from read_csv('PIPE', header=false, columns={'n': 'integer'})") %}
{% endif %}
select region, sum(amount) as amount, count(*) as orders from {{ ref('orders') }} group by region
"""
"""A view that dbt builds again at publish, after the swap; there it reads from a pipe."""


class Shop:
    """A project and its server. Each test makes a run of its own."""

    def __init__(self, project: Project, home: Path) -> None:
        self.project = project
        self.home = home
        for name in ("ana", "ben"):
            add_user(project, home, name)
        self.served = Served(project, home)

    def orders(self) -> int:
        """Return how many orders prod has."""
        ((count,),) = self.project.sql("select count(*) from main_marts.orders")
        return int(count)

    def incoming(self) -> int:
        """Return how many orders the source has, which prod has after a publish."""
        ((count,),) = self.project.sql("select count(*) from raw.orders")
        return int(count)

    def run(self, *, code: int = 4) -> str:
        """Return the id of a new run, which adds an order to prod."""
        self.project.sql(
            "insert into raw.orders select max(id) + 1, 'n', 7, max(day) + 1 from raw.orders"
        )
        result = self.project.wap("run", "--supersede")
        assert result.code == code, result.out + result.err
        return self.project.events()[-1][0]

    def events(self, run_id: str) -> list[str]:
        """Return what was recorded of a run."""
        return [event for run, event, _ in self.project.events() if run == run_id]


Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    yield from browsers()


@pytest.fixture(scope="module")
def shop(
    browser: Browser, shelf: Shelf, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shop]:
    """Make the project only if there is a browser for it."""
    root = tmp_path_factory.mktemp("served")
    with pytest.MonkeyPatch.context() as patch:
        clean(patch)
        commands = [("doctor",), ("run", "--auto-approve")]
        project = shelf.take(root / "shop", DuckDB(), SHOP, (ORDERS,), *commands)
        shop = Shop(project, root / "home")
    yield shop
    shop.served.stop()


@pytest.fixture
def visit(browser: Browser, shop: Shop) -> Iterator[Visit]:
    """Open a browser for a person and log in; at the end no browser has complained."""
    opened: list[Visitor] = []

    def at(name: str | None = "ana", *, javascript: bool = True) -> Visitor:
        visitor = Visitor.at(browser, shop.served.url, javascript=javascript)
        opened.append(visitor)
        if name:
            log_in(visitor, name)
        return visitor

    yield at
    for visitor in opened:
        visitor.leave()


def log_in(visitor: Visitor, name: str, password: str = PASSWORD) -> None:
    """Log in with a password; the front page leads there."""
    visitor.go("/")
    fill_in(visitor, name, password)


def fill_in(visitor: Visitor, name: str, password: str = PASSWORD) -> None:
    """Send the form to log in."""
    visitor.page.get_by_label("Name").fill(name)
    visitor.page.get_by_label("Password").fill(password)
    click(visitor, "Log in")


def click(visitor: Visitor, name: str) -> None:
    """Click on a button."""
    visitor.page.get_by_role("button", name=name, exact=True).click()


def shows(visitor: Visitor, status: str) -> None:
    """Wait until the page of the run has this status."""
    visitor.page.get_by_role("heading", name=status, level=1).wait_for()


@pytest.mark.parametrize("how", ["mouse", "keyboard", "without JavaScript"])
def test_a_run_is_approved_and_published(shop: Shop, visit: Visit, how: str) -> None:
    run_id, before = shop.run(), shop.orders()
    ana = visit(javascript=how != "without JavaScript")
    review = f"a.button[href='/runs/{run_id}']"
    if how == "keyboard":
        ana.tab_to(review)
        ana.page.keyboard.press("Enter")
        ana.page.get_by_label("Comment").wait_for()
        ana.tab_to(f"button:text-is('{PUBLISH}')")
        ana.page.keyboard.press("Enter")
    else:
        ana.page.locator(review).click()
        ana.page.get_by_label("Comment").fill("checked <with> finance")
        click(ana, PUBLISH)
    shows(ana, "Published")

    assert before < shop.orders() == shop.incoming()
    assert [shop.events(run_id).count(event) for event in ("approved", "published")] == [1, 1]
    assert "ana, page (password)" in ana.text()
    if how != "keyboard":
        assert "checked <with> finance" in ana.text()


def test_a_rejection_needs_a_reason_and_is_final(shop: Shop, visit: Visit) -> None:
    run_id, before = shop.run(), shop.orders()
    ana, ben = visit("ana"), visit("ben")
    for each in (ana, ben):
        each.go(f"/runs/{run_id}")

    click(ana, "Reject")
    assert ana.page.evaluate("document.activeElement.labels[0].innerText") == "Reason for rejecting"
    ana.page.evaluate("document.querySelectorAll('form').forEach(each => each.noValidate = true)")
    click(ana, "Reject")
    ana.page.get_by_role("alert").wait_for()
    assert "rejected" not in shop.events(run_id)
    ana.page.get_by_label("Reason for rejecting").fill("wrong exchange rate")
    click(ana, "Reject")
    shows(ana, "Rejected")
    assert ana.page.get_by_role("button", name="Approve").count() == 0
    assert ana.page.get_by_role("button", name="Publish").count() == 0

    click(ben, PUBLISH)
    ben.page.get_by_role("alert").wait_for()
    assert "rejected" in ben.page.get_by_role("alert").inner_text()
    assert shop.orders() == before
    assert shop.events(run_id)[-1] == "rejected"


def test_of_two_approvals_each_person_gives_one(shop: Shop, visit: Visit) -> None:
    shop.project.write({"dbt_project.yml": SHOP["dbt_project.yml"] + RULE})
    run_id, before = shop.run(), shop.orders()
    shop.project.write({"dbt_project.yml": SHOP["dbt_project.yml"]})
    ana, ben = visit("ana"), visit("ben")
    for each in (ana, ben):
        each.go(f"/runs/{run_id}")
        assert "0 of 2 approvals" in each.text()
    click(ana, "Approve")
    ana.see("1 of 2 approvals: ana")
    off = ana.page.get_by_role("button", name="Approve", exact=True)
    assert off.is_disabled()
    assert off.get_attribute("aria-describedby")
    assert "ana has already approved" in ana.text()
    ana.look("approved by me")
    ben.go(f"/runs/{run_id}")
    click(ben, PUBLISH)
    shows(ben, "Published")
    assert before < shop.orders() == shop.incoming()


def test_of_two_who_click_at_once_one_decides(shop: Shop, visit: Visit) -> None:
    run_id, before = shop.run(), shop.orders()
    ana, ben = visit("ana"), visit("ben")
    for each in (ana, ben):
        each.go(f"/runs/{run_id}")
    ben.page.get_by_label("Reason for rejecting").fill("not yet")
    late = "name => setTimeout(() => [...document.querySelectorAll('button')]"
    late += ".find(each => each.innerText === name).click(), 200)"
    ana.page.evaluate(late, PUBLISH)
    ben.page.evaluate(late, "Reject")
    for each in (ana, ben):
        each.page.locator("[role=alert], [role=status], #progress").first.wait_for()
    ends = {"published": (ana, ben), "rejected": (ben, ana)}

    wait_until(lambda: ends.keys() & shop.events(run_id), "the end of the run")

    (end,) = ends.keys() & shop.events(run_id)
    first, other = ends[end]
    first.go(f"/runs/{run_id}")
    shows(first, end.capitalize())
    other.page.get_by_role("alert").wait_for()
    assert shop.orders() == (shop.incoming() if end == "published" else before)


def test_a_page_from_before_a_second_audit_decides_nothing(shop: Shop, visit: Visit) -> None:
    run_id = shop.run()
    ana = visit()
    ana.go(f"/runs/{run_id}")
    assert shop.project.wap("audit", run_id).code == 0
    click(ana, PUBLISH)
    ana.page.get_by_role("alert").wait_for()
    assert "audited again" in ana.page.get_by_role("alert").inner_text()
    assert "approved" not in shop.events(run_id)
    click(ana, PUBLISH)
    shows(ana, "Published")


def test_a_server_that_was_killed_in_a_publish(shop: Shop, visit: Visit) -> None:
    pipe = shop.project.root / "pipe.csv"
    os.mkfifo(pipe)
    shop.project.write({"models/marts/totals.sql": SLOW_VIEW.replace("PIPE", str(pipe))})
    run_id, before = shop.run(), shop.orders()
    ana = visit()
    ana.go(f"/runs/{run_id}")
    click(ana, PUBLISH)
    ends: list[int] = []

    def is_read() -> bool:
        with contextlib.suppress(OSError):  # it has no reader yet
            ends.append(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
        return bool(ends)

    wait_until(is_read, "the publish at the pipe")
    ana.see("Progress")
    ana.look("publishing")
    shop.served.kill()
    ana.page.goto("about:blank")
    assert all("net::ERR_" in complaint for complaint in ana.complaints)
    ana.complaints.clear()
    os.close(ends[0])
    pipe.unlink()
    pipe.write_text("3\n")
    shop.project.expire_locks()
    shop.served = Served(shop.project, shop.home)

    ana = visit()
    ana.go(f"/runs/{run_id}")
    shows(ana, "Publish interrupted")
    assert "prod" in ana.text()
    assert before < shop.orders() == shop.incoming()
    ana.look("publish interrupted")
    click(ana, "Finish publishing")
    shows(ana, "Published")
    assert shop.project.sql("select sum(orders) from main_marts.totals") == [(shop.orders(),)]
    shop.project.write({"models/marts/totals.sql": SHOP["models/marts/totals.sql"]})


def test_the_pages_to_log_in_and_of_errors(shop: Shop, visit: Visit) -> None:
    someone = visit(None)
    someone.go("/")
    someone.look("log in")
    log_in(someone, "ana", "guessed")
    someone.page.get_by_role("alert").wait_for()
    someone.look("wrong password")
    log_in(someone, "ana")
    assert someone.go("/runs/20200101_000000_aaaa") == 404
    someone.look("no such run")
    assert someone.go("/nowhere") == 404
    someone.look("no such page")
    with duckdb.connect(str(shop.project.root / "shop.duckdb")):
        assert someone.go("/runs/20200101_000000_aaaa") == 503
        someone.look("locked")


def test_a_publish_is_rolled_back_after_a_preview(shop: Shop, visit: Visit) -> None:
    run_id, before = shop.run(), shop.orders()
    ana = visit()
    ana.look("front page")
    ana.go("/?q=nothing+has+this")
    ana.look("nothing found")
    ana.go(f"/runs/{run_id}")
    ana.look("needs approval")
    ana.page.get_by_text("Show the SQL").click()
    ana.look("statements")
    ana.go(f"/runs/{run_id}")
    click(ana, "Approve")
    shows(ana, "Approved")
    ana.look("approved")
    click(ana, "Publish")
    shows(ana, "Published")
    ana.look("published")
    assert before < shop.orders() == shop.incoming()

    ana.page.get_by_role("link", name="Roll back").click()
    assert before < shop.orders() == shop.incoming()
    ana.look("rollback preview")
    ana.page.get_by_label("Comment").fill("wrong currency")
    click(ana, "Roll back")
    shows(ana, "Rolled back")
    ana.look("rolled back")
    assert shop.orders() == before
    assert "wrong currency" in ana.text()


def test_a_gate_is_overridden_by_name_with_a_reason(shop: Shop, visit: Visit) -> None:
    shop.project.write(GATED)
    run_id = shop.run(code=3)
    shop.project.write({name: SHOP[name] for name in GATED})
    ana = visit()
    ana.go(f"/runs/{run_id}")
    ana.look("blocked by a gate")
    click(ana, "Approve")
    assert "approved" not in shop.events(run_id)
    ana.page.get_by_label("max_growth").check()
    ana.page.get_by_label("Reason for the override").fill("a campaign")
    click(ana, "Approve")
    shows(ana, "Approved")
    assert "Overrides max_growth" in ana.text()


def test_a_run_with_a_failed_test_cannot_be_approved(shop: Shop, visit: Visit) -> None:
    shop.project.sql("update raw.orders set amount = null where id = 1")
    run_id = shop.run(code=3)
    shop.project.sql("update raw.orders set amount = 10 where id = 1")
    ana = visit()
    ana.go(f"/runs/{run_id}")
    ana.look("failed test")
    assert ana.page.get_by_role("button", name="Approve").count() == 0


def test_links_lead_to_the_run_or_say_why_not(shop: Shop, visit: Visit) -> None:
    run_id = shop.run()
    seen = str(shop.project.wap("report", run_id, "--format", "json").json["created_at"])
    key = links.key({}, shop.home)
    assert key
    good = links.sign(key, run_id, "prod", seen, None)
    ana = visit()
    assert ana.go(f"/go/{good}") == 200
    assert ana.page.url.endswith(f"/runs/{run_id}?seen={quote(seen)}")
    old = datetime.now(timezone.utc) - timedelta(days=30)
    refused = {
        "expired": (links.sign(key, run_id, "prod", seen, None, now=old), "has expired"),
        "tampered": (f"{good[:-3]}AAA", "is not valid"),
        "of another target": (links.sign(key, run_id, "dev", seen, None), "another project"),
        "from before an audit": (links.sign(key, run_id, "prod", "2020", None), "audited again"),
    }
    for name, (link, why) in refused.items():
        assert ana.go(f"/go/{link}") >= 400
        assert why in ana.text()
        ana.look(f"link {name}")
    assert "approved" not in shop.events(run_id)


@pytest.fixture
def slack(shop: Shop) -> Iterator[SlackEmulator]:
    """Slack, to which a second server of the project is connected."""
    with SlackEmulator(MANIFEST, seconds=20) as slack:
        shop.project.env = {**slack.env, "WAP_SLACK_APP_TOKEN": slack.app_token}
        served = Served(shop.project, shop.home, "--slack")
        shop.project.env = {}
        slack.until(lambda: slack.connections)
        yield slack
        served.stop()


def test_a_slack_user_is_linked_on_a_page(slack: SlackEmulator, visit: Visit) -> None:
    person = slack.person("ana")
    person.command("/wap link")
    url = re.search(r"<(\S+)\|", person.note("ten minutes").text)
    assert url
    ana = visit(None)
    ana.go(url[1])
    fill_in(ana, "ana")
    ana.see(person.id)
    ana.look("link Slack")
    click(ana, "Link this Slack user")
    ana.see("Linked.")
    ana.look("Slack linked")
    ana.go(url[1])
    click(ana, "Link this Slack user")
    ana.page.get_by_role("alert").wait_for()
    ana.look("Slack link used before")
